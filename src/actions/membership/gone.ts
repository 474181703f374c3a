import { UpstreamError } from '../../upstream/upstream-error.ts';

/** For lists of what belongs to an object: they are not found when the object is not, which its own read tells. */
export function gone(error: unknown): null {
  if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
  throw error;
}

/** For look-ups beside a whole list: a directory that has no such look-up has nothing that the list lacks. */
export function unsupportedIsNone(error: unknown): null {
  if (error instanceof UpstreamError && error.code === 'UNSUPPORTED') return null;
  throw error;
}
