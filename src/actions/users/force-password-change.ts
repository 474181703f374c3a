import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { UserActionInput } from './user-target.ts';
import {
  describePassword,
  notPossible,
  onPassword,
  refusedWhereExternal,
  type UserPassword,
} from './user-password.ts';

/**
 * Makes the user choose another password at the next sign-on. The password itself and running sessions stay: whoever has
 * signed on stays so. Nothing takes it back but the user's own change.
 */
export const forcePasswordChange: Action<UserActionInput, UserPassword> = {
  ...onPassword,
  name: 'FORCE_PASSWORD_CHANGE',
  summary: 'Ask for another password at the next sign-on.',
  mutation: 'forcePasswordChange',
  permission: 'user:reset-password',
  effect: 'SET',
  inverse: null,
  offered: true,
  guards: [breakGlass],
  foresee: (before) => before && { ...describePassword(before), passwordStatus: 'MUST_CHANGE' },
  holds: (state) => {
    const status = state?.password.status ?? 'UNKNOWN';
    // While wrong tries lock a password, its state shows that and nothing else.
    return status === 'UNKNOWN' || status === 'LOCKED_OUT' ? null : status === 'MUST_CHANGE';
  },
  objection: async ({ before }) => {
    if (before === null) return null;
    if (before.password.status === 'NO_PASSWORD')
      return notPossible(
        'The user has no password that could be changed. Set one first (`setUserPassword`).',
      );
    return refusedWhereExternal(before);
  },
  send: async ({ target, environment: { provider, context } }) => {
    await provider.userWrites.forcePasswordChange(target.externalId, context);
    return {};
  },
};
