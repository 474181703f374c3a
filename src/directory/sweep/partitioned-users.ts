import type { Page } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { PageRequest } from '../../providers/provider.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Directory } from '../directory.ts';
import { messageOf, reasonOf } from '../fact-of.ts';
import { UserMerge } from './merge-users.ts';
import { divideByPopulation, type PopulationList } from './population-lists.ts';
import type { RequestScope } from '../request-scope.ts';
import { listing, walkPages, type WalkEnd, type Walked } from './sweep-reads.ts';

/** Pages of the undivided list from which dividing it is worth the calls for it. */
const fewPages = 4;
/** Number of the undivided list in the merge; those of populations come after it. */
const UNDIVIDED = 0;

/** Who is told while users are read. */
export interface UserListener {
  /** Users of whom no row was seen before, as they come, and how many were seen in all. */
  readonly onUsers: (unseen: readonly User[], done: number) => void;
  /** A row as it is to be kept. */
  readonly keep: (user: User) => User;
}

/** The beginning of the undivided list. @throws {UpstreamError} when it cannot be read. */
export async function readFirstUsers(directory: Directory, scope: RequestScope): Promise<Page<User>> {
  const { provider } = directory;
  const request = { limit: provider.usersPerPage, cursor: null, providerFilter: null };
  return await provider.users.list(request, scope.context);
}

/**
 * Everybody in a directory, each person once. A chain of pages is as slow as it is long; the lists of populations are read at the same
 * time, where the provider has populations, can filter by them, and there are more than a few pages.
 *
 * What holds of people who are moved, added or removed meanwhile:
 * - Whoever is there during the whole reading and stays in one population is in the answer.
 * - Whoever is seen in two lists counts once, by the later row.
 * - Whoever is moved out of a list that is not read yet into one that is read already would be in neither. So those who were created
 *   before the provider counted everybody, at the beginning, are compared with that count. When some are missing, and the provider
 *   still counts more than were found, they are looked for in the lists of which it counts more than were found, and when that does
 *   not bring them, in the undivided list, which nobody leaves by being moved. Not seen by this is one who is moved so while as many
 *   others are removed that the provider's last count fits; `Sweep.mark` is older, and the changes since then name them.
 * - Whoever is added meanwhile may be in the answer or not, as with one list.
 *
 * A list that fails leaves the answer incomplete, with its reason; what the others gave stays. Where the provider does not take the
 * filter after all, the undivided list is read.
 * @param first the beginning of the undivided list, which was read to see that there is anything to read.
 */
export async function readEveryUser(
  directory: Directory,
  scope: RequestScope,
  first: Page<User>,
  listener: UserListener,
): Promise<Walked<User>> {
  const reading = new Reading(directory, scope, listener, first.total);
  const lists = await listsOf(directory, first, scope);
  const end = lists === null ? await reading.walkUndivided(first) : await reading.walkLists(lists, first);
  return { ...end, rows: await reading.merge.rows() };
}

/** One reading of everybody. */
class Reading {
  readonly merge = new UserMerge();
  readonly #directory: Directory;
  readonly #scope: RequestScope;
  readonly #listener: UserListener;
  readonly #total: number | null;

  constructor(directory: Directory, scope: RequestScope, listener: UserListener, total: number | null) {
    this.#directory = directory;
    this.#scope = scope;
    this.#listener = listener;
    this.#total = total;
  }

  walkUndivided(first?: Page<User>): Promise<WalkEnd> {
    return this.#walk(UNDIVIDED, null, first === undefined ? { expected: this.#total } : { first });
  }

