import { type RemovalOfRole, removeRoleAssignment } from '../../actions/membership/remove-role-assignment.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { checkHolder, heldRoleFields, heldRoleOf, within } from './membership-inputs.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const HowEnum = builder.enumType('RemovalOfRole', {
  description: 'The way in which a role is taken from a user.',
  values: {
    DIRECT: { description: "Deletes the user's own assignment." },
    LEAVE_GROUP: {
      description: 'Takes the user out of the group that gives the role, and so out of all that it gives.',
    },
    REMOVE_FROM_GROUP: {
      description: 'Takes the role from the group that gives it: everybody in it loses it.',
    },
  } satisfies Record<RemovalOfRole, { description: string }>,
});

const Input = builder.inputType('RemoveRoleAssignmentInput', {
  description: 'Whom `removeRoleAssignment` is to take which role from, and how.',
  fields: (t) => ({
    ...userInputFields(t),
    ...heldRoleFields(t),
    how: t.field({
      type: HowEnum,
      defaultValue: 'DIRECT',
      description:
        'A role that comes through a group is taken only by one of the other two ways; without it the answer names the groups and how many others each of them gives it to.',
    }),
    group: t.id({
      description: 'Id of the Group that gives it, where several do. Left out: it is only one.',
    }),
  }),
});

defineAction({
  action: removeRoleAssignment,
  description:
    'Takes a role from a user: deletes the assignment, or, where `how` says so, takes the user out of the group that gives it, or the role from that group. Safe to repeat. A rehearsal says in `steps` what would be done. Refused when no administrator would be left. `assignRoleToUser` gives it back.',
  input: Input,
  read: ({ role, scope, assignment, group, how, ...rest }, context) => {
    const { directory, input } = readUserInput(rest, context);
    const { holderId, ...held } = heldRoleOf({ role, scope, assignment }, directory, 'USER');
    const { user } = input;
    return {
      directory,
      input: {
        ...input,
        ...held,
        user: async () => {
          const found = typeof user === 'function' ? await user() : user;
          if (found !== null && holderId !== undefined) checkHolder(holderId, found.externalId, 'USER');
          return found;
        },
        how: how ?? null,
        group: group === undefined || group === null ? null : within(directory, group, 'Group'),
      },
    };
  },
  object: userObject,
});
