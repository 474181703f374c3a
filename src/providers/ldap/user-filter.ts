import type { TextFilter, UserFilter } from '../../model/user-filter.ts';
import type { UserFilterPlan } from '../provider.ts';
import { refusedFilter, takeGroups } from '../user-filter.ts';
import { isGuid } from './values/guid.ts';

/** What the server is asked to narrow a list of users by; all of it holds. */
export interface UserTerms {
  readonly username?: readonly TextFilter[];
  readonly email?: readonly TextFilter[];
  readonly groupIds?: readonly string[];
}

/**
 * Divides a filter. The server narrows by user name, email and group; since it compares by rules of its own, everything but the
 * group is checked once more on the rows. Its part is written down as JSON, and becomes an LDAP filter when the flavour is known.
 * @throws {UpstreamError} `INVALID_REQUEST` for a group within an `or`, and for an id that no group has.
 */
export function planUserFilter(filter: UserFilter, directory: string): UserFilterPlan {
  const place = { directory, route: 'GET search users' };
  const { groupIds, residual } = takeGroups(filter, place);
  // A GUID is all that is ever sent as an id: nothing else names a group.
  const wrong = groupIds.find((groupId) => !isGuid(groupId));
  if (wrong !== undefined)
    throw refusedFilter(
      place,
      `Expected the id of a group to filter by, received ${JSON.stringify(wrong.slice(0, 40))}.`,
    );
  const terms = { ...termsOf(filter), groupIds };
  const empty = terms.username.length + terms.email.length + groupIds.length === 0;
  return { providerFilter: empty ? null : JSON.stringify(terms), residual };
}

/** The terms that `planUserFilter` wrote down. */
export function readTerms(providerFilter: string | null): UserTerms {
  return providerFilter === null ? {} : (JSON.parse(providerFilter) as UserTerms);
}

function termsOf({ username, email, and = [] }: UserFilter): Required<Omit<UserTerms, 'groupIds'>> {
  const parts = and.map(termsOf);
  return {
    username: [...sendable(username), ...parts.flatMap((part) => part.username)],
    email: [...sendable(email), ...parts.flatMap((part) => part.email)],
  };
}

/** Servers fold blanks (RFC 4518), and may not find what the rows would have found: such texts stay with the rows. */
function sendable(filter: TextFilter | undefined): readonly TextFilter[] {
  const [equals, startsWith] = [filter?.equals, filter?.startsWith].map((text) =>
    text !== undefined && /^[\x21-\x7E]{1,256}$/.test(text) ? text : undefined,
  );
  if (equals === undefined && startsWith === undefined) return [];
  return [
    { ...(equals === undefined ? {} : { equals }), ...(startsWith === undefined ? {} : { startsWith }) },
  ];
}
