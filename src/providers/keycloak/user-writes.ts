import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import type { UserReads } from '../provider.ts';
import type { UserWrites } from '../user-writes.ts';
import type { RealmApi } from './realm-api.ts';
import { isNotFound } from './role-mappings.ts';
import { requiredActions } from './user-state.ts';
import { explained } from './write-errors.ts';

const USER = '/users/{userId}';
const CHANGE_PASSWORD = 'UPDATE_PASSWORD';

type OwnWrites = Pick<
  UserWrites,
  'setEnabled' | 'unlock' | 'forcePasswordChange' | 'deleteSession' | 'endSessions'
>;

export function createUserWrites(
  api: RealmApi,
  others: UserWrites,
  { sessions }: Pick<UserReads, 'sessions'>,
): UserWrites {
  /** Members that are left out stay as they are, attributes as well (`UserResource.updateUser`). */
  async function put(userId: string, body: object, context: CallContext): Promise<void> {
    await explained(() => api.command(USER, { userId }, { method: 'PUT', body }, context));
  }

  const own: OwnWrites = {
    /** Switching on also forgets the failures that the brute-force detection counted. */
    setEnabled: async (userId, enabled, context) => await put(userId, { enabled }, context),
    unlock: async (userId, context) => {
      const template = '/attack-detection/brute-force/users/{userId}';
      await explained(() => api.command(template, { userId }, { method: 'DELETE' }, context));
    },
    /**
     * `requiredActions` replaces the whole list, so that it is read first and sent back with one more. What somebody else changes in
     * between is lost: Keycloak has neither a version to compare nor a call that adds one.
     */
    forcePasswordChange: async (userId, context) => {
      const { members, origin } = await api.read(USER, { userId }, context);
      const actions = requiredActions(members);
      if (actions === null)
        throw badResponse(origin, 'lacks the requiredActions of the user, which must not be overwritten');
      if (actions.includes(CHANGE_PASSWORD)) return;
      await put(userId, { requiredActions: [...actions, CHANGE_PASSWORD] }, context);
    },
    deleteSession: async (_userId, sessionId, context) => {
      try {
        await api.command('/sessions/{sessionId}', { sessionId }, { method: 'DELETE' }, context);
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },
    /** One call ends all of them, and no token that was issued before it is taken any more (`notBefore`). */
    endSessions: async (userId, onEnded, context) => {
      const alive = await sessions(userId, context);
      const call = { method: 'POST', idempotent: true } as const;
      await explained(() => api.command(`${USER}/logout`, { userId }, call, context));
      alive.rows.forEach(() => onEnded());
    },
  };
  return { ...others, ...own };
}
