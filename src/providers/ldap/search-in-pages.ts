import { backoffMs, afterFailure } from '../../upstream/backoff.ts';
import type { CallContext } from '../../upstream/call.ts';
import { tooManyRows } from '../../upstream/paging.ts';
import { sleep } from '../../upstream/sleep.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { LdapApi } from './directory-api.ts';
import { accepted, type Found, type Search } from './search.ts';
import { requestError } from './request-error.ts';
import { Entry } from './values/entry.ts';
import type { PagingLease } from './wire/connection-pool.ts';
import type { LdapCall } from './wire/ldap-runner.ts';
import { nextCookie, pageControl } from './wire/page-control.ts';

/** Fewer than of other lists: the whole of it is held in memory at once, for as long as clients page through it. */
export const MOST_ENTRIES = 200_000;
/** Reads of the same list from its beginning, after the connection with its place broke. */
const MOST_STARTS = 3;
/** A server may send a page without an entry (RFC 2696); one that sends nothing else would never end. */
const MOST_EMPTY_PAGES = 1_000;
/** Result codes with which servers find a page too large: OpenLDAP 11, where `size.pr` is smaller. */
const TOO_LARGE = '11';
const SIZE_LIMIT = '4';

/** Page sizes that servers took, by directory: what was too large once is not tried again. */
const learned = new WeakMap<LdapApi, number>();

/**
 * Everything that a search finds. The server keeps the place in the list on one connection: when that breaks, the list is read
 * from its beginning. What a size limit cuts off, the server's or ours, is said in `brokenOff`.
 * @param most entries from which on nothing more is read.
 * @throws {UpstreamError}
 */
export async function searchInPages(
  api: LdapApi,
  search: Search,
  call: LdapCall,
  context: CallContext,
  most = MOST_ENTRIES,
): Promise<Found> {
  for (let start = 1; ; start += 1) {
    try {
      return await readOnce(api, search, call, context, most);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'UNREACHABLE' || start >= MOST_STARTS)
        throw error;
      const wait = backoffMs(afterFailure, start, Math.random);
      if (context.deadline !== undefined && api.upstream.clock.now() + wait >= context.deadline) throw error;
      if (!(await sleep(api.upstream.clock, wait, [context.signal]))) throw error;
    }
  }
}

async function readOnce(
  api: LdapApi,
  search: Search,
  call: LdapCall,
  context: CallContext,
  most: number,
): Promise<Found> {
  const lease = await api.upstream.lease(call, context);
  try {
    for (;;) {
      const size = learned.get(api) ?? api.settings.pageSize;
      try {
        return await readPages(api, search, { size, most }, lease, call, context);
      } catch (error) {
        if (!(error instanceof PageTooLarge)) throw error;
        if (size <= 1) throw error.refusal;
        learned.set(api, Math.ceil(size / 2));
      }
    }
  } finally {
    lease.release();
  }
}

class PageTooLarge extends Error {
  readonly refusal: UpstreamError;

  constructor(refusal: UpstreamError) {
    super('page too large');
    this.refusal = refusal;
  }
}

async function readPages(
  api: LdapApi,
  search: Search,
  { size, most }: { readonly size: number; readonly most: number },
  lease: PagingLease,
  call: LdapCall,
  context: CallContext,
): Promise<Found> {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  let cookie: Buffer | null = null;
  let empty = 0;
  const observedAt = api.now();
  do {
    const control = pageControl(size, cookie);
    const page: { entries: Entry[]; cookie: Buffer | null; refused: UpstreamError | null } = await readPage(
      api,
      search,
      control,
      lease,
      call,
      context,
    );
    const before = entries.length;
    for (const entry of page.entries) {
      // An entry that is moved meanwhile may come twice.
      if (seen.has(entry.dn)) continue;
      seen.add(entry.dn);
      entries.push(entry);
    }
    if (page.refused !== null) {
      const tooLarge = page.refused.facts.providerCode === TOO_LARGE;
      if (tooLarge && entries.length === 0) throw new PageTooLarge(page.refused);
      if (entries.length === 0) throw page.refused;
      return { entries, observedAt, brokenOff: page.refused };
    }
    cookie = page.cookie;
    empty = page.entries.length === 0 ? empty + 1 : 0;
    const repeats = page.entries.length > 0 && entries.length === before;
    if (cookie !== null && (repeats || empty > MOST_EMPTY_PAGES)) {
      const received = repeats ? 'a page of entries that were read already' : 'empty pages only';
      const said = `expected the list to end, received ${received}`;
      throw requestError(api.directory, 'PAGINATION_LOOP', call, context, said);
    }
    if (cookie !== null && entries.length >= most)
      return {
        entries,
        observedAt,
        brokenOff: tooManyRows(
          most,
          {
            directory: api.directory,
            route: `${call.method} ${call.route}`,
            transactionId: context.transactionId,
          },
          'narrow baseDn or the filter',
        ),
      };
  } while (cookie !== null);
  return { entries, observedAt };
}

/** A refusal for a limit is told beside the entries that came before it: they are good. */
async function readPage(
  api: LdapApi,
  search: Search,
  control: ReturnType<typeof pageControl>,
  lease: PagingLease,
  call: LdapCall,
  context: CallContext,
): Promise<{ entries: Entry[]; cookie: Buffer | null; refused: UpstreamError | null }> {
  const came: Entry[] = [];
  try {
    const reply = await api.upstream.requestOn(lease, call, context, async (connection, within) => {
      const answer = await connection.request(api.searchRequest(search, within, control), within);
      for (const entry of answer.entries) came.push(Entry.of(entry));
      return accepted(answer);
    });
    return { entries: came, cookie: nextCookie(reply), refused: null };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const { providerCode } = error.facts;
    if (providerCode !== SIZE_LIMIT && providerCode !== TOO_LARGE && providerCode !== '3') throw error;
    return { entries: came, cookie: null, refused: error };
  }
}
