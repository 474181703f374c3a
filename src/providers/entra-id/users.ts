import type { User } from '../../model/user.ts';
import { unknown } from '../../model/fact.ts';
import type { CallContext } from '../../upstream/call.ts';
import { identified } from '../identified.ts';
import type { UserReads } from '../provider.ts';
import type { Unsupported } from '../unsupported.ts';
import type { GraphApi } from './graph-api.ts';
import type { GroupMemberships } from './group-memberships.ts';
import { isGuid } from './guid.ts';
import { compare, mayBe } from './odata-filter.ts';
import type { OptionalProperties } from './optional-properties.ts';
import type { RoleAssignments } from './role-assignments.ts';
import { toUser } from './user.ts';
import { planUserFilter, readUserQuery } from './user-filter.ts';
import type { UserList } from './user-list.ts';
import { readPasswordState } from './user-password.ts';
import { SELECT_REMOVED, selectUser } from './user-properties.ts';

interface UserParts {
  readonly api: GraphApi;
  readonly properties: OptionalProperties;
  readonly people: Pick<UserList, 'page'>;
  readonly memberships: GroupMemberships;
  readonly assignments: RoleAssignments;
  readonly unsupported: Unsupported['users'];
}

export function createUserReads({
  api,
  properties,
  people,
  memberships,
  assignments,
  unsupported,
}: UserParts): UserReads {
  const { directory } = api;

  async function get(userId: string, context: CallContext): Promise<User | null> {
    // Nothing but a GUID is the id of a user; Graph would take a user name for one.
    if (!isGuid(userId)) return null;
    const { value: found, asked } = await properties.read((optional) =>
      api.find('/users/{userId}', { userId }, context, { query: { $select: selectUser(optional) } }),
    );
    if (found === null) return await removed(userId, context);
    return toUser(found.row, {
      directory,
      observedAt: found.answer.observedAt,
      source: 'DIRECT',
      signInMissing: properties.signInMissing(asked),
    });
  }

  /** Removed users stay among the deleted items for thirty days. */
  async function removed(userId: string, context: CallContext): Promise<User | null> {
    const template = '/directory/deletedItems/{userId}/microsoft.graph.user';
    const found = await api.find(template, { userId }, context, { query: { $select: SELECT_REMOVED } });
    if (found === null) return null;
    return toUser(found.row, {
      directory,
      observedAt: found.answer.observedAt,
      source: 'DIRECT',
      signInMissing: unknown('UNSUPPORTED', 'Of removed users no sign-in is told.'),
      removed: true,
    });
  }

  async function findBy(property: string, value: string, context: CallContext): Promise<readonly User[]> {
    const $filter = mayBe(property, value, compare);
    // Nobody has a name that Graph cannot be asked for.
    if ($filter === null) return [];
    const { value: found, asked } = await properties.read((optional) =>
      api.rows('/users', {}, context, { query: { $select: selectUser(optional), $filter } }),
    );
    const { rows, observedAt, origin } = found;
    const signInMissing = properties.signInMissing(asked);
    return identified(rows, origin).map((row) =>
      toUser(row, { directory, observedAt, source: 'LIST', signInMissing }),
    );
  }

  return {
    ...unsupported,
    planFilter: (filter) => planUserFilter(filter, directory),
    list: async ({ providerFilter, ...request }, context) =>
      await people.page(readUserQuery(providerFilter), providerFilter, request, context),
    get,
    findByUsername: async (username, context) => await findBy('userPrincipalName', username, context),
    findByEmail: async (email, context) => await findBy('mail', email, context),
    groupsOf: async (userId, context) => await memberships.ofUser(userId, context),
    roleAssignmentsOf: async (userId, context) => await assignments.ofUser(userId, context),
    passwordState: async (userId, context) => await readPasswordState(api, userId, context),
  };
}
