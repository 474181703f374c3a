import { allowMfaBypass } from '../../actions/mfa/mfa-bypass.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('AllowMfaBypassInput', {
  description: 'What `allowMfaBypass` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    until: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it ends; a moment that is yet to come.',
    }),
  }),
});

function read({ until, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  return { directory, input: { ...input, until: until.toISOString() } };
}

defineAction({
  action: allowMfaBypass,
  description:
    'Lets a user through without a second factor until a moment. A bypass that is open gets the new end. Safe to repeat. `endMfaBypass` takes it back.',
  input: Input,
  read,
  object: userObject,
});
