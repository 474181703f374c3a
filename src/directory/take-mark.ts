import { UpstreamError } from '../upstream/upstream-error.ts';
import type { Directory } from './directory.ts';
import type { RequestScope } from './request-scope.ts';

/**
 * A mark from which the provider tells of changes; null: it cannot, or the gateway has not the right to ask, which is no failure of
 * a sweep: the next one is then a whole one again. @throws {UpstreamError} `CANCELLED` when the sweep is ended.
 */
export async function takeMark(directory: Directory, { context }: RequestScope): Promise<string | null> {
  if (!directory.can('CHANGES')) return null;
  try {
    return await directory.provider.changes.mark(context);
  } catch (error) {
    if (error instanceof UpstreamError && error.code !== 'CANCELLED') return null;
    throw error;
  }
}
