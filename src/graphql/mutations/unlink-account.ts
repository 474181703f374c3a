import { unlinkAccount } from '../../actions/users/unlink-account.ts';
import { builder } from '../builder.ts';
import { defineAction } from './define-action.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('UnlinkAccountInput', {
  description: 'What `unlinkAccount` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    linkedAccount: t.string({
      required: true,
      description: 'The `externalId` of one of `User.linkedAccounts`.',
    }),
  }),
});

defineAction({
  action: unlinkAccount,
  description:
    'Takes away the link between a user and an account at an outside identity provider. Safe to repeat. Nothing takes it back.',
  input: Input,
  read: readUserInput,
  object: userObject,
});
