import type { UserWrites } from '../user-writes.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { explained } from './write-errors.ts';

const PASSWORD = 'users/{userId}/password';
/** One path, one operation for each content type (PingOne API reference, "User passwords"). */
const OPERATION = 'application/vnd.pingidentity.password.';

type PasswordWrites = Pick<UserWrites, 'forcePasswordChange' | 'setPassword' | 'unlockPassword'>;

export function createPasswordWrites(api: EnvironmentApi): PasswordWrites {
  return {
    /** Answered with 200 and the state, or with 204: documented one way, seen the other. */
    forcePasswordChange: async (userId, context) => {
      const call = { method: 'POST', contentType: `${OPERATION}forceChange+json` } as const;
      await explained(() => api.command(PASSWORD, { userId }, call, context));
    },
    /** An administrator's: it must fit the policy of the user's population, and the old one is not asked for. */
    setPassword: async (userId, { value, forceChange }, context) => {
      const body = { value: value.reveal(), forceChange };
      // The provider keeps a history of passwords: the same one sent twice may be refused the second time.
      const call = {
        method: 'PUT',
        contentType: `${OPERATION}set+json`,
        body,
        idempotent: false,
      } as const;
      await explained(() => api.command(PASSWORD, { userId }, call, context), value);
    },
    unlockPassword: async (userId, context) => {
      const call = { method: 'POST', contentType: `${OPERATION}unlock+json` } as const;
      await explained(() => api.command(PASSWORD, { userId }, call, context));
    },
  };
}
