import { invalidData } from '../api-error.ts';
import type { Predicate } from '../filter/evaluate-filter.ts';
import type { Call } from '../resources/resource.ts';
import type { Row } from '../tenant.ts';
import type { Cursor } from './cursor.ts';
import { writeCursor } from './cursor.ts';

export interface Page {
  readonly rows: readonly Row[];
  readonly count: number | undefined;
  /** The cursor of the next page; absent on the last one. */
  readonly next: string | undefined;
  readonly limit: number | undefined;
}

/** A page of a list. Without a predicate it is cut out of the list; with one, rows are looked at from the cursor on, and counted once. */
export function pageOf(
  call: Call,
  list: readonly Row[],
  predicate: Predicate | undefined,
  filter: string | undefined,
  cursor: Cursor | undefined,
  pageLimit: number | undefined,
): Page {
  const { settings } = call.world;
  const limit = limitOf(call, pageLimit);
  const size = servedSize(limit, settings.shortPages);
  const start = cursor === undefined ? 0 : placeOf(list, cursor);
  const rows: Row[] = [];
  let at = start;
  for (; at < list.length && rows.length < size; at += 1) {
    const row = list[at];
    if (row !== undefined && (predicate === undefined || predicate(row))) rows.push(row);
  }
  // Counted on the first page, where what was passed over is known already; the cursor carries it on.
  const counted =
    cursor?.count ?? (settings.counts ? rows.length + countFrom(list, at, predicate) : undefined);
  const count = settings.counts ? counted : undefined;
  const more =
    cursor === undefined && count !== undefined ? count > rows.length : anyFrom(list, at, predicate);
  const after = list[at - 1]?.id ?? '';
  const next = more ? writeCursor({ path: call.path, filter, position: at, after, count }) : undefined;
  return { rows, count, next, limit };
}

function limitOf(call: Call, pageLimit: number | undefined): number | undefined {
  if (pageLimit === undefined) return undefined;
  const text = call.query.get('limit');
  if (text === null) return pageLimit;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalidData({
      code: 'INVALID_PARAMETER',
      target: 'limit',
      message: `Expected a whole number from 1 on, received ${text.slice(0, 20)}.`,
      innerError: { rangeMinimumValue: 1, rangeMaximumValue: pageLimit },
    });
  }
  return Math.min(limit, pageLimit);
}

function servedSize(limit: number | undefined, short: boolean): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  return short ? Math.max(1, Math.ceil(limit * 0.6)) : limit;
}

/** Rows may have been removed since the cursor was written: the row it names is looked for, then its place is taken. */
function placeOf(list: readonly Row[], cursor: Cursor): number {
  if (list[cursor.position - 1]?.id === cursor.after) return cursor.position;
  const found = list.findIndex((row) => row.id === cursor.after);
  return found === -1 ? Math.min(cursor.position, list.length) : found + 1;
}

function anyFrom(list: readonly Row[], from: number, predicate: Predicate | undefined): boolean {
  if (predicate === undefined) return from < list.length;
  for (let at = from; at < list.length; at += 1) {
    const row = list[at];
    if (row !== undefined && predicate(row)) return true;
  }
  return false;
}

function countFrom(list: readonly Row[], from: number, predicate: Predicate | undefined): number {
  if (predicate === undefined) return list.length - from;
  let count = 0;
  for (let at = from; at < list.length; at += 1) {
    const row = list[at];
    if (row !== undefined && predicate(row)) count += 1;
  }
  return count;
}
