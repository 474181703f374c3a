import type { UserFilter } from '../../model/user-filter.ts';
import type { UserStatus } from '../../model/user.ts';
import type { UserFilterPlan } from '../provider.ts';
import { type FilterPlace, onlyGroup, refusedFilter, takeGroups } from '../user-filter.ts';

const GROUP = 'group';
const SWITCHED_ON: ReadonlySet<UserStatus> = new Set(['ACTIVE', 'PENDING', 'LOCKED']);

/**
 * Divides a filter. Keycloak takes a user name, an address, `enabled`, or the members of one group, and older servers pass over
 * `exact` and `enabled`: what it is asked only makes the list shorter, and every row is checked again.
 * @throws {UpstreamError} `INVALID_REQUEST` for LOCKED, which no list tells, and for groups other than one that has to hold.
 */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const place = { directory, route: 'GET /realms/{realm}/users' };
  checkStatuses(filter, place);
  const { groupIds, residual } = takeGroups(filter, place);
  const groupId = onlyGroup(groupIds, place);
  const wanted = residual ?? {};
  const query =
    groupId === undefined ? { ...textQuery(wanted), ...statusQuery(wanted) } : { [GROUP]: groupId };
  const providerFilter = new URLSearchParams(query).toString();
  return { providerFilter: providerFilter === '' ? null : providerFilter, residual };
}

/** What a plan's `providerFilter` asks for. */
export function readPlan(providerFilter: string | null): {
  readonly groupId: string | null;
  readonly query: Readonly<Record<string, string>>;
} {
  const { [GROUP]: groupId = null, ...query } = Object.fromEntries(new URLSearchParams(providerFilter ?? ''));
  return { groupId, query };
}

function textQuery({ username, email }: UserFilter): Record<string, string> {
  const query = {
    ...(username?.equals === undefined ? {} : { username: username.equals }),
    ...(email?.equals === undefined ? {} : { email: email.equals }),
  };
  return Object.keys(query).length === 0 ? {} : { ...query, exact: 'true' };
}

function statusQuery({ status }: UserFilter): Record<string, string> {
  if (status === undefined || status.length === 0) return {};
  if (status.every((one) => one === 'SUSPENDED')) return { enabled: 'false' };
  return status.every((one) => SWITCHED_ON.has(one)) ? { enabled: 'true' } : {};
}

/** LOCKED among all that an account can be while it is switched on makes no difference; alone it cannot be answered. */
function checkStatuses(filter: UserFilter, place: FilterPlace): void {
  const { status = [], and = [], or = [] } = filter;
  const needsLock = status.includes('LOCKED') && !(status.includes('ACTIVE') && status.includes('PENDING'));
  if (needsLock)
    throw refusedFilter(
      place,
      'Keycloak tells of a lock for one user at a time, never in a list. Ask for LOCKED together with ACTIVE and PENDING, or for one user.',
    );
  for (const part of [...and, ...or]) checkStatuses(part, place);
}
