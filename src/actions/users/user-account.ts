import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { JsonObject } from '../../model/action.ts';
import type { Membership } from '../../model/group.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, Target } from '../action.ts';
import { isEnabled } from '../user-enabled.ts';
import { forgetUser, locateUser, type UserActionInput } from './user-target.ts';

/** A whole account, as it is created and deleted. */
export interface Account {
  readonly user: User;
  /** Null: not looked at. */
  readonly groups: readonly Membership[] | null;
}

export function describeAccount({ user }: Account): JsonObject {
  return {
    username: user.username,
    email: user.email,
    displayName: user.displayName,
    population: user.populationId,
    enabled: isEnabled(user),
    mfaEnabled: user.mfaEnabled.state === 'KNOWN' ? user.mfaEnabled.value : null,
  };
}

export function forgetAccount(loaders: DirectoryLoaders, target: Target, state: Account | null): void {
  forgetUser(loaders, target, state?.user ?? null);
}

/** What creating and deleting have in common. */
export const onAccount = {
  subjectType: 'USER',
  locate: locateUser,
  read: async (
    target: Target,
    _input: UserActionInput,
    { reads }: ActionEnvironment,
  ): Promise<Account | null> => {
    const user = await reads.user(target.externalId);
    return user && { user, groups: null };
  },
  user: ({ user }: Account) => user,
  describe: describeAccount,
  forget: forgetAccount,
} as const satisfies Partial<Action<UserActionInput, Account>>;
