import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, ActionInput, Target } from '../action.ts';
import type { LedgerEntry } from '../ledger.ts';
import { isEnabled } from '../user-enabled.ts';

/** The user itself, or a way to find it (by name or address); null from it: there is no such user. */
export type UserTarget = Pick<User, 'externalId'> | (() => Promise<Pick<User, 'externalId'> | null>);

/** What actions on a user accept. */
export interface UserActionInput extends ActionInput {
  readonly user: UserTarget;
}

export async function locateUser({ user }: UserActionInput): Promise<Target | null> {
  const found = typeof user === 'function' ? await user() : user;
  return found === null || found.externalId === '' ? null : { externalId: found.externalId };
}

/** After a change nobody may be served what was known of the user before it. */
export function forgetUser(loaders: DirectoryLoaders, { externalId }: Target, user: User | null): void {
  loaders.forgetUser(externalId);
  if (user === null) return;
  loaders.user.prime(externalId, user);
  loaders.directory.sweeper.replaceUser(user);
}

/** The input of another action on the same user. */
export function sameUser(entry: LedgerEntry): { readonly user: { readonly externalId: string } } {
  return { user: { externalId: entry.subject.externalId } };
}

export function describeUser(user: User): JsonObject {
  return { status: user.status, enabled: isEnabled(user) };
}

/** What actions on a user's own record have in common: who is meant, the fresh record, and what is forgotten afterwards. */
export const onUser = {
  subjectType: 'USER',
  locate: locateUser,
  read: (target: Target, _input: UserActionInput, { reads }: ActionEnvironment) =>
    reads.user(target.externalId),
  user: (user: User) => user,
  describe: describeUser,
  forget: forgetUser,
} as const satisfies Partial<Action<UserActionInput, User>>;
