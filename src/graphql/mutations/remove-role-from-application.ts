import { removeRoleFromApplication } from '../../actions/membership/remove-role.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { applicationObject } from './application-mutation.ts';
import { heldRoleFields, heldRoleOf } from './membership-inputs.ts';

const Input = builder.inputType('RemoveRoleFromApplicationInput', {
  description: 'What `removeRoleFromApplication` is to take which role from.',
  fields: (t) => ({
    application: t.id({ required: true, description: 'Id of the Application in this graph.' }),
    ...heldRoleFields(t),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: removeRoleFromApplication,
  description:
    "Takes a role from an application. Safe to repeat. Refused for the gateway's own application. `assignRoleToApplication` takes it back.",
  input: Input,
  read: ({ application, role, scope, assignment, ...rest }) => {
    const { directory, externalId } = parseObjectId(application, 'Application');
    const held = heldRoleOf({ role, scope, assignment }, directory, 'APPLICATION', externalId);
    return { directory, input: { ...rest, ...held, application: { externalId } } };
  },
  object: applicationObject,
});
