import type { Population } from '../../model/group.ts';
import type { UserFilterPlan } from '../../providers/provider.ts';
import type { UserFilter } from '../../model/user-filter.ts';

/** A part of the list of users that can be read beside the others: those of some populations. */
export interface PopulationList {
  readonly populationIds: ReadonlySet<string>;
  readonly providerFilter: string;
  /** Users in it, as the populations say. */
  readonly expected: number;
}

/** Populations in one list: a filter has to stay short. */
const mostTogether = 20;
/** Lists are not made shorter than so many pages for the sake of the smallest populations. */
const leastPages = 4;
/** Calls that dividing may cost: so many times those of the undivided list. */
const mostCalls = 1.25;

/** What of a provider dividing rests on. */
export interface Divider {
  readonly usersPerPage: number;
  readonly planFilter: (filter: UserFilter) => UserFilterPlan;
}

/**
 * Divides a directory's users by population. The largest population sets the time that all of them take together; smaller ones share
 * a list as long as it is no longer than that, so that few calls more are made than for the undivided list.
 * @returns the largest first; null when dividing gains nothing or would lose somebody: fewer than two lists, many more calls,
 * populations that do not say how many users they have, fewer in them than in the directory (somebody is in none), or a provider
 * that cannot filter by them.
 */
export function divideByPopulation(
  populations: readonly Population[],
  usersInAll: number,
  { usersPerPage, planFilter }: Divider,
): readonly PopulationList[] | null {
  if (populations.some(({ userCount }) => userCount === null)) return null;
  const sized = populations
    .map(({ externalId, userCount }) => ({ externalId, count: userCount ?? 0 }))
    .toSorted((a, b) => b.count - a.count || (a.externalId < b.externalId ? -1 : 1));
  const counted = sized.reduce((sum, { count }) => sum + count, 0);
  const longest = Math.max(sized[0]?.count ?? 0, leastPages * usersPerPage);
  if (counted < usersInAll || longest >= usersInAll) return null;
  const bins: { ids: string[]; count: number }[] = [];
  for (const { externalId, count } of sized) {
    const bin = bins.find(({ ids, count: held }) => held + count <= longest && ids.length < mostTogether);
    if (bin === undefined) bins.push({ ids: [externalId], count });
    else {
      bin.ids.push(externalId);
      bin.count += count;
    }
  }
  const calls = bins.reduce((sum, { count }) => sum + Math.max(1, Math.ceil(count / usersPerPage)), 0);
  if (calls > 1 + mostCalls * Math.ceil(usersInAll / usersPerPage)) return null;
  const lists = bins.map(({ ids, count }) => listOf(ids, count, planFilter));
  return lists.length < 2 || lists.includes(null) ? null : lists.filter((list) => list !== null);
}

function listOf(
  ids: readonly string[],
  expected: number,
  planFilter: (filter: UserFilter) => UserFilterPlan,
): PopulationList | null {
  const [only, ...others] = ids;
  if (only === undefined) return null;
  const filter =
    others.length === 0 ? { populationId: only } : { or: ids.map((populationId) => ({ populationId })) };
  const { providerFilter, residual } = planFilter(filter);
  if (providerFilter === null || residual !== null) return null;
  return { populationIds: new Set(ids), providerFilter, expected };
}
