import type { UnknownReason } from '../model/fact.ts';
import { CHANGES_GAP } from './refreshed-coverage.ts';
import type { Sweep } from './sweep.ts';

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

/** Gaps that are there tomorrow too, unless somebody grants a right or raises a limit. */
const LASTING: ReadonlySet<UnknownReason> = new Set(['NOT_REQUESTED', 'FORBIDDEN']);

/** The age up to which a snapshot is served without being renewed. */
export function freshFor({ coverage, gaps }: Sweep, { timeToLiveMs, gappyTimeToLiveMs }: Ages): number {
  // What was left for later is read behind it, and no sooner for another sweep.
  const isGappy = !coverage.complete && gaps.some(({ reason }) => reason !== 'NOT_REQUESTED');
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
