import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { identified } from '../identified.ts';
import type { CursorOwner } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import type { Row } from '../rows.ts';
import { earlyNextLink } from './early-link.ts';
import type { EnvironmentApi, RawPage } from './environment-api.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { thinPage } from './thin-page.ts';

interface RowPage {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly total: number | null;
  readonly observedAt: Date;
  readonly origin: Origin;
  readonly brokenOff?: Error;
}

interface PagedList {
  /** Path under the environment, and name of the array in `_embedded`. */
  readonly collection: 'users' | 'groups';
  readonly maximum: number;
  readonly filter: string | null;
  /** The one text member of its rows that is wanted; left out: all members are. */
  readonly only?: string;
}

/**
 * One page of a list that clients page through. Pages may be shorter than asked for without being the last.
 * @throws {UpstreamError} `INVALID_REQUEST` for a cursor that this list did not give out.
 */
export async function readRowPage(
  api: EnvironmentApi,
  list: PagedList,
  request: PageRequest,
  context: CallContext,
): Promise<RowPage> {
  const { collection, filter, only } = list;
  const mostRows = Math.max(1, Math.min(Math.trunc(request.limit), list.maximum));
  const limit = String(mostRows);
  const { address, origin } = api.target('GET', collection, {}, context);
  const owner: CursorOwner = {
    directory: api.directory,
    route: `GET ${address.route}`,
    list: address.path,
    filter,
  };
  const query: Readonly<Record<string, string>> =
    request.cursor === null
      ? { limit, ...(filter === null ? {} : { filter }) }
      : { ...readCursor(request.cursor, owner), limit };
  const name = request.cursor === null ? 'page 1' : 'a later page';
  const thin = only === undefined ? {} : { thin: (body: Uint8Array) => thinPage(body, collection, only) };
  const { onNext } = request;
  const early = onNext && {
    early: (body: Uint8Array) => {
      const cursor = earlyCursor(api, { next: earlyNextLink(body), path: address.path, origin }, owner);
      if (cursor !== null) onNext({ cursor, rowsBefore: mostRows });
    },
  };
  const page = await api.page(collection, {}, collection, context, { query, name, ...thin, ...early });
  const rows = identified(page.rows, page.origin, name);
  const common = { rows, total: page.count, observedAt: page.observedAt, origin: page.origin };
  try {
    const cursor = nextCursor(api, page, owner, query['cursor']);
    if (cursor !== null) onNext?.({ cursor, rowsBefore: rows.length });
    return { ...common, nextCursor: cursor };
  } catch (error) {
    // The rows are good, whatever the link after them.
    if (!(error instanceof UpstreamError)) throw error;
    return { ...common, nextCursor: null, brokenOff: error };
  }
}

/** A link that is not as it should be is told by whoever reads the whole page. */
function earlyCursor(
  api: EnvironmentApi,
  page: Pick<RawPage, 'next' | 'path' | 'origin'>,
  owner: CursorOwner,
): string | null {
  try {
    return nextCursor(api, page, owner, undefined);
  } catch {
    return null;
  }
}

function nextCursor(
  api: EnvironmentApi,
  page: Pick<RawPage, 'next' | 'path' | 'origin'>,
  owner: CursorOwner,
  asked: string | undefined,
): string | null {
  if (page.next === null) return null;
  const { searchParams: query } = api.checkNext(page.next, page, page.origin);
  const cursor = query.get('cursor');
  if (cursor === null) throw badResponse(page.origin, 'has a link to the next page without a cursor');
  if (cursor === asked)
    throw badResponse(page.origin, 'names itself as the next page: the list would never end');
  return writeCursor(owner, query);
}
