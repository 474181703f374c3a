import { removeRoleFromGroup } from '../../actions/membership/remove-role.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { groupObject } from './group-object.ts';
import { heldRoleFields, heldRoleOf } from './membership-inputs.ts';

const Input = builder.inputType('RemoveRoleFromGroupInput', {
  description: 'What `removeRoleFromGroup` is to take which role from.',
  fields: (t) => ({
    group: t.id({ required: true, description: 'Id of the Group in this graph.' }),
    ...heldRoleFields(t),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: removeRoleFromGroup,
  description:
    'Takes a role from a group: its members do not hold it any more, unless by another way. Safe to repeat. `assignRoleToGroup` takes it back.',
  input: Input,
  read: ({ group, role, scope, assignment, ...rest }) => {
    const { directory, externalId } = parseObjectId(group, 'Group');
    const held = heldRoleOf({ role, scope, assignment }, directory, 'GROUP', externalId);
    return { directory, input: { ...rest, ...held, group: { externalId } } };
  },
  object: groupObject,
});
