import type { UnknownReason } from '../../model/fact.ts';
import { CHANGES_GAP } from '../refresh/refreshed-coverage.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** How old a snapshot may become, in milliseconds. */
export interface Ages {
  /** Age from which it is renewed. */
  readonly timeToLiveMs: number;
  /** The same for one with gaps: what was missing may be there again soon. */
  readonly gappyTimeToLiveMs: number;
  /**
   * Age of its last whole reading from which everything is read again, although changes were put in since; it counts only where the
   * provider tells of changes. Default: a day.
   */
  readonly wholeEveryMs?: number;
}

export const WHOLE_EVERY_MS = 86_400_000;

/** Gaps that are there tomorrow too, unless somebody grants a right, raises a limit or buys another product. */
const LASTING: ReadonlySet<UnknownReason> = new Set([
  'NOT_REQUESTED',
  'FORBIDDEN',
  'EXTERNAL',
  'UNSUPPORTED',
  'NOT_LICENSED',
]);

/** The age up to which a snapshot is served without being renewed. */
export function freshFor({ coverage, gaps, mark }: Sweep, { timeToLiveMs, gappyTimeToLiveMs }: Ages): number {
  const isGappy =
    !coverage.complete &&
    gaps.some(
      // Without a mark only everything can be read again: too much for a record of changes that does not answer.
      ({ what, reason }) => !LASTING.has(reason) && (what !== CHANGES_GAP || mark !== null),
    );
  return isGappy ? gappyTimeToLiveMs : timeToLiveMs;
}

/** The age of the last whole reading from which the next one is due. */
export function wholeFor({ mark, gaps }: Sweep, ages: Ages): number {
  if (mark === null) return ages.timeToLiveMs;
  const wholeEveryMs = ages.wholeEveryMs ?? WHOLE_EVERY_MS;
  // What could not be read of the changes is asked for again with them.
  const own = gaps.filter(({ what }) => what !== CHANGES_GAP);
  if (own.some(({ reason }) => !LASTING.has(reason))) return Math.min(wholeEveryMs, ages.gappyTimeToLiveMs);
  // A right that was granted meanwhile is to show soon.
  return own.some(({ reason }) => reason === 'FORBIDDEN')
    ? Math.min(wholeEveryMs, ages.timeToLiveMs)
    : wholeEveryMs;
}

/** The same where nobody asks: gaps alone are no reason then. */
export function unaskedWholeFor({ mark }: Sweep, { wholeEveryMs }: Ages): number {
  return mark === null ? Number.POSITIVE_INFINITY : (wholeEveryMs ?? WHOLE_EVERY_MS);
}
