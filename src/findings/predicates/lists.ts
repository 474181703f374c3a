/** The operator's lists of names, compared without regard to case. */
import { onceFor } from '../../model/once-for.ts';
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

type Account = Pick<User, 'externalId' | 'username'>;

/**
 * Whether an account is on the list: by its id, alone or as `directory:id`, or by its user name. Never by an address, which people may
 * change themselves: whoever takes that of another account would stand in its place.
 * @param directory key of the account's directory.
 */
export function listsAccount(
  list: readonly string[],
  directory: string,
  { externalId, username }: Account,
): boolean {
  if (list.length === 0) return false;
  return listsId(list, directory, externalId) || listed(list, [isLikeId(username) ? null : username]);
}

/** Whether an object is on the list by its id, alone or as `directory:id`. */
export function listsId(list: readonly string[], directory: string, externalId: string): boolean {
  return list.length > 0 && listed(list, [externalId, `${directory}:${externalId}`]);
}

/** Whether an entry of a list can only be an id. A user name of that form is none: it would take the place of another account. */
export function isLikeId(name: string | null): boolean {
  return (
    name !== null && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^00[a-z0-9]{18}$|:/i.test(name.trim())
  );
}

/** Whether an account is kept for emergencies, by the operator's list. */
export function isBreakGlass({ user, directory }: UserFacts): boolean {
  return listsAccount(directory.settings.breakGlass, directory.key, user);
}
