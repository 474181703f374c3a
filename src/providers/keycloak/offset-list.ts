import type { Page } from '../../model/coverage.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { type CursorOwner, parsePageCursor, writePageCursor } from '../page-cursor.ts';
import type { Ids } from '../paths.ts';
import type { PageRequest } from '../provider.ts';
import type { RestApi } from '../rest-api.ts';
import type { Row } from '../rows.ts';

type Query = Readonly<Record<string, string>>;

interface OffsetList {
  readonly template: string;
  readonly ids: Ids;
  readonly query: Query;
}

/** Pages of one list that is read whole; 100,000 rows are no small collection any more. */
const MOST_PAGES = 1_000;

/** Rows `first` to `first + max` of a list, each with its id. */
async function readRows(
  api: RestApi,
  { template, ids, query }: OffsetList,
  range: { readonly first: number; readonly max: number },
  context: CallContext,
): Promise<{ rows: readonly Row[]; observedAt: Date; origin: Origin }> {
  const { first, max } = range;
  const window = { first: String(first), max: String(max) };
  const answer = await api.readArray(template, ids, context, { query: { ...query, ...window } });
  return {
    rows: identified(answer.rows, answer.origin),
    observedAt: answer.observedAt,
    origin: answer.origin,
  };
}

/**
 * A list read to its end. Keycloak tells neither a total nor a next page: a page that is not full is the last.
 * @throws {UpstreamError} `PAGINATION_LOOP` when it repeats itself.
 */
export async function readEveryRow(
  api: RestApi,
  list: OffsetList,
  max: number,
  context: CallContext,
): Promise<{ readonly rows: readonly Row[]; readonly observedAt: Date }> {
  const found = new Map<string, Row>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { rows, observedAt, origin } = await readRows(api, list, { first: page * max, max }, context);
    const before = found.size;
    for (const row of rows) found.set(row.id, row);
    // More than asked for: an endpoint that knows no paging and gave everything.
    if (rows.length !== max) return { rows: [...found.values()], observedAt };
    if (found.size === before) throw repeated(origin);
  }
  throw endless(api, list, context);
}

/** Where a list goes on, as our cursor keeps it. */
interface Position {
  readonly first: number;
  readonly total: number | null;
  /** First row of the page before: a page that begins with it as well is that page again. */
  readonly before: string;
}

const START: Position = { first: 0, total: null, before: '' };

/**
 * One page of a list that clients page through. `count` asks how many there are in all, once: a page may be shorter than asked for
 * although there are more, where the credential may not see all rows of it.
 */
export async function readOffsetPage(
  api: RestApi,
  list: OffsetList & { readonly owner: CursorOwner; readonly pageSize: number },
  request: PageRequest,
  context: CallContext,
  count?: () => Promise<number>,
): Promise<Page<Row>> {
  const { owner, pageSize } = list;
  const from = request.cursor === null ? START : parsePageCursor(request.cursor, owner, readPosition);
  const max = Math.max(1, Math.min(Math.trunc(request.limit), pageSize));
  const [page, total] = await Promise.all([
    readRows(api, list, { first: from.first, max }, context),
    request.cursor === null && count !== undefined ? count() : from.total,
  ]);
  const { rows, observedAt, origin } = page;
  const start = rows[0]?.id ?? '';
  if (start !== '' && start === from.before) throw repeated(origin);
  const first = from.first + Math.max(max, rows.length);
  const more = rows.length === max || (total !== null && first < total);
  const next = { first, total, before: start };
  return {
    rows,
    nextCursor: more ? writePageCursor(owner, writePosition(next)) : null,
    // What it counts is not always what it lists (service accounts, LDAP): good for going on, not for telling people.
    total: null,
    observedAt,
  };
}

function writePosition({ first, total, before }: Position): string {
  return `${first} ${total ?? '-'} ${before}`;
}

function readPosition(value: string): Position | null {
  const match = /^(\d{1,9}) (\d{1,9}|-) (.{0,256})$/s.exec(value);
  if (match === null) return null;
  const [, first, total, before = ''] = match;
  return { first: Number(first), total: total === '-' ? null : Number(total), before };
}

function repeated(origin: Origin): UpstreamError {
  return loop(origin, 'expected the next page, received the one before it again');
}

function endless(api: RestApi, { template, ids }: OffsetList, context: CallContext): UpstreamError {
  const { origin } = api.target('GET', template, ids, context);
  return loop(origin, `expected at most ${MOST_PAGES} pages, and there are more`);
}

function loop({ directory, method, route, transactionId }: Origin, said: string): UpstreamError {
  return new UpstreamError({
    code: 'PAGINATION_LOOP',
    message: `${directory}: ${method} ${route}: ${said}; what was read is not the whole list.`,
    directory,
    route: `${method} ${route}`,
    transactionId,
  });
}
