import { revokeSession } from '../../actions/users/revoke-session.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('RevokeSessionInput', {
  description: 'What `revokeSession` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    session: t.string({ required: true, description: 'The `externalId` of one of `User.sessions`.' }),
  }),
});

defineAction({
  action: revokeSession,
  description: 'Ends one session of a user; the others stay. Safe to repeat. Nothing takes it back.',
  input: Input,
  read: readUserInput,
  object: userObject,
});
