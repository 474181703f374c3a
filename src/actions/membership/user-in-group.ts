import type { Directory } from '../../directory/directory.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { User } from '../../model/user.ts';
import type { Action, Target } from '../action.ts';
import type { LedgerEntry } from '../ledger.ts';
import { forgetUser, locateUser, sameUser, type UserActionInput } from '../users/user-target.ts';
import { parameter } from './parameter.ts';
import { withMembership } from './sweep-amendments.ts';

export interface UserGroupInput extends UserActionInput {
  readonly group: Target;
}

/** A user, a group, and how the one is in the other. */
export interface UserInGroup {
  readonly user: User;
  readonly groupId: string;
  /** Null: there is no such group. */
  readonly group: Group | null;
  /** Null: the user is not in it. */
  readonly membership: Membership | null;
}

export function describeMembership({ groupId, membership }: UserInGroup): {
  readonly groupId: string;
  readonly membership: string;
} {
  return { groupId, membership: membership?.type ?? 'NONE' };
}

/** The input of the other action on the same user and group. */
export function sameMembership(entry: LedgerEntry): ReturnType<typeof sameUser> & { readonly group: Target } {
  return { ...sameUser(entry), group: { externalId: parameter(entry, 'groupId') } };
}

/** Where no group can be in another, and no filter decides, whoever is in a group was put into it. */
function typed(membership: Membership | null, group: Group | null, directory: Directory): Membership | null {
  const known = membership?.type !== 'UNKNOWN' || group === null || directory.can('NESTED_GROUPS');
  return known || group.dynamicFilter !== null ? membership : { ...membership, type: 'DIRECT' };
}

/** What putting a user into a group and taking it out have in common. Each is safe to repeat. */
export const onUserInGroup = {
  subjectType: 'USER',
  permission: 'group:member.write',
  effect: 'SET',
  locate: locateUser,
  read: async ({ externalId }, { group }, { directory, provider, reads, context }) => {
    const [user, found, membership] = await Promise.all([
      reads.user(externalId),
      provider.groups.get(group.externalId, context),
      provider.membershipWrites.userMembership(externalId, group.externalId, context),
    ]);
    const groupId = found?.externalId ?? group.externalId;
    return user && { user, group: found, groupId, membership: typed(membership, found, directory) };
  },
  user: ({ user }) => user,
  describe: describeMembership,
  parameters: ({ group }) => ({ groupId: group.externalId }),
  forget: (loaders, target, after) => {
    forgetUser(loaders, target, after?.user ?? null);
    if (after === null) return;
    const { user, groupId, membership } = after;
    loaders.groupTotalMembers.clear(groupId);
    loaders.directory.cache.evict('groupTotalMembers', groupId);
    loaders.directory.sweeper.amend(withMembership(user.externalId, groupId, membership));
  },
} as const satisfies Partial<Action<UserGroupInput, UserInGroup>>;
