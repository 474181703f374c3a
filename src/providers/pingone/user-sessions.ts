import type { CallContext } from '../../upstream/call.ts';
import { instant } from '../rows.ts';
import type { UserWrites } from '../user-writes.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { removed } from './user-account.ts';

/** PingOne shows the newest ten sessions of a user, expired ones among them (API reference, "Sessions"). */
const VISIBLE = 10;
/** Rounds of ten: whoever has more live sessions than this is told that some may be left. */
const MOST_ROUNDS = 30;

type SessionWrites = Pick<UserWrites, 'deleteSession' | 'endSessions'>;

export function createSessionWrites(api: EnvironmentApi, clock: () => Date): SessionWrites {
  const deleteSession: SessionWrites['deleteSession'] = async (userId, sessionId, context) =>
    await removed(api, 'users/{userId}/sessions/{sessionId}', { userId, sessionId }, context);

  /** One look: ends what is alive; what is over too where it may hide others. Answers how many of the rows are gone now. */
  async function round(
    userId: string,
    seen: Set<string>,
    onEnded: () => void,
    context: CallContext,
  ): Promise<number> {
    const { rows } = await api.list('users/{userId}/sessions', { userId }, 'sessions', context, (row) => row);
    const hides = rows.length >= VISIBLE;
    let gone = 0;
    for (const { id, members } of rows) {
      const expiresAt = instant(members, 'expiresAt');
      const isOver = expiresAt !== null && expiresAt.getTime() <= clock().getTime();
      if (seen.has(id) || (isOver && !hides)) continue;
      // A list that still shows what is gone must not make this go on for ever.
      seen.add(id);
      if ((await deleteSession(userId, id, context)) && !isOver) onEnded();
      gone += 1;
    }
    return hides ? gone : 0;
  }

  return {
    deleteSession,
    endSessions: async (userId, onEnded, context) => {
      const seen = new Set<string>();
      for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1)
        if ((await round(userId, seen, onEnded, context)) === 0) return;
    },
  };
}
