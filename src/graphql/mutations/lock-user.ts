import { lockUser } from '../../actions/users/lock-user.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('LockUserInput', {
  description: 'What `lockUser` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    until: t.field({
      type: 'DateTime',
      description:
        'When the lock ends by itself, a moment that is yet to come. Left out: `unlockUser` ends it; where a directory locks nobody without an end, the answer is Unconfirmed.',
    }),
  }),
});

function read({ until, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  return { directory, input: { ...input, until: until?.toISOString() ?? null } };
}

defineAction({
  action: lockUser,
  description:
    'Shuts an account out, for a time or until it is unlocked. Safe to repeat. It is another switch than a suspension; groups, roles, devices and sessions stay. `unlockUser` takes it back.',
  input: Input,
  read,
  object: userObject,
});
