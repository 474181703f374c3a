import { assignRoleToUser } from '../../actions/membership/assign-role.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { grantFields, untilOf, within } from './membership-inputs.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('AssignRoleToUserInput', {
  description: 'Whom `assignRoleToUser` is to give which role.',
  fields: (t) => ({ ...userInputFields(t), ...grantFields(t) }),
});

defineAction({
  action: assignRoleToUser,
  description:
    'Gives a user a role over a scope. Safe to repeat: who has it at this or a broader scope keeps it as it is. Nobody gives one to themselves. `removeRoleAssignment` takes it back.',
  input: Input,
  read: ({ role, scope, until, ...rest }, context) => {
    const { directory, input } = readUserInput(rest, context);
    return {
      directory,
      input: { ...input, role: within(directory, role, 'Role'), scope, until: untilOf(until) },
    };
  },
  object: userObject,
});
