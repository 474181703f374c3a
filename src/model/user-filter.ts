import type { User, UserStatus } from './user.ts';

export interface TextFilter {
  readonly equals?: string;
  readonly startsWith?: string;
}

/** Which users of one directory are wanted. Several members hold together (and). */
export interface UserFilter {
  readonly status?: readonly UserStatus[];
  readonly username?: TextFilter;
  readonly email?: TextFilter;
  readonly populationId?: string;
  /** Members of this group, whoever the provider counts as one. Only a provider can answer it. */
  readonly groupId?: string;
  readonly employmentType?: TextFilter;
  readonly and?: readonly UserFilter[];
  readonly or?: readonly UserFilter[];
}

/** Directories compare user names, addresses and titles without regard to case (RFC 7643 section 2.2: `caseExact` false). */
function matchesText(filter: TextFilter, value: string | null): boolean {
  if (value === null) return false;
  const text = value.toLowerCase();
  if (filter.equals !== undefined && text !== filter.equals.toLowerCase()) return false;
  return filter.startsWith === undefined || text.startsWith(filter.startsWith.toLowerCase());
}

/**
 * Whether a user fits what is left of a filter after the provider took its part.
 * @throws {TypeError} for `groupId`, which a row cannot answer: a provider must take it or refuse the filter.
 */
export function matchesUser(filter: UserFilter, user: User): boolean {
  if (filter.groupId !== undefined) {
    throw new TypeError('A group filter can only be answered by the provider; it was left to the rows.');
  }
  return (
    (filter.status === undefined || filter.status.includes(user.status)) &&
    (filter.username === undefined || matchesText(filter.username, user.username)) &&
    (filter.email === undefined || matchesText(filter.email, user.email)) &&
    (filter.populationId === undefined || filter.populationId === user.populationId) &&
    (filter.employmentType === undefined || matchesText(filter.employmentType, user.employmentType)) &&
    (filter.and ?? []).every((part) => matchesUser(part, user)) &&
    (filter.or === undefined || filter.or.some((part) => matchesUser(part, user)))
  );
}
