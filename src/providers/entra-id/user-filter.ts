import type { TextFilter, UserFilter } from '../../model/user-filter.ts';
import type { UserStatus } from '../../model/user.ts';
import type { UserFilterPlan } from '../provider.ts';
import { isObject, text } from '../rows.ts';
import { onlyGroup, refusedFilter, takeGroups } from '../user-filter.ts';
import { anyOf, canAsk, compare, everyOf, mayBe } from './odata-filter.ts';
import { isGuid } from './guid.ts';

/** What a list of users is narrowed to. */
export interface UserQuery {
  /** Members of this group only. */
  readonly group: string | null;
  /** An OData `$filter` that everybody wanted fits, and perhaps others do. */
  readonly where: string | null;
  /** LIVING leaves out the removed ones, REMOVED the others. */
  readonly people: 'ALL' | 'LIVING' | 'REMOVED';
}

const EVERYBODY: UserQuery = { group: null, where: null, people: 'ALL' };

/** The query behind a `providerFilter` that `planUserFilter` made. */
export function readUserQuery(providerFilter: string | null): UserQuery {
  if (providerFilter === null) return EVERYBODY;
  const value: unknown = JSON.parse(providerFilter);
  const members = isObject(value) ? value : {};
  const people = text(members, 'people');
  return {
    group: text(members, 'group'),
    where: text(members, 'where'),
    people: people === 'LIVING' || people === 'REMOVED' ? people : 'ALL',
  };
}

/**
 * Divides a filter. Graph narrows by switch, name and address; the rows are checked for the whole, since removed users are listed
 * without a filter.
 * @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`, two groups at once, or a group that cannot be.
 */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const place = { directory, route: 'GET /users' };
  const { groupIds, residual } = takeGroups(filter, place);
  const group = onlyGroup(groupIds, place) ?? null;
  if (group !== null && !isGuid(group)) throw refusedFilter(place, 'The id of a group is a GUID.');
  const rest = residual ?? {};
  const query: UserQuery = group === null ? narrowed(rest) : { group, where: null, people: 'LIVING' };
  const narrows = query.group !== null || query.where !== null || query.people !== 'ALL';
  return {
    providerFilter: narrows ? JSON.stringify(query) : null,
    residual: group === null && isAnsweredByGraph(rest) ? null : residual,
  };
}

/** One status alone is exactly the switch: nothing is left for the rows. */
function isAnsweredByGraph({ status, ...rest }: UserFilter): boolean {
  return (
    Object.keys(rest).length === 0 &&
    status?.length === 1 &&
    (status[0] === 'SUSPENDED' || status[0] === 'DEPROVISIONED')
  );
}

function narrowed(filter: UserFilter): UserQuery {
  const people = peopleOf(filter);
  const where = people === 'REMOVED' ? null : superset(filter);
  return { group: null, where: where !== null && canAsk(where) ? where : null, people };
}

function peopleOf({ status, and }: UserFilter): UserQuery['people'] {
  const parts = (and ?? []).map(peopleOf);
  if (status !== undefined && status.length > 0) {
    if (status.every((one) => one === 'DEPROVISIONED')) return 'REMOVED';
    if (!status.includes('DEPROVISIONED')) return 'LIVING';
  }
  return parts.find((people) => people !== 'ALL') ?? 'ALL';
}

/** A condition that everybody fits who fits the filter; null: none can be said. */
function superset(filter: UserFilter): string | null {
  return everyOf([
    switchOf(filter.status),
    textOf('userPrincipalName', filter.username),
    textOf('mail', filter.email),
    textOf('employeeType', filter.employmentType),
    ...(filter.and ?? []).map(superset),
    filter.or === undefined ? null : anyOf(filter.or.map(superset)),
  ]);
}

const SWITCHED_ON: ReadonlySet<UserStatus> = new Set(['ACTIVE', 'PENDING']);

function switchOf(status: readonly UserStatus[] | undefined): string | null {
  const living = (status ?? []).filter((one) => one !== 'DEPROVISIONED');
  if (living.length === 0) return null;
  if (living.every((one) => one === 'SUSPENDED')) return 'accountEnabled eq false';
  return living.every((one) => SWITCHED_ON.has(one)) ? 'accountEnabled eq true' : null;
}

function textOf(property: string, wanted: TextFilter | undefined): string | null {
  const { equals, startsWith } = wanted ?? {};
  return everyOf([
    equals === undefined ? null : mayBe(property, equals, compare),
    startsWith === undefined
      ? null
      : mayBe(property, startsWith, (name, value) => `startswith(${name},${value})`),
  ]);
}
