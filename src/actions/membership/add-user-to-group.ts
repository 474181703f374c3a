import type { Action } from '../action.ts';
import { breakGlass } from '../guards/break-glass.ts';
import { givesRoles } from '../guards/gives-roles.ts';
import { self } from '../guards/self.ts';
import { joiningProblem, memberRefusal } from './joining.ts';
import { endOf, untilProblem } from './until.ts';
import {
  describeMembership,
  onUserInGroup,
  sameMembership,
  type UserGroupInput,
  type UserInGroup,
} from './user-in-group.ts';

export interface AddUserToGroupInput extends UserGroupInput {
  /** ISO 8601: when the user is to be taken out again; left out: never. */
  readonly until?: string | null | undefined;
}

/**
 * Puts a user into a group. Who is in it already through another group is put in directly besides. PingOne edits neither the
 * members of a dynamic group, which follow from its filter, nor those of a group whose source is elsewhere.
 */
export const addUserToGroup: Action<AddUserToGroupInput, UserInGroup> = {
  ...onUserInGroup,
  name: 'ADD_USER_TO_GROUP',
  summary: 'Put a user into a group.',
  mutation: 'addUserToGroup',
  inverse: 'REMOVE_USER_FROM_GROUP',
  guards: [self, breakGlass, givesRoles],
  problem: ({ until }) => untilProblem(until),
  parameters: ({ group, until }) => ({
    groupId: group.externalId,
    ...(typeof until === 'string' ? { until } : {}),
  }),
  power: ({ groupId }) => ({ takes: null, joins: groupId }),
  foresee: (before) => before && { ...describeMembership(before), membership: 'DIRECT' },
  objection: async ({ before, environment: { directory } }, caller) =>
    before &&
    (joiningProblem(before.group, before.groupId) ??
      memberRefusal(caller, directory.key, before.user.populationId, before.group)),
  holds: (state) => state && isDirect(state),
  // Who was not in it, and is now that the directory accepted it, was put in, whether or not it says how somebody is in a group.
  confirms: (after, { before }, sent) =>
    sent !== null && before?.membership === null && after !== null && isDirect(after) === null
      ? true
      : after && isDirect(after),
  send: async ({ target, input, environment: { provider, context } }) => {
    await provider.membershipWrites.addUserToGroup(target.externalId, input.group.externalId, context);
    return {};
  },
  undo: (entry) => ({ action: 'REMOVE_USER_FROM_GROUP', input: sameMembership(entry) }),
  timed: ({ group, until }, { externalId }) =>
    endOf(until, {
      action: 'REMOVE_USER_FROM_GROUP',
      input: { user: { externalId }, group: { externalId: group.externalId } },
    }),
};

function isDirect({ membership }: UserInGroup): boolean | null {
  return membership?.type === 'UNKNOWN' ? null : membership?.type === 'DIRECT';
}
