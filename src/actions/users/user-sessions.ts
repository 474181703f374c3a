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
  readonly sessions: Listing<Session>;
}

async function readSessions(
  target: Target,
  _input: UserActionInput,
  { reads, provider, context }: ActionEnvironment,
): Promise<UserSessions | null> {
  const user = await reads.user(target.externalId);
  return user && { user, sessions: await provider.users.sessions(target.externalId, context) };
}

/** What actions on sessions have in common. */
export const onSessions = {
  subjectType: 'USER',
  locate: locateUser,
  read: readSessions,
  user: ({ user }: UserSessions) => user,
  describe: ({ sessions }: UserSessions): JsonObject => ({
    sessions: sessions.rows.length,
    allShown: sessions.complete,
  }),
  forget: (loaders: DirectoryLoaders, target: Target, state: UserSessions | null) => {
    forgetUser(loaders, target, state?.user ?? null);
    if (state !== null) loaders.sessions.prime(target.externalId, state.sessions);
  },
} as const satisfies Partial<Action<UserActionInput, UserSessions>>;
