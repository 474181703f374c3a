import type { Action } from '../action.ts';
import { notReadBack } from '../not-read-back.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import type { UserActionInput } from './user-target.ts';
import {
  foreseenPassword,
  notPossible,
  onPassword,
  refusedWhereExternal,
  type UserPassword,
} from './user-password.ts';

/**
 * Makes the user choose another password at the next sign-on. The password itself and running sessions stay: whoever has
 * signed on stays so. Nothing takes it back but the user's own change. Where the directory does not tell whether a password has to
 * be changed (Entra ID), its answer that it was accepted is the proof, and the steps say that nothing could be read back.
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
  guards: [breakGlass, managedElsewhere],
  foresee: (before) => before && foreseenPassword(before, 'MUST_CHANGE'),
  knows: ({ passwordChangeRequired }) => passwordChangeRequired,
  holds: (state) => {
    if (state === null) return null;
    const status = state.password?.status ?? 'UNKNOWN';
    // While wrong tries lock a password, its state shows that and nothing else.
    return status === 'UNKNOWN' || status === 'LOCKED_OUT'
      ? state.user.passwordChangeRequired
      : status === 'MUST_CHANGE';
  },
  confirms: (after, { input, steps }, sent) => {
    const is = forcePasswordChange.holds(after, input);
    if (is !== null || sent === null || after === null || !isUntold(after)) return is;
    notReadBack(steps, 'whether the password has to be changed');
    return true;
  },
  objection: async ({ before }) => {
    if (before === null) return null;
    if (before.password?.status === 'NO_PASSWORD')
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

/**
 * Whether neither the password's state nor the user's record says if it has to be changed. PingOne always says so: a word of its
 * that is not known is a fault.
 */
function isUntold({ user, password }: UserPassword): boolean {
  const untold = (password?.status ?? 'UNKNOWN') === 'UNKNOWN' && user.passwordChangeRequired === null;
  return untold && user.pingOne === null;
}
