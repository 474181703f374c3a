import { resetUserMfa } from '../../actions/mfa/reset-user-mfa.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('ResetUserMfaInput', {
  description: 'What `resetUserMfa` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    endBypass: t.boolean({ defaultValue: false, description: 'Also end a bypass.' }),
  }),
});

defineAction({
  action: resetUserMfa,
  description:
    'Removes every second factor of a user, for somebody who lost them or whose account was taken over. Each device is a step, and that none is left is seen to. Nothing takes it back. Safe to repeat.',
  input: Input,
  read: readUserInput<typeof Input.$inferInput>,
  object: userObject,
});
