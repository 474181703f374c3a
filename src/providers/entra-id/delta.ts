import type { CallContext } from '../../upstream/call.ts';
import { tooManyRows } from '../../upstream/paging.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { checkNextLink } from '../next-link.ts';
import { isObject, type Members, text } from '../rows.ts';
import type { GraphApi } from './graph-api.ts';

/** Of a collection whose changes Graph tracks: what was changed since a token, and the token to go on with. */
interface DeltaRound {
  readonly rows: readonly Members[];
  /** The query of Graph's own link. */
  readonly next: string;
  readonly observedAt: Date;
}

/** A round that is longer than this takes longer than reading everything. */
const MOST_PAGES = 500;
/** The same by what it holds in memory. */
const MOST_ROWS = 500_000;
const PAGE_BYTES = 32_000_000;

/** What Graph says of a token that it knows no more ("Use delta query to track changes", "Token duration"). */
const LOST: ReadonlySet<string> = new Set(['syncStateNotFound', 'syncStateInvalid', 'resyncRequired']);

/** Where changes from now on are told, without a look at what is there ("sync from now"). */
export async function deltaFromNow(
  api: GraphApi,
  template: string,
  select: string | null,
  context: CallContext,
): Promise<{ readonly next: string; readonly observedAt: Date }> {
  const parameters = [...(select === null ? [] : [`$select=${select}`]), '$deltatoken=latest'];
  const { next, observedAt } = await deltaSince(api, template, `?${parameters.join('&')}`, context);
  return { next, observedAt };
}

/**
 * Follows a round to its end.
 * @throws {UpstreamError} see `isLostToken` for a token that is taken no more, and `isEndless` for a round that does not end.
 */
export async function deltaSince(
  api: GraphApi,
  template: string,
  place: string,
  context: CallContext,
  mostRows = MOST_ROWS,
): Promise<DeltaRound> {
  const { address, origin } = api.target('GET', template, {}, context);
  const rows: Members[] = [];
  const seen = new Set<string>();
  let query = place;
  let observedAt: Date | undefined;
  while (seen.size < MOST_PAGES && !seen.has(query)) {
    seen.add(query);
    const answer = await api.upstream.call(
      { method: 'GET', ...address, path: `${address.path}${query}`, maxBodyBytes: PAGE_BYTES },
      context,
    );
    observedAt ??= answer.observedAt;
    const { body } = answer;
    if (!isObject(body)) throw badResponse(origin, 'was expected to be a list of changes');
    for (const row of api.objectsOf(body['value'], origin)) rows.push(row);
    if (rows.length > mostRows)
      throw tooManyRows(mostRows, { ...origin, route: `GET ${origin.route}` }, 'everything is read instead');
    const { link, isLast } = linkOf(body, origin);
    const { search } = checkNextLink(
      link,
      { baseUrl: api.settings.graphUrl, setting: 'graphUrl', path: address.path, isSamePath },
      origin,
    );
    if (isLast) return { rows, next: search, observedAt };
    query = search;
  }
  throw new UpstreamError({
    code: 'PAGINATION_LOOP',
    message: `${origin.directory}: GET ${origin.route}: expected at most ${MOST_PAGES} pages of changes, each another one; received a link to one more after ${seen.size}.`,
    directory: origin.directory,
    route: `GET ${origin.route}`,
    transactionId: origin.transactionId,
  });
}

/** Whether an error says that changes can be told no more from where they were left. */
export function isLostToken(error: unknown): error is UpstreamError {
  if (!(error instanceof UpstreamError)) return false;
  return error.facts.status === 410 || LOST.has(error.facts.providerCode ?? '');
}

/** Whether an error says that a round is too long to be followed: asked again it is no shorter. */
export function isEndless(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'PAGINATION_LOOP';
}

/** A page ends with one of two links: to the next page, or to the next round. */
function linkOf(body: Members, origin: Origin): { readonly link: string; readonly isLast: boolean } {
  const next = text(body, '@odata.nextLink');
  const link = next ?? text(body, '@odata.deltaLink');
  if (link === null)
    throw badResponse(origin, 'has neither a link to its next page nor one to go on with later');
  return { link, isLast: next === null };
}

/** Graph also writes `/users/delta` as `/users/microsoft.graph.delta()`. */
function isSamePath(asked: string, linked: string): boolean {
  const plain = linked.replace(/\/(?:microsoft\.graph\.)?delta(?:\(\))?$/i, '/delta');
  return asked.toLowerCase() === plain.toLowerCase();
}
