import { createHash } from 'node:crypto';
import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { badRequest } from './graph-error.ts';
import { parseFilter } from './odata.ts';
import type { GraphObject } from './tenant.ts';

interface ListRules {
  /** Properties that are sent unless others are selected; absent: all of them. */
  readonly byDefault?: readonly string[];
  /** The largest `$top`. */
  readonly most: number;
  /** Rows of a page when none is asked for. */
  readonly usual?: number;
  /** Whether `$top` and `$select` are ignored. */
  readonly fixed?: boolean;
}

/** One page, with Graph's link to the next: its `$skiptoken` belongs to the whole query that it was given with. */
export function serveList(request: PeerRequest, rows: readonly GraphObject[], rules: ListRules): PeerAnswer {
  const { query, url } = request;
  if (query.has('$skip')) throw badRequest("'$skip' is not supported by the service.");
  const wanted = query.get('$top');
  const top = rules.fixed === true || wanted === null ? (rules.usual ?? 100) : Number(wanted);
  if (!(Number.isSafeInteger(top) && top >= 1 && top <= rules.most))
    throw badRequest(
      `Invalid page size specified: '${wanted}'. Must be between 1 and ${rules.most} inclusive.`,
    );
  const filter = query.get('$filter');
  const matching = filter === null ? rows : rows.filter(parseFilter(filter));
  const from = placeOf(request);
  const page = matching.slice(from, from + top);
  const more = from + top < matching.length;
  const value = page.map((row) => project(row, query, rules.byDefault));
  const context = `${url.origin}/v1.0/$metadata#list`;
  if (!more) return { status: 200, body: { '@odata.context': context, value } };
  const link = new URL(url);
  link.searchParams.set('$skiptoken', writeToken(request, from + top));
  return { status: 200, body: { '@odata.context': context, '@odata.nextLink': link.href, value } };
}

/** What `$select` leaves of an object; its id and type are always sent. */
export function project(
  row: GraphObject,
  query: URLSearchParams,
  byDefault?: readonly string[],
): Record<string, unknown> {
  const select = query.get('$select')?.split(',') ?? byDefault;
  if (select === undefined) return row;
  const names = new Set(['id', '@odata.type', 'principal', 'owners', ...select]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

function writeToken(request: PeerRequest, from: number): string {
  return Buffer.from(`${from}.${sealOf(request, from)}`).toString('base64url');
}

function placeOf(request: PeerRequest): number {
  const token = request.query.get('$skiptoken');
  if (token === null) return 0;
  const [from = '', seal] = Buffer.from(token, 'base64url').toString('utf8').split('.');
  if (/^\d+$/.test(from) && seal === sealOf(request, Number(from))) return Number(from);
  throw badRequest('The provided skip token is invalid.');
}

function sealOf({ url, query }: PeerRequest, from: number): string {
  const own = [...query]
    .filter(([name]) => name !== '$skiptoken')
    .map(([name, value]) => `${name}=${value}`)
    .toSorted();
  return createHash('sha256')
    .update(JSON.stringify([url.pathname, own, from]))
    .digest('hex')
    .slice(0, 16);
}
