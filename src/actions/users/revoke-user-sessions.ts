import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Action } from '../action.ts';
import { notReadBack } from '../not-read-back.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { UserActionInput } from './user-target.ts';
import { onSessions, type UserSessions } from './user-sessions.ts';

const STEP = 'end-sessions';

/**
 * Ends all sessions of a user. A directory may show only the newest few: they are ended until none is shown, and where it stays
 * unknown whether others are left, the answer is UNCONFIRMED. The user may sign on again at once, and it is not documented
 * whether tokens that were issued before end with their session. Nothing takes it back.
 * Directories that do not show sessions end all at once by one call (Okta, Entra ID, Google): that it was accepted is the proof,
 * and the steps say that nothing could be read back. It is also done for those who are suspended.
 */
export const revokeUserSessions: Action<UserActionInput, UserSessions> = {
  ...onSessions,
  name: 'REVOKE_USER_SESSIONS',
  summary: 'End all sessions.',
  mutation: 'revokeUserSessions',
  permission: 'session:revoke',
  effect: 'SET',
  inverse: null,
  offered: true,
  guards: [breakGlass],
  // Not how many: people sign on and off all the time, and a rehearsal's version would soon be another.
  describe: (state) => ({ hasSessions: hasSessions(state) }),
  foresee: () => ({ hasSessions: false }),
  plan: ({ sessions }) => [{ name: STEP, outcome: 'SKIPPED', message: foretold(sessions) }],
  holds: (state) => (state === null || hasSessions(state) === null ? null : !hasSessions(state)),
  confirms: (after, { input }, sent) =>
    after?.sessions === null && sent !== null ? true : revokeUserSessions.holds(after, input),
  send: async ({ target, before, steps, environment: { provider, context } }) => {
    if (before?.sessions === null) {
      await steps.run(STEP, () => provider.userWrites.endSessions(target.externalId, () => {}, context));
      notReadBack(steps, 'which sessions a user has');
      return { facts: { readBack: 'NOT_POSSIBLE' } };
    }
    let revoked = 0;
    try {
      await provider.userWrites.endSessions(target.externalId, () => (revoked += 1), context);
    } catch (error) {
      if (revoked > 0) steps.note(STEP, 'DONE', told(revoked));
      const why = error instanceof UpstreamError ? error.message : 'the gateway failed';
      steps.note(`${STEP}-left`, 'FAILED', `Others may be left: ${why}`);
      throw error;
    }
    steps.note(STEP, 'DONE', told(revoked));
    return { facts: { revoked } };
  },
};

/** None shown of a list that may go on says nothing. */
function hasSessions({ sessions }: UserSessions): boolean | null {
  if (sessions === null) return null;
  if (sessions.rows.length > 0) return true;
  return sessions.complete ? false : null;
}

function foretold(sessions: UserSessions['sessions']): string {
  if (sessions === null) return 'Sessions cannot be listed here: whatever there are would be ended at once.';
  const { rows, complete } = sessions;
  return `${rows.length} are shown${complete ? '' : ', and there may be others'}.`;
}

function told(revoked: number): string {
  return revoked === 1 ? '1 session was ended.' : `${revoked} sessions were ended.`;
}
