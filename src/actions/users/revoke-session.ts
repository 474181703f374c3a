import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { asListed, sameId } from '../guards/same-id.ts';
import type { UserActionInput } from './user-target.ts';
import { onSessions, type UserSessions } from './user-sessions.ts';

interface RevokeSessionInput extends UserActionInput {
  /** The provider's id of the session. */
  readonly session: string;
}

/** Ends one session of a user; the others stay. Nothing takes it back. */
export const revokeSession: Action<RevokeSessionInput, UserSessions> = {
  ...onSessions,
  name: 'REVOKE_SESSION',
  summary: 'End one session.',
  mutation: 'revokeSession',
  permission: 'session:revoke',
  effect: 'SET',
  inverse: null,
  guards: [breakGlass],
  problem: ({ session }) => (session === '' ? 'session: expected an id, received an empty text.' : null),
  parameters: ({ session }) => ({ session }),
  holds: (state, { session }) => {
    if (!state?.sessions) return null;
    if (state.sessions.rows.some(({ externalId }) => sameId(externalId, session))) return false;
    // It may be one of those that are not shown.
    return state.sessions.complete ? true : null;
  },
  // The directory's answer that it is gone stands for what its list does not show.
  confirms: (after, { input }, sent) =>
    sent !== null && after !== null && revokeSession.holds(after, input) === null ? true : null,
  send: async ({ target, before, input, environment: { provider, context } }) => {
    const session = asListed(input.session, before?.sessions?.rows ?? []);
    const gone = await provider.userWrites.deleteSession(target.externalId, session, context);
    return { facts: { revoked: gone ? 1 : 0 } };
  },
};
