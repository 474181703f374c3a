import { assignRoleToGroup } from '../../actions/membership/assign-role.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { groupObject } from './group-object.ts';
import { grantFields, untilOf, within } from './membership-inputs.ts';

const Input = builder.inputType('AssignRoleToGroupInput', {
  description: 'What `assignRoleToGroup` is to give which role.',
  fields: (t) => ({
    group: t.id({ required: true, description: 'Id of the Group in this graph.' }),
    ...grantFields(t),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: assignRoleToGroup,
  description:
    'Gives everybody in a group a role over a scope, now and later. Safe to repeat. Refused for a group that the caller is in. `removeRoleFromGroup` takes it back.',
  input: Input,
  read: ({ group, role, scope, until, ...rest }) => {
    const { directory, externalId } = parseObjectId(group, 'Group');
    return {
      directory,
      input: {
        ...rest,
        group: { externalId },
        role: within(directory, role, 'Role'),
        scope,
        until: untilOf(until),
      },
    };
  },
  object: groupObject,
});
