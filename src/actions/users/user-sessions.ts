import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { Session } from '../../model/account.ts';
import type { JsonObject } from '../../model/action.ts';
import type { Listing } from '../../model/coverage.ts';
import type { User } from '../../model/user.ts';
import type { Action, ActionEnvironment, Target } from '../action.ts';
import { forgetUser, locateUser, type UserActionInput } from './user-target.ts';

/** A user and the sessions that have not ended, as far as the directory shows them. */
export interface UserSessions {
  readonly user: User;
  /** Null: the directory does not show sessions. */
  readonly sessions: Listing<Session> | null;
}

async function readSessions(
  target: Target,
  _input: UserActionInput,
  { directory, reads, provider, context }: ActionEnvironment,
): Promise<UserSessions | null> {
  const user = await reads.user(target.externalId);
  if (user === null) return null;
  const shown = directory.can('SESSIONS');
  return { user, sessions: shown ? await provider.users.sessions(target.externalId, context) : null };
}

/** What actions on sessions have in common. */
export const onSessions = {
  subjectType: 'USER',
  locate: locateUser,
  read: readSessions,
  user: ({ user }: UserSessions) => user,
  describe: ({ sessions }: UserSessions): JsonObject => ({
    sessions: sessions?.rows.length ?? null,
    allShown: sessions?.complete ?? false,
  }),
  forget: (loaders: DirectoryLoaders, target: Target, state: UserSessions | null) => {
    forgetUser(loaders, target, state?.user ?? null);
    const sessions = state?.sessions ?? null;
    if (sessions !== null) loaders.sessions.prime(target.externalId, sessions);
  },
} as const satisfies Partial<Action<UserActionInput, UserSessions>>;
