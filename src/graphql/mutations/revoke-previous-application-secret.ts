import { revokePreviousApplicationSecret } from '../../actions/applications/revoke-previous-application-secret.ts';
import { builder } from '../builder.ts';
import { applicationInputFields, applicationObject, readApplicationInput } from './application-mutation.ts';
import { defineAction } from './define-action.ts';

defineAction({
  action: revokePreviousApplicationSecret,
  description:
    'Ends the client secret before the current one at once: whoever still uses it is locked out. Safe to repeat. The current one stays.',
  input: builder.inputType('RevokePreviousApplicationSecretInput', {
    description: 'What `revokePreviousApplicationSecret` is to do.',
    fields: applicationInputFields,
  }),
  read: readApplicationInput,
  object: applicationObject,
});
