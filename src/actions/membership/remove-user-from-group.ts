import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { lastAdministrator } from '../guards/last-administrator.ts';
import { self } from '../guards/self.ts';
import { memberRefusal } from './joining.ts';
import { notPossible } from './not-possible.ts';
import {
  describeMembership,
  onUserInGroup,
  sameMembership,
  type UserGroupInput,
  type UserInGroup,
} from './user-in-group.ts';

/**
 * Takes a user out of a group. Only a direct membership can be removed (PingOne API, "Group membership"): one through a
 * filter or another group is refused with an explanation. A user who is also in it in such a way stays in it so.
 */
export const removeUserFromGroup: Action<UserGroupInput, UserInGroup> = {
  ...onUserInGroup,
  name: 'REMOVE_USER_FROM_GROUP',
  summary: 'Take a user out of a group.',
  mutation: 'removeUserFromGroup',
  inverse: 'ADD_USER_TO_GROUP',
  guards: [self, breakGlass, lastAdministrator],
  power: ({ user, groupId }) => ({
    takes: { from: { kind: 'USER', externalId: user.externalId }, what: { kind: 'THROUGH', groupId } },
  }),
  foresee: (before) => before && { ...describeMembership(before), membership: 'NONE' },
  objection: async ({ before, environment: { directory } }, caller) =>
    before &&
    (leavingProblem(before) ?? memberRefusal(caller, directory.key, before.user.populationId, before.group)),
  holds: (state) => state && state.membership === null,
  confirms: (after) => after && (after.membership === null || isOtherwise(after)),
  send: async ({ target, input, environment: { provider, context } }) => {
    await provider.membershipWrites.removeUserFromGroup(target.externalId, input.group.externalId, context);
    return {};
  },
  undo: (entry) => ({ action: 'ADD_USER_TO_GROUP', input: sameMembership(entry) }),
};

/** What was to be removed is gone, and another way into the group, which hid behind it, shows. */
function isOtherwise({ membership }: UserInGroup): boolean | null {
  return membership?.type === 'UNKNOWN' ? null : membership?.type === 'INDIRECT';
}

/** Why nobody can be taken out of a group directly; null: it can be done. */
export function leavingProblem({
  group,
  membership,
}: Pick<UserInGroup, 'group' | 'membership'>): GuardRefusal | null {
  const name = group?.name ?? membership?.groupName ?? 'the group';
  if (group?.external === true)
    return notPossible(
      `The members of "${name}" come from a source outside this directory. Take the user out there.`,
    );
  if (group !== null && group.dynamicFilter !== null)
    return notPossible(
      `Who is in "${name}" follows from its filter (${group.dynamicFilter}): nobody can be taken out. Change what the filter looks at.`,
    );
  return membership?.type === 'INDIRECT'
    ? notPossible(
        `The user is in "${name}" through another group that is in it. Take the user out of that one, or that one out of "${name}" (unnestGroup).`,
      )
    : null;
}