  async walkLists(lists: readonly PopulationList[], first: Page<User>): Promise<WalkEnd> {
    this.#take(UNDIVIDED, first);
    const ends = await Promise.all(
      lists.map(({ providerFilter, expected }, index) => this.#walk(index + 1, providerFilter, { expected })),
    );
    const failed = ends.find(({ complete }) => !complete);
    if (failed !== undefined && wasRefused(failed.error)) return await this.walkUndivided(first);
    if (failed !== undefined) return failed;
    const end = ended(null, first.observedAt);
    if ((await this.#missing(first.observedAt)) === 0) return end;
    return (await this.#readMissing(lists, first.observedAt)) ?? end;
  }

  /** How many of those who were there at the beginning were not found: moved past us, or removed. */
  async #missing(counted: Date): Promise<number> {
    const found = await this.merge.count(({ createdAt }) => createdAt === null || createdAt <= counted);
    return Math.max(0, (this.#total ?? 0) - found);
  }

  /** @returns the end of what was read again, where that failed or was everything; null: nothing failed. */
  async #readMissing(lists: readonly PopulationList[], counted: Date): Promise<WalkEnd | null> {
    const total = await this.#count(null);
    if (total.error !== null) return total;
    if (total.count !== null && this.merge.size >= total.count) return null;
    for (const [index, { populationIds, providerFilter, expected }] of lists.entries()) {
      const now = await this.#count(providerFilter);
      if (now.error !== null) return now;
      const held = await this.merge.count(
        ({ populationId }) => populationId !== null && populationIds.has(populationId),
      );
      if (now.count !== null && held >= now.count) continue;
      const end = await this.#walk(index + 1, providerFilter, { expected });
      if (!end.complete) return end;
    }
    if (total.count !== null && this.merge.size >= total.count) return null;
    return (await this.#missing(counted)) === 0 ? null : await this.walkUndivided();
  }

  /** How many the provider counts in a list now; null: it does not say. */
  async #count(providerFilter: string | null): Promise<WalkEnd & { readonly count: number | null }> {
    try {
      const page = await this.#fetch({ limit: 1, cursor: null }, providerFilter);
      return { ...ended(null, page.observedAt), count: page.total };
    } catch (error) {
      return { ...ended(error, new Date()), count: null };
    }
  }

  #walk(
    list: number,
    providerFilter: string | null,
    begin: { readonly first: Page<User> } | { readonly expected: number | null },
  ): Promise<WalkEnd> {
    return walkPages(
      (request, urgency) => this.#fetch(request, providerFilter, urgency),
      this.#directory.provider.usersPerPage,
      (page) => this.#take(list, page),
      begin,
    );
  }

  #fetch(request: PageRequest, providerFilter: string | null, urgency = 0): Promise<Page<User>> {
    const context = { ...this.#scope.context, urgency };
    return this.#directory.provider.users.list({ ...request, providerFilter }, context);
  }

  #take(list: number, { rows }: Page<User>): void {
    const unseen: User[] = [];
    for (const row of rows) {
      const user = this.#listener.keep(row);
      if (this.merge.put(list, user)) unseen.push(user);
    }
    this.#listener.onUsers(unseen, this.merge.size);
  }
}

/** The lists that are read beside each other; null: the undivided one is read. */
async function listsOf(
  directory: Directory,
  { nextCursor, total }: Page<User>,
  scope: RequestScope,
): Promise<readonly PopulationList[] | null> {
  const { provider } = directory;
  if (nextCursor === null || total === null || total <= fewPages * provider.usersPerPage) return null;
  if (!directory.can('POPULATIONS')) return null;
  const populations = await listing(
    directory.cache.read('populations', '', { ...scope, maxAgeMs: 0 }, (context) =>
      provider.settings.populations(context),
    ),
  );
  if (!populations.complete) return null;
  try {
    return divideByPopulation(populations.rows, total, {
      usersPerPage: provider.usersPerPage,
      planFilter: (filter) => provider.users.planFilter(filter),
    });
  } catch (error) {
    // A filter that cannot be sent: the undivided list needs none.
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

/** Whether the provider does not take the filter, rather than having trouble. */
function wasRefused(error: unknown): boolean {
  return error instanceof UpstreamError && error.code === 'INVALID_REQUEST';
}

function ended(error: unknown, observedAt: Date): WalkEnd {
  if (error === null) return { complete: true, reason: null, message: null, observedAt, error };
  return { complete: false, reason: reasonOf(error), message: messageOf(error), observedAt, error };
}
