import type { PasswordState } from '../../model/account.ts';
import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, Target } from '../action.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import { forgetUser, locateUser, type UserActionInput } from './user-target.ts';

/** A user and the state of the password; never the password. */
export interface UserPassword {
  readonly user: User;
  readonly password: PasswordState;
}

async function readPassword(
  target: Target,
  _input: UserActionInput,
  { reads, provider, context }: ActionEnvironment,
): Promise<UserPassword | null> {
  const user = await reads.user(target.externalId);
  return user && { user, password: await provider.users.passwordState(target.externalId, context) };
}

export function describePassword({ password }: UserPassword): JsonObject {
  return {
    passwordStatus: password.status,
    passwordChangedAt: password.lastChangedAt?.toISOString() ?? null,
  };
}

/** What actions on a password have in common. */
export const onPassword = {
  subjectType: 'USER',
  locate: locateUser,
  read: readPassword,
  user: ({ user }: UserPassword) => user,
  describe: describePassword,
  forget: (loaders: DirectoryLoaders, target: Target, state: UserPassword | null) => {
    forgetUser(loaders, target, state?.user ?? null);
    if (state !== null) loaders.password.prime(target.externalId, state.password);
  },
} as const satisfies Partial<Action<UserActionInput, UserPassword>>;

/** There is no password here where another identity provider checks it. */
export function refusedWhereExternal({ password }: UserPassword): GuardRefusal | null {
  return password.status === 'EXTERNAL'
    ? notPossible(
        "The user's password is kept by another identity provider. Change it there, or the user's identity provider first.",
      )
    : null;
}

export function notPossible(message: string): GuardRefusal {
  return { code: 'NOT_POSSIBLE', message, retryable: false };
}
