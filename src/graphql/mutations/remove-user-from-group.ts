import { removeUserFromGroup } from '../../actions/membership/remove-user-from-group.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { within } from './membership-inputs.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('RemoveUserFromGroupInput', {
  description: 'Whom `removeUserFromGroup` is to take out of what.',
  fields: (t) => ({
    ...userInputFields(t),
    group: t.id({ required: true, description: 'Id of the Group, in the same directory.' }),
  }),
});

defineAction({
  action: removeUserFromGroup,
  description:
    'Takes a user out of a group. Safe to repeat. Only a direct membership can be removed: one by a filter or through another group is refused, and says what would do. `addUserToGroup` takes it back.',
  input: Input,
  read: ({ group, ...rest }, context) => {
    const { directory, input } = readUserInput(rest, context);
    return { directory, input: { ...input, group: within(directory, group, 'Group') } };
  },
  object: userObject,
});
