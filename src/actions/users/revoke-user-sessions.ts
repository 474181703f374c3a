import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { UserActionInput } from './user-target.ts';
import { onSessions, type UserSessions } from './user-sessions.ts';

const STEP = 'end-sessions';

/**
 * Ends all sessions of a user. A directory may show only the newest few: they are ended until none is shown, and where it stays
 * unknown whether others are left, the answer is UNCONFIRMED. The user may sign on again at once, and it is not documented
 * whether tokens that were issued before end with their session. Nothing takes it back.
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
  plan: ({ sessions: { rows, complete } }) => [
    {
      name: STEP,
      outcome: 'SKIPPED',
      message: `${rows.length} are shown${complete ? '' : ', and there may be others'}.`,
    },
  ],
  holds: (state) => (state === null || hasSessions(state) === null ? null : !hasSessions(state)),
  send: async ({ target, steps, environment: { provider, context } }) => {
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
function hasSessions({ sessions: { rows, complete } }: UserSessions): boolean | null {
  if (rows.length > 0) return true;
  return complete ? false : null;
}

function told(revoked: number): string {
  return revoked === 1 ? '1 session was ended.' : `${revoked} sessions were ended.`;
}
