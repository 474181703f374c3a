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
  /** Null: the directory tells nothing of passwords but what the user's own record says. */
  readonly password: PasswordState | null;
}

async function readPassword(
  target: Target,
  _input: UserActionInput,
  { directory, reads, provider, context }: ActionEnvironment,
): Promise<UserPassword | null> {
  const user = await reads.user(target.externalId);
  if (user === null) return null;
  const told = directory.can('PASSWORD_STATE');
  return { user, password: told ? await provider.users.passwordState(target.externalId, context) : null };
}

function describePassword({ user, password }: UserPassword): JsonObject {
  return password === null
    ? { status: user.status, passwordChangeRequired: user.passwordChangeRequired }
    : {
        passwordStatus: password.status,
        passwordChangedAt: password.lastChangedAt?.toISOString() ?? null,
      };
}

/** The same, of a password that is about to be in this state. */
export function foreseenPassword(before: UserPassword, status: 'OK' | 'MUST_CHANGE'): JsonObject {
  if (before.password !== null) return { ...describePassword(before), passwordStatus: status };
  return {
    ...describePassword(before),
    ...(before.user.status === 'LOCKED' && status === 'OK' ? { status: 'ACTIVE' } : {}),
    ...(status === 'MUST_CHANGE' ? { passwordChangeRequired: true } : {}),
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
    const password = state?.password ?? null;
    if (password !== null) loaders.password.prime(target.externalId, password);
  },
} as const satisfies Partial<Action<UserActionInput, UserPassword>>;

/** There is no password here where another identity provider checks it. */
export function refusedWhereExternal({ user, password }: UserPassword): GuardRefusal | null {
  const authority = password === null ? user.passwordAuthority.kind : password.status;
  return authority === 'EXTERNAL'
    ? notPossible(
        "The user's password is kept by another identity provider. Change it there, or the user's identity provider first.",
      )
    : null;
}

export function notPossible(message: string): GuardRefusal {
  return { code: 'NOT_POSSIBLE', message, retryable: false };
}
