/**
 * Three-valued logic with reasons (strong Kleene): a false gate wins over missing data, a true hit wins over a partial list,
 * and what cannot be decided stays undecided, with the reason of the part that decides.
 */
import type { Fact, UnknownReason } from '../model/fact.ts';
import { findingReasons, type FindingUnknownReason } from '../model/finding.ts';

export type Truth = true | false | Undecided;

export interface Undecided {
  readonly reason: FindingUnknownReason;
}

export function undecided(reason: FindingUnknownReason): Undecided {
  return { reason };
}

/** The reason of a fact in the words of findings. */
export function findingReason(reason: UnknownReason): FindingUnknownReason {
  return findingReasons[reason];
}

/** Asks a fact a question; an unknown fact leaves it undecided. */
export function whether<T>(fact: Fact<T>, ask: (value: T) => Truth): Truth {
  return fact.state === 'KNOWN' ? ask(fact.value) : undecided(findingReason(fact.reason));
}

/** A flag as a truth; a row without it leaves the question open. */
export function flag(value: boolean | null): Truth {
  return value ?? undecided('FIELD_NULL');
}

/** No other read settles it. */
const never: ReadonlySet<FindingUnknownReason> = new Set(['NOT_CAPABLE', 'NOT_CONFIGURED']);
/** Something should have been there: another read may settle it. */
const failed: ReadonlySet<FindingUnknownReason> = new Set([
  'SOURCE_UNREACHABLE',
  'PERMISSION_DENIED',
  'PARTIAL_DATA',
  'STALE_DATA',
]);

/** Whether something should have been there that another read may bring. */
export function hasFailed({ reason }: Undecided): boolean {
  return failed.has(reason);
}

/** Of two open parts the one whose reason is told: the first, unless nothing can ever settle that and the other only failed. */
export function told(open: Undecided | undefined, further: Undecided): Undecided {
  if (open === undefined) return further;
  return never.has(open.reason) && failed.has(further.reason) ? further : open;
}

/** All hold. Parts after the first false one are not looked at: what they would cost is not spent. */
export function and(...parts: readonly (() => Truth)[]): Truth {
  let open: Undecided | undefined;
  for (const part of parts) {
    const truth = part();
    if (truth === false) return false;
    if (truth !== true) open = told(open, truth);
  }
  return open ?? true;
}

/** One holds. Parts after the first true one are not looked at. */
export function or(...parts: readonly (() => Truth)[]): Truth {
  let open: Undecided | undefined;
  for (const part of parts) {
    const truth = part();
    if (truth === true) return true;
    if (truth !== false) open = told(open, truth);
  }
  return open ?? false;
}

export function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}

/** A list as far as it could be read. `reason` says why it is not complete. */
export interface ListFact<T> {
  readonly rows: readonly T[];
  readonly complete: boolean;
  readonly reason: UnknownReason | null;
}

/**
 * Rows that were made from lists: they are all there only if each of the lists is; else the reason is that of the first gap that
 * another read may close, and of the first one where none can.
 */
export function listOf<T>(rows: readonly T[], ...from: readonly ListFact<unknown>[]): ListFact<T> {
  const first = from.find((list) => !list.complete);
  if (first === undefined) return { rows, complete: true, reason: null };
  const missing = cannotCome(first)
    ? (from.find((list) => !list.complete && !cannotCome(list)) ?? first)
    : first;
  return { rows, complete: false, reason: missing.reason ?? 'PARTIAL' };
}

/** Whether a directory of this kind does not have what is missing. */
export function cannotCome({ reason }: Pick<ListFact<unknown>, 'reason'>): boolean {
  return reason === 'UNSUPPORTED' || reason === 'EXTERNAL';
}

/** Several lists as one. */
export function joined<T>(lists: readonly ListFact<T>[], ...from: readonly ListFact<unknown>[]): ListFact<T> {
  return listOf(
    lists.flatMap((list) => list.rows),
    ...from,
    ...lists,
  );
}

function gap(list: ListFact<unknown>): Undecided {
  return undecided(list.reason === null ? 'PARTIAL_DATA' : findingReason(list.reason));
}

/** True if one row fits, also of a partial list; false only of a complete one. */
export function any<T>(list: ListFact<T>, ask: (row: T) => Truth): Truth {
  let open: Undecided | undefined;
  for (const row of list.rows) {
    const truth = ask(row);
    if (truth === true) return true;
    if (truth !== false) open = told(open, truth);
  }
  if (!list.complete) open = told(open, gap(list));
  return open ?? false;
}

/** The dual of `any`: false if one row fails, true only of a complete list. */
export function every<T>(list: ListFact<T>, ask: (row: T) => Truth): Truth {
  return not(any(list, (row) => not(ask(row))));
}

/** How many rows fit, as far as it is known. `high` is infinite while rows are missing. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Why `low` and `high` differ. */
  readonly reason: FindingUnknownReason;
}

export function count<T>(list: ListFact<T>, ask: (row: T) => Truth): Interval {
  let low = 0;
  const open: Undecided[] = [];
  for (const row of list.rows) {
    const truth = ask(row);
    if (truth === true) low += 1;
    else if (truth !== false) open.push(truth);
  }
  const high = list.complete ? low + open.length : Number.POSITIVE_INFINITY;
  return { low, high, reason: list.complete ? reasonOfRows(open) : gap(list).reason };
}

/** Why rows of a whole list are open: a part of the data is missing, unless the directory never has what they lack. */
export function reasonOfRows(open: readonly Undecided[]): FindingUnknownReason {
  const isNeverThere = open.length > 0 && open.every(({ reason }) => reason === 'NOT_CAPABLE');
  return isNeverThere ? 'NOT_CAPABLE' : 'PARTIAL_DATA';
}

export function moreThan(interval: Interval, limit: number): Truth {
  if (interval.low > limit) return true;
  return interval.high <= limit ? false : undecided(interval.reason);
}

export function fewerThan(interval: Interval, limit: number): Truth {
  if (interval.high < limit) return true;
  return interval.low >= limit ? false : undecided(interval.reason);
}
