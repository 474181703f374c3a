import type { UpstreamErrorCode } from '../../upstream/upstream-error.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Directory } from '../directory.ts';
import { messageOf, reasonOf } from '../fact-of.ts';
import { CHANGES_GAP } from '../refresh/refreshed-coverage.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Gaps } from './sweep-reads.ts';

/** The provider, or its licence, keeps no record for this gateway: nothing of the sweep is missing for that. */
const NO_RECORD: ReadonlySet<UpstreamErrorCode> = new Set(['FORBIDDEN', 'UNSUPPORTED', 'NOT_FOUND']);

/**
 * A mark from which the provider tells of changes; null: it cannot, or the gateway has not the right to ask, which is no failure of
 * a sweep: the next one is then a whole one again. Where it should answer and does not, it is asked once more, and then that is a
 * gap. @throws {UpstreamError} `CANCELLED` when the sweep is ended.
 */
export async function takeMark(
  directory: Directory,
  { context }: RequestScope,
  gaps: Gaps,
): Promise<string | null> {
  if (!directory.can('CHANGES')) return null;
  const { changes } = directory.provider;
  try {
    return await changes.mark(context).catch(async (error: unknown) => {
      if (!mayPass(error)) throw error;
      return await changes.mark(context);
    });
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.code === 'CANCELLED') throw error;
    if (mayPass(error)) gaps.note(CHANGES_GAP, reasonOf(error), messageOf(error));
    return null;
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof UpstreamError && error.code !== 'CANCELLED' && !NO_RECORD.has(error.code);
}
