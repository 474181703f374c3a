import { LRUCache } from 'lru-cache';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { RowPage, ScimLists } from './list-pages.ts';
import { USERS_PER_PAGE } from './page-sizes.ts';
import type { FoundRow } from './scim-api.ts';

/** Users kept for who pages through the members of large groups: some 60 MB at most. */
const MOST_USERS = 50_000;
/** For how long: nobody looks at members much longer, and a sweep reads them at its beginning. */
const KEPT_MS = 5 * 60 * 1_000;

type Users = ReadonlyMap<string, FoundRow>;

/** For whom it is read: `wanted` null stands for every group, as a sweep asks for them. */
interface Reading {
  readonly key: string;
  readonly wanted: ReadonlySet<string> | null;
}

/**
 * For services that cannot be asked for several users at once: the list of users, read once for all pages of a large group's
 * members, and once for all groups of a sweep. What it does not show is not missing: it is asked for one by one.
 */
export class Everybody {
  readonly #lists: ScimLists;
  readonly #kept = new LRUCache<string, Users>({ maxSize: MOST_USERS, max: 20, ttl: KEPT_MS });
  readonly #under = new Map<string, Promise<Users>>();

  constructor(lists: ScimLists) {
    this.#lists = lists;
  }

  /** @param name of the list of members, `memberIds` what is in it. */
  async read(name: string, memberIds: readonly string[], context: CallContext): Promise<Users> {
    const reading: Reading =
      context.lane === 'bulk'
        ? { key: `all ${context.transactionId}`, wanted: null }
        : { key: name, wanted: new Set(memberIds) };
    const kept = this.#kept.get(reading.key) ?? this.#under.get(reading.key);
    if (kept !== undefined) return await kept;
    const users = this.#walk(reading, context).finally(() => this.#under.delete(reading.key));
    this.#under.set(reading.key, users);
    return await users;
  }

  async #walk({ key, wanted }: Reading, context: CallContext): Promise<Users> {
    const users = new Map<string, FoundRow>();
    const everyone = { collection: 'Users', filter: null, maximum: USERS_PER_PAGE } as const;
    const most = wanted?.size ?? MOST_USERS;
    let cursor: string | null = null;
    let pages = 0;
    try {
      do {
        const page: RowPage = await this.#lists.page(everyone, { limit: USERS_PER_PAGE, cursor }, context);
        const { rows, total, observedAt } = page;
        for (const row of rows)
          if (wanted === null || wanted.has(row.id)) users.set(row.id, { ...row, observedAt });
        cursor = page.nextCursor;
        pages += 1;
        // The list of a large directory is not worth reading for a few: a call for each is less then.
        if (wanted !== null && total !== null && total > most * Math.max(1, rows.length)) break;
      } while (cursor !== null && users.size < most && pages < most);
      this.#kept.set(key, users, { size: users.size + 1 });
    } catch (error) {
      // A walk that failed, or whose caller went away, is no reason to do without it the next time.
      if (!(error instanceof UpstreamError)) throw error;
    }
    return users;
  }
}
