import type { Action } from '../action.ts';
import type { UserActionInput } from './user-target.ts';
import { describePassword, onPassword, type UserPassword } from './user-password.ts';

/**
 * Ends the lock that too many wrong tries brought to a password. It is not the lock of an account (`unlockUser`), and the
 * password stays the same. Nothing takes it back.
 */
export const unlockUserPassword: Action<UserActionInput, UserPassword> = {
  ...onPassword,
  name: 'UNLOCK_USER_PASSWORD',
  summary: 'End the lock that wrong passwords brought.',
  mutation: 'unlockUserPassword',
  permission: 'user:reset-password',
  effect: 'SET',
  inverse: null,
  offered: true,
  guards: [],
  foresee: (before) => before && { ...describePassword(before), passwordStatus: 'OK' },
  holds: (state) => {
    const status = state?.password.status ?? 'UNKNOWN';
    return status === 'UNKNOWN' ? null : status !== 'LOCKED_OUT';
  },
  send: async ({ target, environment: { provider, context } }) => {
    await provider.userWrites.unlockPassword(target.externalId, context);
    return {};
  },
};
