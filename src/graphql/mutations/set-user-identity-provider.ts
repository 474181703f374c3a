import { setUserIdentityProvider } from '../../actions/users/set-user-identity-provider.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { idIn } from './id-in-directory.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('SetUserIdentityProviderInput', {
  description: 'What `setUserIdentityProvider` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    identityProvider: t.id({ required: true, description: 'Id of the IdentityProvider.' }),
  }),
});

function read({ identityProvider, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  const id = idIn('IdentityProvider', directory, identityProvider) ?? '';
  return { directory, input: { ...input, identityProvider: id } };
}

defineAction({
  action: setUserIdentityProvider,
  description:
    "Makes an outside identity provider check who a user is, in place of the directory's own password. Safe to repeat. Only a change from another outside provider can be taken back.",
  input: Input,
  read,
  object: userObject,
});
