import type { CallContext, UpstreamAnswer, UpstreamCall } from '../../upstream/call.ts';
import { walkPages } from '../../upstream/paging.ts';
import type { Origin } from '../bad-response.ts';
import { badResponse, kindOf } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { Address, Ids } from '../paths.ts';
import type { RestApi } from '../rest-api.ts';
import type { Members, Row } from '../rows.ts';
import { isObject, text } from '../rows.ts';

/** How a kind of list is written (Directory API v1), and the largest page that Google gives of it. */
interface ListKind {
  /** The member that holds the rows; Google leaves it out of an empty list. */
  readonly rows: string;
  /** What then says that it is a list at all. */
  readonly kind: string;
  readonly id: string;
  readonly maximum: number;
}

export const USERS: ListKind = { rows: 'users', kind: 'admin#directory#users', id: 'id', maximum: 500 };
export const GROUPS: ListKind = { rows: 'groups', kind: 'admin#directory#groups', id: 'id', maximum: 200 };
export const MEMBERS: ListKind = { rows: 'members', kind: 'admin#directory#members', id: 'id', maximum: 200 };
export const ROLES: ListKind = { rows: 'items', kind: 'admin#directory#roles', id: 'roleId', maximum: 100 };
export const ROLE_ASSIGNMENTS: ListKind = {
  rows: 'items',
  kind: 'admin#directory#roleAssignments',
  id: 'roleAssignmentId',
  maximum: 200,
};

export interface GoogleList {
  readonly of: ListKind;
  readonly template: string;
  readonly ids: Ids;
  readonly query: Readonly<Record<string, string>>;
}

interface GooglePage {
  readonly rows: readonly Row[];
  /** Google's own token of the page after this; null: this was the last. It is good for three days. */
  readonly nextToken: string | null;
  readonly observedAt: Date;
}

/** One page; `token` null is the first. */
export async function readPage(
  api: RestApi,
  list: GoogleList,
  { limit, token }: { readonly limit: number; readonly token: string | null },
  context: CallContext,
): Promise<GooglePage> {
  const { address, origin } = api.target('GET', list.template, list.ids, context);
  const wanted = Math.max(1, Math.min(Math.trunc(limit), list.of.maximum));
  const query = {
    ...list.query,
    maxResults: String(wanted),
    ...(token === null ? {} : { pageToken: token }),
  };
  const first: UpstreamCall = { method: 'GET', ...address, query, priority: 1, maxBodyBytes: PAGE_BYTES };
  const answer = await api.upstream.call(first, context);
  const page = pageOf(answer, list, origin);
  if (token !== null && page.nextToken === token)
    throw badResponse(origin, 'names itself as the next page: the list would never end');
  return page;
}

/** A page of 500 users with all their attributes is far larger than a single object. */
const PAGE_BYTES = 32_000_000;

/** A list to its end. @throws {UpstreamError} when any of its pages cannot be read: half a list is none. */
export async function readAll(
  api: RestApi,
  list: GoogleList,
  context: CallContext,
): Promise<{ readonly rows: readonly Row[]; readonly observedAt: Date }> {
  const { address, origin } = api.target('GET', list.template, list.ids, context);
  const query = { ...list.query, maxResults: String(list.of.maximum) };
  const rows: Row[] = [];
  let observedAt: Date | null = null;
  const pages = walkPages({
    upstream: api.upstream,
    context,
    first: { method: 'GET', ...address, query },
    next: (answer) => following(address, query, pageOf(answer, list, origin).nextToken),
    rows: (answer) => pageOf(answer, list, origin).rows.length,
  });
  for await (const answer of pages) {
    for (const row of pageOf(answer, list, origin).rows) rows.push(row);
    // Of what was read over a while, only the beginning is sure.
    observedAt ??= answer.observedAt;
  }
  return { rows, observedAt: observedAt ?? new Date() };
}

/** The list's own path again, whatever the token holds: it is sent as one encoded parameter. */
function following(
  { path }: Address,
  query: Readonly<Record<string, string>>,
  token: string | null,
): string | undefined {
  if (token === null) return undefined;
  const pairs = Object.entries({ ...query, pageToken: token });
  return `${path}?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

const read = new WeakMap<UpstreamAnswer, GooglePage>();

/** Read once, although a walk looks at each page three times. */
function pageOf(answer: UpstreamAnswer, { of }: GoogleList, origin: Origin): GooglePage {
  const known = read.get(answer);
  if (known !== undefined) return known;
  const { body, observedAt } = answer;
  if (!isObject(body)) throw badResponse(origin, `was expected to be a list, found ${kindOf(body)}`);
  const page = { rows: rowsOf(body, of, origin), nextToken: nextToken(body, origin), observedAt };
  read.set(answer, page);
  return page;
}

function rowsOf(body: Members, { rows: name, kind, id }: ListKind, origin: Origin): readonly Row[] {
  const rows: unknown = body[name] ?? (text(body, 'kind') === kind ? [] : undefined);
  if (!Array.isArray(rows))
    throw badResponse(origin, `was expected to hold the array ${name}, found ${kindOf(rows)}`);
  const objects = rows.map((members: unknown, index) => {
    if (isObject(members)) return members;
    throw badResponse(origin, `has ${kindOf(members)} in row ${index + 1}, expected an object`);
  });
  return identified(objects, origin, null, id);
}

function nextToken(body: Members, origin: Origin): string | null {
  const token: unknown = body['nextPageToken'] ?? '';
  if (typeof token !== 'string')
    throw badResponse(origin, `has a nextPageToken that is ${kindOf(token)}, expected a text`);
  return token === '' ? null : token;
}
