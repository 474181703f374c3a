import { type CursorOwner, parseJson, parsePageCursor, writePageCursor } from '../page-cursor.ts';
import { isObject } from '../rows.ts';
import { isEncodable } from '../unicode.ts';

type Query = Readonly<Record<string, string>>;

/** What PingOne's own links carry. Of the filter only its presence is kept: the caller says it again. */
const PARAMETERS: readonly string[] = ['cursor', 'limit', 'filter'];

/** Our cursor over the query of PingOne's `next` link. */
export function writeCursor(owner: Pick<CursorOwner, 'list' | 'filter'>, next: URLSearchParams): string {
  const query = Object.fromEntries(
    PARAMETERS.flatMap((name) => {
      const value = next.get(name);
      return value === null ? [] : [[name, name === 'filter' ? '' : value]];
    }),
  );
  return writePageCursor(owner, JSON.stringify(query));
}

/**
 * The query parameters that a cursor stands for.
 * @throws {UpstreamError} `INVALID_REQUEST` for a cursor that this list with this filter never gave out.
 */
export function readCursor(cursor: string, owner: CursorOwner): Query {
  const { filter, ...query } = parsePageCursor(cursor, owner, (value) => toQuery(parseJson(value)));
  return filter === undefined || owner.filter === null ? query : { ...query, filter: owner.filter };
}

function toQuery(value: unknown): Query | null {
  if (!isObject(value) || !('cursor' in value)) return null;
  const query: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (!PARAMETERS.includes(name) || typeof text !== 'string' || !isEncodable(text)) return null;
    query[name] = text;
  }
  return query;
}
