import type { UserFilter } from '../model/user-filter.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';

/** Where a filter is planned for, for errors. */
export interface FilterPlace {
  readonly directory: string;
  /** Of the list of users: `GET /users`. */
  readonly route: string;
}

/** What a provider checks (all of it holds), and what is left for the rows: whoever fits both fits the filter. */
export interface FilterParts {
  readonly terms: readonly string[];
  readonly residual: UserFilter | null;
}

export const NO_PARTS: FilterParts = { terms: [], residual: null };

/** Parts that hold together. */
export function joinParts(parts: readonly FilterParts[]): FilterParts {
  const [only, ...others] = parts.flatMap(({ residual }) => residual ?? []);
  return {
    terms: parts.flatMap(({ terms }) => terms),
    residual: only === undefined ? null : others.length === 0 ? only : { and: [only, ...others] },
  };
}

/**
 * Takes the groups out of the parts that all have to hold: rows do not say in which groups somebody is, so that only a list of
 * members answers for them.
 * @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`.
 */
export function takeGroups(
  filter: UserFilter,
  place: FilterPlace,
): { readonly groupIds: readonly string[]; readonly residual: UserFilter | null } {
  const { groupId, and = [], ...rest } = filter;
  checkBranches(rest.or, place);
  const parts = and.map((part) => takeGroups(part, place));
  const left = parts.flatMap(({ residual }) => residual ?? []);
  const residual: UserFilter = left.length === 0 ? rest : { ...rest, and: left };
  const groupIds = [...(groupId === undefined ? [] : [groupId]), ...parts.flatMap((part) => part.groupIds)];
  return {
    groupIds: [...new Set(groupIds)],
    residual: Object.values(residual).every((value) => value === undefined) ? null : residual,
  };
}

/** The one group that is asked for; undefined: none. @throws {UpstreamError} `INVALID_REQUEST` for members of two groups at once. */
export function onlyGroup(groupIds: readonly string[], place: FilterPlace): string | undefined {
  const [groupId, ...others] = groupIds;
  if (others.length === 0) return groupId;
  throw refusedFilter(
    place,
    'Members of two groups at once cannot be asked for: ask for one group at a time.',
  );
}

/** @throws {UpstreamError} `INVALID_REQUEST` for a group within the branches of an `or`. */
export function checkBranches(branches: readonly UserFilter[] | undefined, place: FilterPlace): void {
  if (branches?.some(asksForGroup) !== true) return;
  throw refusedFilter(
    place,
    'A group within an "or" cannot be answered: the rows do not say in which groups somebody is. Ask for each group in a request of its own.',
  );
}

function asksForGroup(filter: UserFilter): boolean {
  return filter.groupId !== undefined || [...(filter.and ?? []), ...(filter.or ?? [])].some(asksForGroup);
}

/** A filter that the provider cannot answer, and the rows neither. */
export function refusedFilter({ directory, route }: FilterPlace, message: string): UpstreamError {
  return new UpstreamError({ code: 'INVALID_REQUEST', message, directory, route });
}

/** The id of a group that cannot be one. */
export function refusedGroup(place: FilterPlace): UpstreamError {
  return refusedFilter(
    place,
    'The id of the group to filter by is empty or holds characters that no id has.',
  );
}
