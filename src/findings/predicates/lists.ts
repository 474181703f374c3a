/** The operator's lists of names. A name is an id, a user name or an address, compared without regard to case. */
import type { User } from '../../model/user.ts';
import type { UserFacts } from '../facts.ts';

/** Whether one of the names is on the list. */
export function listed(list: readonly string[], names: readonly (string | null)[]): boolean {
  if (list.length === 0) return false;
  const wanted = new Set(list.map((name) => name.trim().toLowerCase()));
  return names.some((name) => name !== null && wanted.has(name.toLowerCase()));
}

export function namesOf(user: User): readonly (string | null)[] {
  return [user.externalId, user.username, user.email];
}

/** Whether an account is kept for emergencies, by the operator's list. */
export function isBreakGlass({ user, directory }: UserFacts): boolean {
  return listed(directory.settings.breakGlass, namesOf(user));
}
