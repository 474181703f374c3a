/** Shares over lists that are only partly known, as intervals that hold the true share whatever the unknown turns out to be. */
import type { FindingUnknownReason } from '../model/finding.ts';
import {
  findingReason,
  type ListFact,
  reasonOfRows,
  type Truth,
  type Undecided,
  undecided,
} from './kleene.ts';

export interface Share {
  readonly low: number;
  readonly high: number;
  /** Rows that certainly are part of the whole, and those that may be. */
  readonly wholeAtLeast: number;
  readonly wholeAtMost: number;
  /** Rows that are part of the whole, or may be, and of which it is not known whether they fit. */
  readonly open: number;
  /** Why `low` and `high` differ. */
  readonly reason: FindingUnknownReason;
}

/** How many rows answered in one way. */
interface Answered {
  readonly belonging: Truth;
  /** Only looked at when the row belongs, or may. */
  readonly fitting: Truth;
  readonly count: number;
}

/**
 * Which share of the rows that belong to a whole fits, of rows that were counted by what they answered. `whenEmpty` is the share of a
 * whole without rows. A row that may or may not belong counts where it moves the bound furthest.
 * @param list whether all rows are there.
 */
export function shareOf(answered: readonly Answered[], list: ListFact<unknown>, whenEmpty: number): Share {
  let hits = 0;
  let misses = 0;
  let open = 0;
  let maybeHits = 0;
  let maybeMisses = 0;
  let maybeOpen = 0;
  const undecidedRows: Undecided[] = [];
  for (const { belonging, fitting, count } of answered) {
    if (belonging === false || count === 0) continue;
    const [surely, maybe] = belonging === true ? [count, 0] : [0, count];
    if (fitting === true) {
      hits += surely;
      maybeHits += maybe;
    } else if (fitting === false) {
      misses += surely;
      maybeMisses += maybe;
    } else {
      open += surely;
      maybeOpen += maybe;
      undecidedRows.push(fitting);
    }
    if (belonging !== true) undecidedRows.push(belonging);
  }
  const certain = hits + misses + open;
  const possible = certain + maybeHits + maybeMisses + maybeOpen;
  const counts = {
    wholeAtLeast: certain,
    wholeAtMost: list.complete ? possible : Number.POSITIVE_INFINITY,
    open: open + maybeOpen,
  };
  if (!list.complete) {
    const reason = list.reason === null ? 'PARTIAL_DATA' : findingReason(list.reason);
    return { ...counts, low: 0, high: 1, reason };
  }
  const lowWhole = certain + maybeMisses + maybeOpen;
  const highWhole = certain + maybeHits + maybeOpen;
  // Without a row that surely belongs, the whole may be empty, or consist of the doubtful rows of one kind only.
  const edges =
    certain > 0 ? [] : [whenEmpty, ...(maybeHits > 0 ? [1] : []), ...(maybeMisses > 0 ? [0] : [])];
  const lows = lowWhole > 0 ? [hits / lowWhole, ...edges] : edges;
  const highs = highWhole > 0 ? [(hits + open + maybeHits + maybeOpen) / highWhole, ...edges] : edges;
  return {
    ...counts,
    low: Math.min(...lows),
    high: Math.max(...highs),
    reason: reasonOfRows(undecidedRows),
  };
}

export function shareAbove(share: Share, limit: number): Truth {
  if (share.low > limit) return true;
  return share.high <= limit ? false : undecided(share.reason);
}

export function shareBelow(share: Share, limit: number): Truth {
  if (share.high < limit) return true;
  return share.low >= limit ? false : undecided(share.reason);
}
