import { assignRoleToApplication } from '../../actions/membership/assign-role.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { applicationObject } from './application-mutation.ts';
import { grantFields, untilOf, within } from './membership-inputs.ts';

const Input = builder.inputType('AssignRoleToApplicationInput', {
  description: 'What `assignRoleToApplication` is to give which role.',
  fields: (t) => ({
    application: t.id({ required: true, description: 'Id of the Application in this graph.' }),
    ...grantFields(t),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: assignRoleToApplication,
  description:
    "Gives an application a role over a scope: whoever has its credential may do what it allows. Safe to repeat. Refused for the gateway's own application. `removeRoleFromApplication` takes it back.",
  input: Input,
  read: ({ application, role, scope, until, ...rest }) => {
    const { directory, externalId } = parseObjectId(application, 'Application');
    return {
      directory,
      input: {
        ...rest,
        application: { externalId },
        role: within(directory, role, 'Role'),
        scope,
        until: untilOf(until),
      },
    };
  },
  object: applicationObject,
});
