import { setUserVerifyStatus } from '../../actions/users/set-user-verify-status.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const VerifyStatusEnum = builder.enumType('VerifyStatus', {
  description: 'Whether a user may be asked to prove their identity with documents.',
  values: {
    ENABLED: { description: 'They may.' },
    DISABLED: { description: 'They may not.' },
  } as const,
});

const Input = builder.inputType('SetUserVerifyStatusInput', {
  description: 'What `setUserVerifyStatus` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    verifyStatus: t.field({ type: VerifyStatusEnum, required: true, description: 'What it is to be.' }),
  }),
});

defineAction({
  action: setUserVerifyStatus,
  description:
    'Switches identity verification with documents on or off for a user. Safe to repeat. The same mutation takes it back, unless it was never set before.',
  input: Input,
  read: readUserInput,
  object: userObject,
});
