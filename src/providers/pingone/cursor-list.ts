import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { PageRequest } from '../provider.ts';
import { badResponse } from './bad-response.ts';
import type { EnvironmentApi, RawPage } from './environment-api.ts';
import { identified } from './hal.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { checkNextLink } from './next-link.ts';
import type { Row } from './rows.ts';

interface RowPage {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly total: number | null;
  readonly observedAt: Date;
  readonly brokenOff?: Error;
}

interface PagedList {
  /** Path under the environment, and name of the array in `_embedded`. */
  readonly collection: 'users' | 'groups';
  readonly maximum: number;
  readonly filter: string | null;
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
  const { collection, filter } = list;
  const limit = String(Math.max(1, Math.min(Math.trunc(request.limit), list.maximum)));
  const { address } = api.target('GET', collection, {}, context);
  const query: Readonly<Record<string, string>> =
    request.cursor === null
      ? { limit, ...(filter === null ? {} : { filter }) }
      : { ...readCursor(request.cursor, { ...address, directory: api.settings.key, filter }), limit };
  const name = request.cursor === null ? 'page 1' : 'a later page';
  const page = await api.page(collection, {}, collection, context, { query, name });
  const rows = identified(page.rows, page.origin, name);
  const common = { rows, total: page.count, observedAt: page.observedAt };
  try {
    return { ...common, nextCursor: nextCursor(api, page, filter, query['cursor']) };
  } catch (error) {
    // The rows are good, whatever the link after them.
    if (!(error instanceof UpstreamError)) throw error;
    return { ...common, nextCursor: null, brokenOff: error };
  }
}

function nextCursor(
  api: EnvironmentApi,
  page: RawPage,
  filter: string | null,
  asked: string | undefined,
): string | null {
  if (page.next === null) return null;
  const { query } = checkNextLink(page.next, api.settings.apiUrl, page.path, page.origin);
  const cursor = query.get('cursor');
  if (cursor === null) throw badResponse(page.origin, 'has a link to the next page without a cursor');
  if (cursor === asked)
    throw badResponse(page.origin, 'names itself as the next page: the list would never end');
  return writeCursor(page.path, query, filter);
}
