import { setUserPassword } from '../../actions/users/set-user-password.ts';
import { Secret } from '../../model/secret.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('SetUserPasswordInput', {
  description: 'What `setUserPassword` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    password: t.string({
      required: true,
      description:
        'The new password, 1 to 255 characters. The gateway keeps it nowhere. Send it as a variable.',
    }),
    forceChange: t.boolean({
      defaultValue: true,
      description: 'Whether the user must choose another one at the next sign-on.',
    }),
  }),
});

function read({ password, forceChange, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  return { directory, input: { ...input, password: new Secret(password), forceChange: forceChange ?? true } };
}

defineAction({
  action: setUserPassword,
  description:
    "Sets a user's password, which the password policy is held against. Running sessions stay. Nothing takes it back. For an administrator's account the caller needs `role:assign` too.",
  input: Input,
  read,
  object: userObject,
});
