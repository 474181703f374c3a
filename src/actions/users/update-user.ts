import type { User } from '../../model/user.ts';
import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { givesRolesByFilter } from '../guards/gives-roles-by-filter.ts';
import { lastAdministratorByFilter } from '../guards/last-administrator-by-filter.ts';
import { managedElsewhere } from '../guards/managed-elsewhere.ts';
import { attributesOf } from './changed-attributes.ts';
import { takeover } from './takeover.ts';
import {
  changesOf,
  hasProfile,
  profileOf,
  profileProblem,
  wantedProfile,
  type ProfileInput,
} from './user-profile.ts';
import { forgetUser, locateUser, sameUser, type UserActionInput } from './user-target.ts';

export interface UpdateUserInput extends UserActionInput {
  readonly changes: ProfileInput;
}

/** The user, and which members the request is about: the ledger keeps no others. */
interface Profile {
  readonly user: User;
  readonly wanted: ReturnType<typeof wantedProfile>;
}

/**
 * Changes members of a user's record; all others stay, and null clears. What the directory ignores, such as an attribute that
 * its schema lacks, shows when it is read back: then the answer is UNCONFIRMED. Its inverse puts back what was there before.
 */
export const updateUser: Action<UpdateUserInput, Profile> = {
  name: 'UPDATE_USER',
  summary: "Change members of the user's record.",
  mutation: 'updateUser',
  permission: 'user:write',
  reads: 'directory:read.pii',
  subjectType: 'USER',
  effect: 'SET',
  inverse: 'UPDATE_USER',
  guards: [breakGlass, managedElsewhere, takeover, givesRolesByFilter, lastAdministratorByFilter],
  attributes: ({ changes }) => attributesOf(wantedProfile(changes)),
  locate: locateUser,
  problem: ({ changes }) => profileProblem(wantedProfile(changes)),
  read: async (target, { changes }, { reads }) => {
    const user = await reads.user(target.externalId);
    return user && { user, wanted: wantedProfile(changes) };
  },
  user: ({ user }) => user,
  describe: ({ user, wanted }) => profileOf(user, wanted),
  foresee: (_before, { changes }) => wantedProfile(changes),
  parameters: ({ changes }) => ({ changes: wantedProfile(changes) }),
  holds: (state) => state && hasProfile(state.user, state.wanted),
  send: async ({ target, before, input, environment: { provider, context } }) => {
    const changes = changesOf(before?.user ?? null, wantedProfile(input.changes));
    await provider.userWrites.setProfile(target.externalId, changes, context);
    return {};
  },
  undo: (entry) =>
    entry.before === null
      ? null
      : { action: 'UPDATE_USER', input: { ...sameUser(entry), changes: entry.before } },
  forget: (loaders, target, state) => {
    forgetUser(loaders, target, state?.user ?? null);
  },
};
