import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { type CursorOwner, readPageCursor, writePageCursor } from '../page-cursor.ts';
import type { GroupReads } from '../provider.ts';
import type { GoogleApis } from './google-apis.ts';
import type { MemberReads } from './group-members.ts';
import { toGroup, toMembership } from './group.ts';
import { type GoogleList, GROUPS, readAll, readPage } from './lists.ts';
import type { AssignmentReads } from './role-assignments.ts';

export const GROUPS_PER_PAGE = GROUPS.maximum;

/** More ids than this cost more calls one by one than most lists of groups have pages. */
const FEW = 10;

export function createGroupReads(
  apis: GoogleApis,
  { members, assignments }: { readonly members: MemberReads; readonly assignments: AssignmentReads },
): GroupReads {
  const { settings, readGroups: api } = apis;
  const directory = settings.key;
  const everyGroup: GoogleList = {
    of: GROUPS,
    template: '/groups',
    ids: {},
    query: { customer: settings.customerId },
  };

  async function get(groupId: string, context: CallContext): Promise<Group | null> {
    // Google would also take an address, and answer with a group of another id.
    if (!/^\w{1,64}$/.test(groupId)) return null;
    const found = await api.find('/groups/{groupKey}', { groupKey: groupId }, context);
    return found === null ? null : toGroup(found.row, directory, found.answer.observedAt);
  }

  async function parents(groupId: string, context: CallContext): Promise<Listing<Membership>> {
    try {
      return await groupsWith(apis, groupId, context);
    } catch (error) {
      if (!(error instanceof UpstreamError) || !['NOT_FOUND', 'INVALID_REQUEST'].includes(error.code))
        throw error;
      // One page of Google's takes ids of groups here, another speaks of users only; an address is taken by both.
      const email = (await get(groupId, context))?.customData?.['email'];
      if (typeof email !== 'string') throw error;
      return await groupsWith(apis, email, context);
    }
  }

  return {
    list: async ({ limit, cursor }, context) => {
      const owner: CursorOwner = { directory, route: 'GET /groups', list: 'groups', filter: null };
      const token = cursor === null ? null : readPageCursor(cursor, owner);
      const page = await readPage(api, everyGroup, { limit, token }, context);
      return {
        rows: page.rows.map((row) => toGroup(row, directory, page.observedAt)),
        nextCursor: page.nextToken === null ? null : writePageCursor(owner, page.nextToken),
        total: null,
        observedAt: page.observedAt,
      };
    },
    get,
    getMany: async (groupIds, context) => {
      const ids = new Set(groupIds);
      if (ids.size <= FEW) {
        const found = await Promise.all([...ids].map(async (id) => await get(id, context)));
        return found.filter((group) => group !== null);
      }
      const { rows, observedAt } = await readAll(api, everyGroup, context);
      return rows.filter(({ id }) => ids.has(id)).map((row) => toGroup(row, directory, observedAt));
    },
    members: async (groupId, request, context) => {
      const route = 'GET /groups/{groupKey}/members';
      const owner: CursorOwner = { directory, route, list: `groups/${groupId}/members`, filter: null };
      return await members.page(groupId, owner, request, context);
    },
    // Only where it can be counted without looking everybody up.
    totalMemberCount: async (groupId, context) => {
      const { userIds, everybody, unsure } = await members.idsOf(groupId, context);
      return everybody || unsure ? null : userIds.size;
    },
    parents,
    roleAssignmentsOf: async (groupId, context) => await assignments.ofGroup(groupId, context),
  };
}

/** The groups that a user or a group was put into. `userKey` and `customer` together are refused. */
export async function groupsWith(
  { settings, readGroups: api }: GoogleApis,
  member: string,
  context: CallContext,
): Promise<Listing<Membership>> {
  const list: GoogleList = { of: GROUPS, template: '/groups', ids: {}, query: { userKey: member } };
  const { rows, observedAt } = await readAll(api, list, context);
  return {
    rows: rows.map((row) => toMembership(row, settings.key, observedAt)),
    complete: true,
    reason: null,
    message: null,
    observedAt,
  };
}
