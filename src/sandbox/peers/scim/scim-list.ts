import type { JsonObject } from '../../resources/resource.ts';
import type { PeerAnswer } from '../peer-server.ts';
import { SCIM_TYPE, scimError } from './scim-error.ts';
import { filterOf } from './scim-filter.ts';
import type { ScimManners } from './scim-manners.ts';

/** Cursors that were given out, each for the rows that are left of its list. */
export type OpenCursors = Map<string, { readonly rows: readonly unknown[]; readonly of: string }>;

/** Only what is served is put into its form: lists are long. */
type Render<T> = (record: T) => JsonObject;

interface ListCall {
  readonly query: URLSearchParams;
  readonly manners: ScimManners;
  readonly cursors: OpenCursors;
  readonly newCursor: () => string;
  /** The way to the list. */
  readonly path: string;
}

const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** A list (RFC 7644 section 3.4.2, RFC 9865), with the manners that were chosen. */
export function answerList<T>(all: readonly T[], render: Render<T>, call: ListCall): PeerAnswer {
  const { query, manners } = call;
  const rows = filtered(all, render, query.get('filter'), manners);
  const count = countOf(query, manners);
  return query.has('cursor') && manners.paging === 'CURSOR'
    ? byCursor(rows, render, count, call)
    : byIndex(rows, render, count, call);
}

function filtered<T>(
  rows: readonly T[],
  render: Render<T>,
  text: string | null,
  { filters, takesNoFilter }: ScimManners,
): readonly T[] {
  if (text === null) return rows;
  if (filters === 'IGNORED') return rows;
  const simple = /^(?:userName|externalId|emails\.value) eq "(?:[^"\\]|\\.)*"$/i;
  if (filters === 'REFUSED' && (takesNoFilter || !simple.test(text)))
    throw scimError(400, 'invalidFilter', 'This filter is not supported.');
  const fits = filterOf(text, filters === 'CASE_EXACT');
  return rows.filter((row) => fits(render(row)));
}

function countOf(query: URLSearchParams, { pageCap }: ScimManners): number {
  const text = query.get('count');
  if (text === null) return pageCap;
  if (!/^-?\d+$/.test(text)) throw scimError(400, 'invalidValue', 'count is expected to be a whole number.');
  return Math.min(Math.max(0, Number(text)), pageCap);
}

function byIndex<T>(
  rows: readonly T[],
  render: Render<T>,
  count: number,
  { query, manners }: ListCall,
): PeerAnswer {
  const startIndex = Math.max(1, Number(query.get('startIndex') ?? '1') || 1);
  let from = manners.ignoresPaging ? 0 : startIndex - 1;
  if (manners.wrapsAround && from >= rows.length) from = 0;
  const page = rows.slice(from, from + count);
  return listAnswer({
    ...totalOf(rows.length, manners),
    startIndex,
    itemsPerPage: manners.echoesCount ? Number(query.get('count') ?? count) : page.length,
    Resources: page.map(render),
  });
}

function byCursor<T>(rows: readonly T[], render: Render<T>, count: number, call: ListCall): PeerAnswer {
  const { query, manners, cursors, newCursor, path } = call;
  const asked = query.get('cursor') ?? '';
  const of = `${path} ${query.get('filter') ?? ''}`;
  const open = cursors.get(asked);
  if (asked !== '' && manners.cursorsExpired)
    throw scimError(400, 'expiredCursor', 'The cursor has expired.');
  // Hand-made ones, and those of another list or filter, are none.
  if (asked !== '' && open?.of !== of)
    throw scimError(400, 'invalidCursor', 'The cursor is not one of this list.');
  // What was kept under a cursor of this list are its records.
  const left = (open?.rows ?? rows) as readonly T[];
  const page = manners.ignoresPaging ? rows.slice(0, count) : left.slice(0, count);
  const rest = left.slice(count);
  const next = rest.length === 0 ? null : newCursor();
  if (next !== null) cursors.set(next, { rows: rest, of });
  return listAnswer({
    ...totalOf(rows.length, manners),
    itemsPerPage: page.length,
    ...(next === null ? {} : { nextCursor: next }),
    Resources: page.map(render),
  });
}

function totalOf(length: number, { totals }: ScimManners): { readonly totalResults?: number } {
  if (totals === 'LEFT_OUT') return {};
  return { totalResults: totals === 'OVERSTATED' ? length + 1 : length };
}

function listAnswer(members: JsonObject): PeerAnswer {
  return { status: 200, headers: SCIM_TYPE, body: { schemas: [LIST], ...members } };
}
