import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { SweepProgress } from '../sweep/sweep.ts';

/** What a caller hears who could not wait for a snapshot that is under way. @param progress null: not known, or only changes are read. */
export function notReady(
  code: 'TIMED_OUT' | 'CANCELLED',
  directory: string,
  what: 'first sweep' | 'refresh of the snapshot',
  progress: SweepProgress | null,
): UpstreamError {
  const far =
    progress === null
      ? ''
      : ` It is at ${progress.phase} ${progress.done} of ${progress.total ?? 'an unknown number'}.`;
  return new UpstreamError({
    code,
    message: `The ${what} of "${directory}" is still under way; ask again in a while.${far}`,
    directory,
    route: 'sweep',
  });
}
