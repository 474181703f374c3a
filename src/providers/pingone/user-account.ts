import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { UserWrites } from '../user-writes.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { explained } from './write-errors.ts';

const USER = 'users/{userId}';
const OPERATION = 'application/vnd.pingidentity.account.';

type AccountWrites = Pick<
  UserWrites,
  | 'setEnabled'
  | 'lock'
  | 'unlock'
  | 'setPopulation'
  | 'setIdentityProvider'
  | 'setVerification'
  | 'deleteLinkedAccount'
>;

/** Switches of a user; each has a path of its own, and is read-only in the user's own record. */
export function createAccountWrites(api: EnvironmentApi): AccountWrites {
  async function put(member: string, userId: string, body: object, context: CallContext): Promise<void> {
    await explained(() => api.command(`${USER}/${member}`, { userId }, { method: 'PUT', body }, context));
  }

  async function lock(userId: string, until: Date | null, context: CallContext): Promise<void> {
    const body = until === null ? {} : { body: { unlockAt: until.toISOString() } };
    const call = { method: 'POST', contentType: `${OPERATION}lock+json`, ...body } as const;
    await explained(() => api.command(USER, { userId }, call, context));
  }

  return {
    setEnabled: async (userId, enabled, context) => await put('enabled', userId, { enabled }, context),
    lock: async (userId, until, context) => {
      try {
        await lock(userId, until, context);
      } catch (error) {
        // Seen right after the user's switch was set: 415, and right when it is asked once more.
        if (!(error instanceof UpstreamError && error.facts.status === 415)) throw error;
        await lock(userId, until, context);
      }
    },
    unlock: async (userId, context) => {
      const call = { method: 'POST', contentType: `${OPERATION}unlock+json` } as const;
      await explained(() => api.command(USER, { userId }, call, context));
    },
    setPopulation: async (userId, id, context) => await put('population', userId, { id }, context),
    setIdentityProvider: async (userId, id, context) =>
      await put('identityProvider', userId, { identityProvider: { id } }, context),
    setVerification: async (userId, enabled, context) =>
      await put('verifyStatus', userId, { verifyStatus: enabled ? 'ENABLED' : 'DISABLED' }, context),
    deleteLinkedAccount: async (userId, linkedAccountId, context) =>
      await removed(api, `${USER}/linkedAccounts/{linkedAccountId}`, { userId, linkedAccountId }, context),
  };
}

/** DELETE; `false`: there is no such object (any more). */
export async function removed(
  api: EnvironmentApi,
  template: string,
  ids: Readonly<Record<string, string>>,
  context: CallContext,
): Promise<boolean> {
  try {
    await api.command(template, ids, { method: 'DELETE' }, context);
    return true;
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}
