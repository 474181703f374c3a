import type { Row } from '../rows.ts';
import type { Position } from './list-position.ts';
import type { ListAnswer } from './scim-api.ts';
import type { Seen } from './walk-memory.ts';

/** What one answer of a list means for the walk. */
interface Progress {
  /** Rows that no earlier page gave out. */
  readonly fresh: readonly Row[];
  /** Where to go on; null: nowhere. */
  readonly next: Position | null;
  /** Why the walk ends although the list may not; null: it does not, or the list is complete. */
  readonly broken: string | null;
}

const MOST_EMPTY_PAGES = 100;

/**
 * How far a walk is after an answer, by rules that real services taught:
 * rows are counted as they came, never by `itemsPerPage`; a page that brings nobody new repeats, whatever it says to be; an empty
 * page ends the list, and is its true end only when all were received that it says to have; the number of pages is bounded.
 * @param seen ids of this walk, to which those of the answer are added; null: the walk was forgotten.
 */
export function progressOf(
  from: Position,
  { rows, total, nextCursor }: Pick<ListAnswer, 'rows' | 'total' | 'nextCursor'>,
  seen: Seen | null,
  maxPages: number,
): Progress {
  const fresh = newRows(rows, from, seen);
  const empty = rows.length === 0;
  const received = from.received + rows.length;
  const after: Position = {
    ...from,
    received,
    pages: from.pages + 1,
    empty: empty ? from.empty + 1 : 0,
    first: from.first ?? rows[0]?.id ?? null,
  };
  const ended = (broken: string | null): Progress => ({ fresh, next: null, broken });
  const beginsAgain = from.pages > 0 && rows[0] !== undefined && rows[0].id === from.first;
  // Who reads an expired cursor's list anew meets everybody again.
  const repeats = !from.restarted && !empty && (fresh.length === 0 || beginsAgain);
  if (repeats && from.pages > 0)
    return ended(`a page brought people again whom an earlier one had, after ${from.received} rows`);

  if (from.paging === 'CURSOR') {
    if (nextCursor === null || nextCursor === '') return ended(short(total, seen, received));
    if (nextCursor === from.cursor) return ended('a page names itself as the next one');
    if (after.empty > MOST_EMPTY_PAGES) return ended(`${MOST_EMPTY_PAGES} pages in a row were empty`);
  } else {
    const isAll = total !== null && received >= total;
    if (empty || isAll) return ended(short(total, seen, received));
  }
  if (after.pages >= maxPages) return ended(`it has more than ${maxPages} pages`);
  return { fresh, next: { ...after, cursor: from.paging === 'CURSOR' ? nextCursor : null }, broken: null };
}

function newRows(rows: readonly Row[], from: Position, seen: Seen | null): readonly Row[] {
  const here = new Set<string>();
  return rows.filter(({ id }) => {
    const isTwice = here.has(id);
    here.add(id);
    const before = seen?.get(id);
    // The same page may be asked for again, by a client that lost it: what it showed first is no repetition.
    if (before !== undefined && before < from.received) return false;
    seen?.set(id, from.received);
    return !isTwice;
  });
}

/** A list that ends before it has shown as many as it says to have: rows moved while it was read, or it does not show all. */
function short(total: number | null, seen: Seen | null, received: number): string | null {
  const distinct = Math.min(seen?.size ?? received, received);
  if (total === null || distinct >= total) return null;
  return `it ended after ${distinct} of the ${total} that it says to have`;
}
