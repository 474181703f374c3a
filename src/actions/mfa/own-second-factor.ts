import type { Caller } from '../../access/caller.ts';
import type { User } from '../../model/user.ts';
import type { Guard, GuardRefusal } from '../guards/guard.ts';
import { sameId } from '../guards/same-id.ts';

/**
 * Nobody weakens or adds to their own second factor through the gateway: whoever stole the caller's key would begin there.
 * The user may be the subject, or the owner of a device that is.
 */
export const ownSecondFactor: Guard = {
  name: 'self',
  stage: 'FREE',
  check: async ({ caller, user }) => user && ownSecondFactorRefusal(caller, user),
};

/** What stands against it; for actions that only sometimes add a factor. */
export function ownSecondFactorRefusal(caller: Caller, user: User): GuardRefusal | null {
  return sameId(caller.user?.externalId, user.externalId) && caller.user?.directory === user.directory
    ? {
        code: 'SELF',
        message: 'This is your own second factor. It passes when somebody else asks for it.',
        retryable: false,
      }
    : null;
}
