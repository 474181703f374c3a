import type { Permission, Role } from '../model/role.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeInDirectory } from './place.ts';

const PermissionType = builder.objectRef<Permission>('Permission').implement({
  description: 'One thing that a role allows.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    id: t.exposeString('id', { description: "The provider's name of it, such as `dir:read:user`." }),
    description: t.exposeString('description', { nullable: true, description: 'The same in words.' }),
  }),
});

export const RoleType = builder.objectRef<Role>('Role');

/** A role by its id. They are few: all are read together, and kept for a while. */
export function roleById(loaders: DirectoryLoaders, id: string): Promise<Role | null> {
  return rowById(loaders.settings.roles(), id);
}

builder.node(RoleType, {
  description: 'A role that can be assigned to users, groups and applications.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return roleById(context.loaders(directory), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    isCustom: t.exposeBoolean('custom', { description: 'Whether the operator defined it.' }),
    tier: t.exposeInt('tier', {
      nullable: true,
      description:
        '0: can take over the directory; 1: can reset people, credentials or applications; 2: can only look. Null: unknown.',
    }),
    applicableTo: t.exposeStringList('applicableTo', {
      description:
        'What it can be assigned over: `ORGANIZATION`, `ENVIRONMENT`, `POPULATION`, `APPLICATION`.',
    }),
    permissions: t.field({
      type: [PermissionType],
      description: 'What it allows.',
      resolve: (role) => role.permissions,
    }),
    canAssign: t.field({
      type: [RoleType],
      nullable: true,
      description: 'Roles that a holder may assign to others, as far as the provider tells.',
      extensions: { cost: { rows: 20 } },
      resolve: async (role, _args, context) => {
        const roles = await wholeRows(context.loaders(role.directory).settings.roles());
        return roles.filter((other) => role.canAssignRoleIds.includes(other.externalId));
      },
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  roles: t.field({
    type: [RoleType],
    nullable: true,
    description:
      "Its roles, the provider's own and custom ones; null, with an error, when they could not all be read.",
    extensions: { cost: { calls: 2, rows: 20 } },
    resolve: (directory, _args, context) => wholeRows(context.loaders(directory.key).settings.roles()),
  }),
}));
