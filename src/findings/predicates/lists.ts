/** The operator's lists of names. A name is an id, a user name or an address, compared without regard to case. */
import { onceFor } from '../../directory/once-for.ts';
import type { User } from '../../model/user.ts';
import type { UserFacts } from '../facts.ts';

/** Whether one of the names is on the list. */
export function listed(list: readonly string[], names: readonly (string | null)[]): boolean {
  if (list.length === 0) return false;
  return names.some((name) => name !== null && folded(list).has(name.toLowerCase()));
}

/** Made once for each list: several rules ask it of every user. */
const folded = onceFor(
  (list: readonly string[]): ReadonlySet<string> => new Set(list.map((name) => name.trim().toLowerCase())),
);

export function namesOf(user: User): readonly (string | null)[] {
  return [user.externalId, user.username, user.email];
}

/** Whether an account is kept for emergencies, by the operator's list. */
export function isBreakGlass({ user, directory }: UserFacts): boolean {
  return listed(directory.settings.breakGlass, namesOf(user));
}
