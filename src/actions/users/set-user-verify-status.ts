import type { JsonObject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { onUser, sameUser, type UserActionInput } from './user-target.ts';

interface SetUserVerifyStatusInput extends UserActionInput {
  readonly verifyStatus: 'ENABLED' | 'DISABLED';
}

function describeVerification({ pingOne }: User): JsonObject {
  return { verifyStatus: pingOne?.verifyStatus ?? null };
}

/**
 * Whether the user may be asked to prove their identity with documents. A status that was never set cannot be put back: from
 * then on it is one or the other.
 */
export const setUserVerifyStatus: Action<SetUserVerifyStatusInput, User> = {
  ...onUser,
  name: 'SET_USER_VERIFY_STATUS',
  summary: 'Switch identity verification on or off.',
  mutation: 'setUserVerifyStatus',
  permission: 'user:write',
  effect: 'SET',
  inverse: 'SET_USER_VERIFY_STATUS',
  guards: [breakGlass],
  describe: describeVerification,
  parameters: ({ verifyStatus }) => ({ verifyStatus }),
  foresee: (_before, { verifyStatus }) => ({ verifyStatus }),
  holds: (user, { verifyStatus }) => {
    const status = user?.pingOne?.verifyStatus ?? null;
    return status === null ? null : status === verifyStatus;
  },
  send: async ({ target, input, environment: { provider, context } }) => {
    const enabled = input.verifyStatus === 'ENABLED';
    await provider.userWrites.setVerification(target.externalId, enabled, context);
    return {};
  },
  undo: (entry) => {
    const verifyStatus = entry.before?.['verifyStatus'];
    return verifyStatus === 'ENABLED' || verifyStatus === 'DISABLED'
      ? { action: 'SET_USER_VERIFY_STATUS', input: { ...sameUser(entry), verifyStatus } }
      : null;
  },
};
