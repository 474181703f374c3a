import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import { self } from '../guards/self.ts';
import { notRemoved, suspendable } from '../guards/suspendable.ts';
import { isEnabled } from '../user-enabled.ts';
import { describeUser, onUser, sameUser, type UserActionInput } from './user-target.ts';

function switched(
  enabled: boolean,
): Pick<Action<UserActionInput, User>, 'foresee' | 'holds' | 'knows' | 'offered' | 'send'> {
  const isSo = (user: User): boolean | null => {
    const is = isEnabled(user);
    return is === null ? null : is === enabled;
  };
  return {
    offered: true,
    knows: isSo,
    foresee: (before) =>
      before && { ...describeUser(before), enabled, ...(enabled ? {} : { status: 'SUSPENDED' }) },
    holds: (user) => user && isSo(user),
    send: async ({ target, environment: { provider, context } }) => {
      await provider.userWrites.setEnabled(target.externalId, enabled, context);
      return {};
    },
  };
}

/** Blocks sign-in. Groups, roles, devices and sessions stay as they are. */
export const suspendUser: Action<UserActionInput, User> = {
  ...onUser,
  ...switched(false),
  name: 'SUSPEND_USER',
  summary: 'Block sign-in.',
  mutation: 'suspendUser',
  permission: 'user:suspend',
  effect: 'SET',
  inverse: 'UNSUSPEND_USER',
  undo: (entry) => ({ action: 'UNSUSPEND_USER', input: sameUser(entry) }),
  guards: [self, breakGlass, managedElsewhere, suspendable, lastAdministrator],
};

/**
 * Allows sign-in again. It ends neither a lock nor a pending verification, nor does it move an end date of the account: the
 * status afterwards may be LOCKED, PENDING, or SUSPENDED still.
 */
export const unsuspendUser: Action<UserActionInput, User> = {
  ...onUser,
  ...switched(true),
  name: 'UNSUSPEND_USER',
  summary: 'Allow sign-in again.',
  mutation: 'unsuspendUser',
  permission: 'user:unsuspend',
  effect: 'SET',
  inverse: 'SUSPEND_USER',
  undo: (entry) => ({ action: 'SUSPEND_USER', input: sameUser(entry) }),
  guards: [managedElsewhere, notRemoved],
  // An end date that has passed, say, is no suspension, and keeps the user out all the same.
  plan: (before) =>
    isEnabled(before) === true && before.status === 'SUSPENDED'
      ? [
          {
            name: 'allow-sign-in',
            outcome: 'ALREADY',
            message: `Sign-in is switched on, and something else keeps the user out (${before.rawStatus}).`,
          },
        ]
      : [],
};
