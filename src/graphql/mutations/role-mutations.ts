import { createRole, deleteRole, updateRole } from '../../actions/settings/role-actions.ts';
import { roleById, RoleType } from '../role.ts';
import { defineObjectActions } from './define-object-actions.ts';

defineObjectActions({
  what: 'role',
  named: { field: 'role', typename: 'Role' },
  create: {
    action: createRole,
    description: "Creates a role of the operator's own. It gives nobody anything until it is assigned.",
  },
  update: {
    action: updateRole,
    description:
      "Changes a role of the operator's own: whoever holds it may do more, or less, from then on. Lists are replaced whole.",
  },
  remove: {
    action: deleteRole,
    description: "Deletes a role of the operator's own: whoever holds it loses it. Nothing takes it back.",
  },
  object: {
    field: 'role',
    type: RoleType,
    load: ({ directory, externalId }, context) => roleById(context.loaders(directory), externalId),
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    permissions: {
      type: 'String',
      list: true,
      required: true,
      member: 'permissions',
      form: (id) => ({ id }),
      description: "What it allows: the provider's names, such as `dir:read:user`.",
    },
    canBeAssignedBy: {
      type: 'ID',
      of: 'Role',
      list: true,
      required: true,
      member: 'canBeAssignedBy',
      description: 'Ids of the roles whose holders may assign it.',
    },
    applicableTo: {
      type: 'String',
      list: true,
      member: 'applicableTo',
      description:
        'What it can be assigned over: `ORGANIZATION`, `ENVIRONMENT`, `POPULATION`, `APPLICATION`.',
    },
  },
});
