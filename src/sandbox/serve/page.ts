import { invalidData } from '../api-error.ts';
import type { Predicate } from '../filter/evaluate-filter.ts';
import type { Call } from '../resources/resource.ts';
import type { PlaceList } from '../places.ts';
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

/** What a page is taken from. */
export interface Source {
  readonly list: readonly Row[];
  /** Which rows count; absent: all. */
  readonly predicate: Predicate | undefined;
  /** Outside these places no row counts. Absent: all are looked at. */
  readonly places: PlaceList | undefined;
}

/** A page of a list. Without a predicate it is cut out of the list; with one, rows are looked at from the cursor on, and counted once. */
export function pageOf(
  call: Call,
  source: Source,
  filter: string | undefined,
  cursor: Cursor | undefined,
  pageLimit: number | undefined,
): Page {
  const { settings } = call.world;
  const limit = limitOf(call, pageLimit);
  const size = servedSize(limit, settings.shortPages);
  const { list } = source;
  const rows: Row[] = [];
  const start = cursor === undefined ? 0 : placeOf(list, cursor);
  const steps = stepsOf(source);
  let step = stepFrom(source, start);
  let position = list.length;
  for (; step < steps && rows.length < size; step += 1) {
    const row = rowAt(source, step);
    if (row === undefined) continue;
    rows.push(row);
    if (rows.length === size) position = placeAt(source, step) + 1;
  }
  // Counted on the first page, where what was passed over is known already; the cursor carries it on.
  const counted = cursor?.count ?? (settings.counts ? rows.length + countFrom(source, step) : undefined);
  const count = settings.counts ? counted : undefined;
  const more = cursor === undefined && count !== undefined ? count > rows.length : anyFrom(source, step);
  const after = list[position - 1]?.id ?? '';
  const next = more ? writeCursor({ path: call.path, filter, position, after, count }) : undefined;
  return { rows, count, next, limit };
}

function stepsOf({ list, places }: Source): number {
  return places === undefined ? list.length : places.length;
}

function placeAt({ places }: Source, step: number): number {
  return places === undefined ? step : (places[step] ?? 0);
}

/** The row of a step, if it counts. */
function rowAt(source: Source, step: number): Row | undefined {
  const row = source.list[placeAt(source, step)];
  return row !== undefined && (source.predicate === undefined || source.predicate(row)) ? row : undefined;
}

/** The first step that is at a place or behind it. */
function stepFrom({ places }: Source, place: number): number {
  if (places === undefined) return place;
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
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

function anyFrom(source: Source, from: number): boolean {
  const steps = stepsOf(source);
  if (source.predicate === undefined) return from < steps;
  for (let step = from; step < steps; step += 1) if (rowAt(source, step) !== undefined) return true;
  return false;
}

function countFrom(source: Source, from: number): number {
  const steps = stepsOf(source);
  if (source.predicate === undefined) return steps - from;
  let count = 0;
  for (let step = from; step < steps; step += 1) if (rowAt(source, step) !== undefined) count += 1;
  return count;
}
