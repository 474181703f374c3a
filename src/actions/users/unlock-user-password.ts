import type { Action } from '../action.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import type { UserActionInput } from './user-target.ts';
import { foreseenPassword, onPassword, type UserPassword } from './user-password.ts';

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
  guards: [managedElsewhere],
  foresee: (before) => before && foreseenPassword(before, 'OK'),
  holds: (state) => {
    if (state === null) return null;
    const { user, password } = state;
    // Other directories than PingOne have one lock, which the account shows, whatever else is told of the password.
    if (user.pingOne === null && user.status === 'LOCKED') return false;
    const status = password?.status ?? 'UNKNOWN';
    if (status !== 'UNKNOWN') return status !== 'LOCKED_OUT';
    return user.pingOne === null && user.status !== 'UNKNOWN' ? true : null;
  },
  send: async ({ target, environment: { provider, context } }) => {
    await provider.userWrites.unlockPassword(target.externalId, context);
    return {};
  },
};
