import { updateUser } from '../../actions/users/update-user.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { profileFields } from './user-profile-fields.ts';
import { readCustomAttributes } from './read-custom-attributes.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const UserChanges = builder.inputType('UserChanges', {
  description: 'What is to be changed of a user: what is left out stays, and null clears.',
  fields: (t) => ({
    username: t.string({ description: 'User name, 1 to 128 characters, unique within the directory.' }),
    ...profileFields(t),
  }),
});

const Input = builder.inputType('UpdateUserInput', {
  description: 'What `updateUser` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    changes: t.field({ type: UserChanges, required: true, description: 'What is to be changed.' }),
  }),
});

function read({ changes, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  return { directory, input: { ...input, changes: readCustomAttributes(changes) } };
}

defineAction({
  action: updateUser,
  description:
    "Changes members of a user's record; all others stay. Safe to repeat. The same mutation, with what was there before, takes it back. For an administrator's account the caller needs `role:assign` too: whoever has its address can recover its password.",
  input: Input,
  read,
  object: userObject,
});
