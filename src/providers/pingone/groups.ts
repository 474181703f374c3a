import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { GroupReads, UserReads } from '../provider.ts';
import { badResponse, type Origin } from '../bad-response.ts';
import { object, type Row, whole } from '../rows.ts';
import { readRowPage } from './cursor-list.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { groupShape, toGroup, toMembership } from './group.ts';
import { toRoleAssignment } from './role-assignments.ts';
import { anyOf, canQuote } from './scim.ts';
import { expectShape } from './shape.ts';

/** PingOne takes up to 1,000. */
export const GROUPS_PER_PAGE = 1_000;

export function createGroupReads(api: EnvironmentApi, users: UserReads): GroupReads {
  const directory = api.settings.key;

  /** What lies above a group is followed step by step: a group over one step and one over many must not be taken for each other. */
  function parentOf(row: Row, observedAt: Date, origin: Origin): Membership {
    const membership = toMembership(row, directory, observedAt);
    if (membership.type === 'UNKNOWN')
      throw badResponse(origin, 'has a group above that is neither DIRECT nor INDIRECT');
    return membership;
  }

  function groupOf(row: Row, observedAt: Date, origin: Origin): Group {
    expectShape(row.members, groupShape, origin);
    return toGroup(row, directory, observedAt);
  }

  async function get(groupId: string, context: CallContext): Promise<Group | null> {
    const found = await api.find('groups/{groupId}', { groupId }, context);
    return found === null ? null : groupOf(found.row, found.answer.observedAt, found.answer.origin);
  }

  async function withFilter(filter: string, context: CallContext): Promise<Listing<Group>> {
    return await api.list('groups', {}, 'groups', context, groupOf, {
      query: { filter, limit: String(GROUPS_PER_PAGE) },
    });
  }

  return {
    list: async (request, context) => {
      const wanted = { collection: 'groups', maximum: GROUPS_PER_PAGE, filter: null } as const;
      const page = await readRowPage(api, wanted, request, context);
      return { ...page, rows: page.rows.map((row) => groupOf(row, page.observedAt, page.origin)) };
    },
    get,
    getMany: async (groupIds, context) => {
      // An id that cannot be sent belongs to no group.
      const ids = [...new Set(groupIds)].filter(canQuote);
      const found = await Promise.all(anyOf('id', ids).map((filter) => withFilter(filter, context)));
      return found.flatMap((listing) => listing.rows);
    },
    members: async (groupId, request, context) => {
      const { providerFilter } = users.planFilter({ groupId });
      return await users.list({ ...request, providerFilter }, context);
    },
    totalMemberCount: async (groupId, context) => {
      const query = { include: 'totalMemberCounts' };
      const answer = await api.read('groups/{groupId}', { groupId }, context, { query });
      const counts = object(answer.members, 'totalMemberCounts');
      return counts === null ? null : whole(counts, 'users');
    },
    parents: async (groupId, context) =>
      await api.list('groups/{groupId}/memberOfGroups', { groupId }, 'groupMemberships', context, parentOf, {
        query: { expand: 'group' },
      }),
    roleAssignmentsOf: async (groupId, context) =>
      await api.list(
        'groups/{groupId}/roleAssignments',
        { groupId },
        'roleAssignments',
        context,
        (row, _, origin) => toRoleAssignment(row, { kind: 'GROUP', externalId: groupId }, origin),
      ),
  };
}
