import type { Collected } from '../directory/collect-pages.ts';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import { listingCoverage } from '../directory/listing-coverage.ts';
import { membershipTypeOf } from '../directory/membership-type.ts';
import { walk } from '../directory/sweep/sweep-reads.ts';
import type { Listing } from '../model/coverage.ts';
import type { Group, Membership, MembershipType } from '../model/group.ts';
import type { User } from '../model/user.ts';
import { builder } from './builder.ts';
import {
  connectionOf,
  connectionOfRows,
  connectionTypes,
  nextRows,
  pageArgs,
  readPageArgs,
  type Connection,
  type PageArguments,
} from './connection.ts';
import type { GatewayContext } from './context.ts';
import { GroupType } from './group.ts';
import { wholeRows } from './listing.ts';
import { MembershipTypeEnum } from './user-enums.ts';
import { UserType } from './user.ts';
import { usersWithin } from './within.ts';

interface Belonging {
  readonly type: MembershipType;
}

const UserGroups = connectionTypes<Group, Belonging>(GroupType, {
  name: 'UserGroup',
  rows: 'groups of a user',
});

builder.objectFields(UserGroups.edge, (t) => ({
  type: t.field({
    type: MembershipTypeEnum,
    description: 'How the user is in the group.',
    resolve: (edge) => edge.relation.type,
  }),
}));

const GroupMembers = connectionTypes<User, Belonging>(UserType, {
  name: 'GroupMember',
  rows: 'members of a group',
});

builder.objectFields(GroupMembers.edge, (t) => ({
  type: t.field({
    type: MembershipTypeEnum,
    description: 'How the user is in the group, as far as the list of members tells.',
    resolve: (edge) => edge.relation.type,
  }),
}));

/** Groups that were sent along cost nothing; the others are asked for together. */
async function groupsOf(
  memberships: Listing<Membership>,
  loaders: DirectoryLoaders,
  page: PageArguments,
): Promise<Connection<Group, Belonging>> {
  const start = page.after?.offset ?? 0;
  const wanted = memberships.rows.slice(start, start + page.first);
  const found = await Promise.all(
    wanted.map(async (membership) => membership.group ?? loaders.group.load(membership.groupId)),
  );
  const types = new Map(memberships.rows.map((membership) => [membership.groupId, membership.type]));
  const { key } = loaders.directory;
  const connection = connectionOfRows<Group | null, Belonging>(
    key,
    {
      rows: [...memberships.rows.slice(0, start).map(() => null), ...found],
      coverage: listingCoverage(key, memberships),
    },
    page,
    (group) => ({ type: (group && types.get(group.externalId)) ?? 'UNKNOWN' }),
  );
  return {
    ...connection,
    totalCount: memberships.complete ? memberships.rows.length : null,
    hasNextPage: start + wanted.length < memberships.rows.length,
    edges: connection.edges.flatMap((edge) => (edge.node === null ? [] : [{ ...edge, node: edge.node }])),
  };
}

async function membersOf(
  group: Group,
  { caller, ...context }: Pick<GatewayContext, 'caller' | 'loaders'>,
  wanted: PageArguments,
): Promise<Connection<User, Belonging>> {
  const loaders = context.loaders(group.directory);
  const { provider, key } = loaders.directory;
  const within = usersWithin(caller);
  const collected: Collected<User> = await nextRows(
    [
      {
        directory: key,
        pageLimit: provider.usersPerPage,
        keep: within,
        fetch: async (request) => {
          const page = await provider.groups.members(group.externalId, request, loaders.scope.context);
          for (const user of page.rows) loaders.user.prime(user.externalId, user);
          return page;
        },
      },
    ],
    wanted,
  );
  const isWhole = within === null && !collected.hasNextPage && wanted.after === null;
  const listed = collected.totalCount ?? (isWhole ? collected.entries.length : null);
  const type = membershipTypeOf(group, listed);
  return connectionOf(collected, () => ({ type }));
}

builder.objectFields(UserType, (t) => ({
  groups: t.field({
    type: UserGroups.connection,
    nullable: true,
    description: 'Groups that the user is in; null, with an error, when they could not be read.',
    args: pageArgs,
    extensions: { cost: { calls: 1 } },
    resolve: async (user, args, context) => {
      const loaders = context.loaders(user.directory);
      const page = readPageArgs(args);
      return groupsOf(await loaders.userGroups.load(user.externalId), loaders, page);
    },
  }),
}));

builder.objectFields(GroupType, (t) => ({
  members: t.field({
    type: GroupMembers.connection,
    description: 'Its members, as the provider lists them: nested and dynamic ones may be among them.',
    args: pageArgs,
    extensions: { cost: { calls: 1, page: 200 } },
    resolve: (group, args, context) => membersOf(group, context, readPageArgs(args)),
  }),
  parents: t.field({
    type: [GroupType],
    nullable: true,
    description: 'Groups that it is a member of; null, with an error, when they could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: async (group, _args, context) => {
      const loaders = context.loaders(group.directory);
      const memberships = await wholeRows(loaders.groupParents.load(group.externalId));
      const parents = await Promise.all(
        memberships.map(async (membership) => membership.group ?? loaders.group.load(membership.groupId)),
      );
      return parents.filter((parent) => parent !== null);
    },
  }),
  children: t.field({
    type: [GroupType],
    nullable: true,
    description:
      'Groups that are members of it; null, with an error, when they could not all be read. Providers list only parents: this reads the parents of every group.',
    extensions: { cost: { calls: 200, batched: 500, rows: 50 } },
    resolve: async (group, _args, context) => {
      const loaders = context.loaders(group.directory);
      const groups = await everyGroup(loaders);
      const nested = await Promise.all(
        groups.map(async (child) => {
          const parents = await wholeRows(loaders.groupParents.load(child.externalId));
          return parents.some((parent) => parent.groupId === group.externalId) ? [child] : [];
        }),
      );
      return nested.flat();
    },
  }),
}));

/** Every group of a directory, once in a request. */
async function everyGroup(loaders: DirectoryLoaders): Promise<readonly Group[]> {
  const { directory, scope } = loaders;
  return wholeRows(
    directory.cache.read('everyGroup', '', scope, (context) =>
      walk((request) => directory.provider.groups.list(request, context), directory.provider.groupsPerPage),
    ),
  );
}
