import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { takeover } from '../users/takeover.ts';
import { onUser, sameUser, type UserActionInput } from '../users/user-target.ts';
import { ownSecondFactor } from './own-second-factor.ts';

const isOn = ({ mfaEnabled }: User): boolean | null =>
  mfaEnabled.state === 'KNOWN' ? mfaEnabled.value : null;

function switched(enabled: boolean) {
  const isSo = (user: User): boolean | null => {
    const is = isOn(user);
    return is === null ? null : is === enabled;
  };
  return {
    ...onUser,
    permission: 'mfa:reset',
    reads: 'mfa:read',
    effect: 'SET',
    offered: true,
    knows: isSo,
    describe: (user) => ({ mfaEnabled: isOn(user) }),
    foresee: () => ({ mfaEnabled: enabled }),
    holds: (user) => user && isSo(user),
    send: async ({ target, environment: { provider, context } }) => {
      await provider.mfaWrites.setMfaEnabled(target.externalId, enabled, context);
      return {};
    },
  } as const satisfies Partial<Action<UserActionInput, User>>;
}

/** Lets a user authenticate with a second factor. It pairs no device: whoever has none is asked for one at the next sign-on. */
export const enableUserMfa: Action<UserActionInput, User> = {
  ...switched(true),
  name: 'ENABLE_USER_MFA',
  summary: 'Switch the second factor on.',
  mutation: 'enableUserMfa',
  inverse: 'DISABLE_USER_MFA',
  undo: (entry) => ({ action: 'DISABLE_USER_MFA', input: sameUser(entry) }),
  guards: [breakGlass],
};

/** Takes the second factor away from an account. Its devices stay paired, and count again when it is switched on. */
export const disableUserMfa: Action<UserActionInput, User> = {
  ...switched(false),
  name: 'DISABLE_USER_MFA',
  summary: 'Switch the second factor off.',
  mutation: 'disableUserMfa',
  inverse: 'ENABLE_USER_MFA',
  undo: (entry) => ({ action: 'ENABLE_USER_MFA', input: sameUser(entry) }),
  guards: [ownSecondFactor, breakGlass, takeover],
};
