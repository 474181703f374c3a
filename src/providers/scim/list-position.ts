import { parseJson } from '../page-cursor.ts';
import { isObject } from '../rows.ts';

/** Where a walk over a list stands. Our cursors carry it; it is checked as what a client sends. */
export interface Position {
  /** `CURSOR`: the service's own (RFC 9865); null at the beginning and in index paging. */
  readonly cursor: string | null;
  /** Rows received so far; in index paging the next one is `startIndex = received + 1`. */
  readonly received: number;
  /** Pages received so far. */
  readonly pages: number;
  /** Empty pages in a row. */
  readonly empty: number;
  /** Under which name the walk is remembered. */
  readonly walk: string;
  /** Id of the very first row: a page that begins with it again is the first one again. */
  readonly first: string | null;
  readonly paging: 'INDEX' | 'CURSOR';
  /** Whether the filter is left to us, because the service refused it. */
  readonly unfiltered: boolean;
  /** Whether the walk began anew once after its cursor had expired. */
  readonly restarted: boolean;
}

export function writePosition(position: Position): string {
  return JSON.stringify(position);
}

/** Null: it is none of ours. */
export function readPosition(value: string): Position | null {
  const parsed = parseJson(value);
  if (!isObject(parsed)) return null;
  const { cursor, received, pages, empty, walk, first, paging, unfiltered, restarted } = parsed;
  if (cursor !== null && typeof cursor !== 'string') return null;
  if (first !== null && typeof first !== 'string') return null;
  if (!isCount(received) || !isCount(pages) || !isCount(empty) || typeof walk !== 'string') return null;
  if (paging !== 'INDEX' && paging !== 'CURSOR') return null;
  if (typeof unfiltered !== 'boolean' || typeof restarted !== 'boolean') return null;
  if ((paging === 'CURSOR') !== (cursor !== null)) return null;
  return { cursor, received, pages, empty, walk, first, paging, unfiltered, restarted };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
