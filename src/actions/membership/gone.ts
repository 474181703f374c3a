import { UpstreamError } from '../../upstream/upstream-error.ts';

/** For lists of what belongs to an object: they are not found when the object is not, which its own read tells. */
export function gone(error: unknown): null {
  if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
  throw error;
}
