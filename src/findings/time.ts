/**
 * One clock and one arithmetic for all rules: ages are elapsed milliseconds in UTC, a day is 86,400,000 of them, and
 * calendars, leap days and daylight saving never matter. "Older than 90 days" is strict: exactly 90 days is not.
 */
import type { Truth, Undecided } from './kleene.ts';
import { undecided } from './kleene.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** How far the clocks of a provider and ours may differ before an instant in the future is no longer believed. */
const CLOCK_TOLERANCE_MS = 300_000;
/** Products write "never" as the Unix epoch, the year 1 or the year 1601: nothing so early is an instant of an account. */
const SENTINEL_LIMIT_MS = DAY_MS;

/** Milliseconds since an instant; null: there was none; undecided: the instant cannot be believed. */
export type Age = number | null | Undecided;

/** An instant, or null where a provider's "never" stands in its place. */
export function realInstant(at: Date | null): Date | null {
  return at === null || at.getTime() <= SENTINEL_LIMIT_MS ? null : at;
}

/** The age of an instant. Up to five minutes ahead of `asOf` counts as now; further ahead is `INVALID_VALUE`. */
export function ageOf(at: Date | null, asOf: Date): Age {
  if (at !== null && Number.isNaN(at.getTime())) return undecided('INVALID_VALUE');
  const instant = realInstant(at);
  if (instant === null) return null;
  const age = asOf.getTime() - instant.getTime();
  if (age >= 0) return age;
  return age >= -CLOCK_TOLERANCE_MS ? 0 : undecided('INVALID_VALUE');
}

/**
 * Whether an age is above a limit in milliseconds; `whenNone` answers for an instant that never was. `slackMs` is by how much the
 * instant may really be later than it says: an age that is above the limit by no more than that is undecided.
 */
export function olderThan(age: Age, limitMs: number, whenNone: Truth, slackMs = 0): Truth {
  if (age === null) return whenNone;
  if (typeof age !== 'number') return age;
  if (age <= limitMs) return false;
  return age > limitMs + slackMs ? true : undecided('MEASUREMENT_SLACK');
}

export function olderThanDays(
  at: Date | null,
  days: number,
  asOf: Date,
  whenNone: Truth,
  slackMs = 0,
): Truth {
  return olderThan(ageOf(at, asOf), days * DAY_MS, whenNone, slackMs);
}

/**
 * When a written end date is over everywhere. A date without a time lasts until that day ends in UTC-12, which is noon
 * UTC of the next day: never early for anybody. Undecided for a text that is no date.
 */
export function endOf(text: string): Date | Undecided {
  const dateOnly = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const start = Date.parse(text);
  if (Number.isNaN(start)) return undecided('INVALID_VALUE');
  // Date.parse rolls 31 February over into March: such a text is no date.
  if (dateOnly && new Date(start).toISOString().slice(0, 10) !== text) return undecided('INVALID_VALUE');
  return new Date(dateOnly ? start + DAY_MS + 12 * HOUR_MS : start);
}
