import { listingCoverage } from '../directory/listing-coverage.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { Listing } from '../model/coverage.ts';
import type { PrincipalKind, RoleAssignment, ScopeType } from '../model/role.ts';
import { isConfined } from '../access/reach.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import {
  connectionOfRows,
  connectionTypes,
  pageArgs,
  readPageArgs,
  type Connection,
  type PageArguments,
} from './connection.ts';
import { objectId } from './global-id.ts';
import { GroupType } from './group.ts';
import { nullWhenGone, rowById } from './listing.ts';
import { isAdministrator } from '../directory/administrators.ts';
import { RoleType, roleById } from './role.ts';
import { UserType } from './user.ts';

const ScopeTypeEnum = builder.enumType('RoleScopeType', {
  description: 'What kind of thing a role assignment reaches.',
  values: {
    ORGANIZATION: { description: 'A whole organisation with all its environments.' },
    ENVIRONMENT: { description: 'An environment.' },
    POPULATION: { description: 'A population.' },
    APPLICATION: { description: 'An application.' },
    GROUP: { description: 'A group.' },
    UNKNOWN: { description: 'Something that the gateway does not know.' },
  } satisfies Record<ScopeType, { description: string }>,
});

const RoleScopeType = builder.objectRef<RoleAssignment['scope']>('RoleScope').implement({
  description: 'What a role assignment reaches.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    type: t.expose('type', { type: ScopeTypeEnum, description: 'What kind of thing.' }),
    rawType: t.exposeString('rawType', { description: "The provider's word for the kind." }),
    externalId: t.exposeString('externalId', { description: "The provider's id of it." }),
  }),
});

export const RoleAssignmentType = builder.objectRef<RoleAssignment>('RoleAssignment');

/** Assignments are only listed below who holds them: the id of one names its principal too. */
const principals = { USER: 'u', GROUP: 'g', APPLICATION: 'a', GATEWAY: 'w' } as const satisfies Record<
  PrincipalKind,
  string
>;

function assignmentsOf(
  kind: string,
  id: string,
  loaders: DirectoryLoaders,
): Promise<Listing<RoleAssignment>> {
  switch (kind) {
    case principals.USER:
      return loaders.userRoleAssignments.load(id);
    case principals.GROUP:
      return loaders.groupRoleAssignments.load(id);
    case principals.GATEWAY:
      return loaders.settings.gatewayRoleAssignments();
    default:
      return loaders.applicationRoleAssignments.load(id);
  }
}

/** Who may not see its holder does not see an assignment either. */
async function isPrincipalSeen(
  kind: string,
  id: string,
  loaders: DirectoryLoaders,
  { caller }: GatewayContext,
): Promise<boolean> {
  if (!isConfined(caller)) return true;
  if (kind === principals.USER) return (await loaders.user.load(id)) !== null;
  return kind !== principals.GROUP || (await loaders.group.load(id)) !== null;
}

builder.node(RoleAssignmentType, {
  description: 'That somebody or something holds a role over a scope.',
  id: {
    resolve: ({ directory, principal, externalId }) =>
      `${directory}:${principals[principal.kind]}/${principal.externalId}/${externalId}`,
  },
  loadOne: async (id, context) => {
    const { directory, externalId } = objectId(id);
    const [kind = '', principalId = '', assignmentId = ''] = externalId.split('/');
    const loaders = context.loaders(directory);
    if (!(await isPrincipalSeen(kind, principalId, loaders, context))) return null;
    const read = assignmentsOf(kind, principalId, loaders);
    return nullWhenGone(rowById(read, assignmentId));
  },
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    role: t.field({
      type: RoleType,
      nullable: true,
      description: 'The role; null when the provider lists no such role.',
      extensions: { cost: { calls: 2, batched: 2 } },
      resolve: (assignment, _args, context) =>
        roleById(context.loaders(assignment.directory), assignment.roleId),
    }),
    scope: t.expose('scope', { type: RoleScopeType, description: 'What it reaches.' }),
    isInherited: t.exposeBoolean('inherited', {
      nullable: true,
      description: 'Whether it is held through a group; null when the provider does not say.',
    }),
    isReadOnly: t.exposeBoolean('readOnly', {
      description: 'Whether the provider made it itself: it cannot be removed.',
    }),
  }),
});

export const RoleAssignments = connectionTypes<RoleAssignment>(RoleAssignmentType, {
  rows: 'role assignments',
});

builder.objectFields(RoleAssignments.edge, (t) => ({
  inheritedFrom: t.field({
    type: GroupType,
    nullable: true,
    description:
      'The group that gives it; null: it is held directly, or the provider does not name the group.',
    extensions: { cost: { calls: 1, batched: 10 } },
    resolve: ({ node }, _args, context) =>
      node.inheritedFromGroupId === null
        ? null
        : context.loaders(node.directory).group.load(node.inheritedFromGroupId),
  }),
}));

/** Roles are read beside the assignments, not after them: a query that wants names waits once. */
export async function roleAssignmentPage(
  loaders: DirectoryLoaders,
  read: Promise<Listing<RoleAssignment>>,
  args: PageArguments,
): Promise<Connection<RoleAssignment, null>> {
  loaders.settings.roles().catch(() => {});
  const list = await read;
  const { key } = loaders.directory;
  return connectionOfRows(key, { rows: list.rows, coverage: listingCoverage(key, list) }, args, () => null);
}

builder.objectFields(UserType, (t) => ({
  roleAssignments: t.field({
    type: RoleAssignments.connection,
    nullable: true,
    description:
      'Roles that the user holds, directly and through groups; null, with an error, when they could not be read.',
    args: pageArgs,
    extensions: { cost: { calls: 1 } },
    resolve: (user, args, context) => {
      const loaders = context.loaders(user.directory);
      return roleAssignmentPage(
        loaders,
        loaders.userRoleAssignments.load(user.externalId),
        readPageArgs(args),
      );
    },
  }),
  isAdministrator: t.boolean({
    nullable: true,
    description:
      'Whether the user holds a role of tier 0 or 1, directly or through a group; null when that could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: async (user, _args, context) => {
      const fact = await isAdministrator(user.externalId, context.loaders(user.directory));
      return fact.state === 'KNOWN' ? fact.value : null;
    },
  }),
}));

builder.objectFields(GroupType, (t) => ({
  roleAssignments: t.field({
    type: RoleAssignments.connection,
    nullable: true,
    description: 'Roles that its members hold through it; null, with an error, when they could not be read.',
    args: pageArgs,
    extensions: { cost: { calls: 1 } },
    resolve: (group, args, context) => {
      const loaders = context.loaders(group.directory);
      return roleAssignmentPage(
        loaders,
        loaders.groupRoleAssignments.load(group.externalId),
        readPageArgs(args),
      );
    },
  }),
}));
