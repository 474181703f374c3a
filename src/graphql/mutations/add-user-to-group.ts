import { addUserToGroup } from '../../actions/membership/add-user-to-group.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { untilField, untilOf, within } from './membership-inputs.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('AddUserToGroupInput', {
  description: 'Whom `addUserToGroup` is to put where.',
  fields: (t) => ({
    ...userInputFields(t),
    group: t.id({ required: true, description: 'Id of the Group, in the same directory.' }),
    until: untilField(t, 'When the user is taken out again by itself; left out: never.'),
  }),
});

defineAction({
  action: addUserToGroup,
  description:
    'Puts a user into a group. Safe to repeat. Where the group gives roles it needs `role:assign` too. Refused for groups whose members follow from a filter or come from elsewhere. `removeUserFromGroup` takes it back.',
  input: Input,
  read: ({ group, until, ...rest }, context) => {
    const { directory, input } = readUserInput(rest, context);
    return {
      directory,
      input: { ...input, group: within(directory, group, 'Group'), until: untilOf(until) },
    };
  },
  object: userObject,
});
