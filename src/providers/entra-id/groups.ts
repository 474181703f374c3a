import type { Listing } from '../../model/coverage.ts';
import type { Group } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { badResponse } from '../bad-response.ts';
import { identified } from '../identified.ts';
import { type CursorOwner, readPageCursor, writePageCursor } from '../page-cursor.ts';
import type { GroupReads } from '../provider.ts';
import type { GraphApi } from './graph-api.ts';
import type { GroupMemberships } from './group-memberships.ts';
import { GROUP_QUERY, toGroup } from './group.ts';
import { isGuid } from './guid.ts';
import { objectKind } from './object-kind.ts';
import { quote } from './odata-filter.ts';
import type { RoleAssignments } from './role-assignments.ts';
import type { UserList } from './user-list.ts';

/** Graph's largest page; it gives 100 unless asked for more. */
export const GROUPS_PER_PAGE = 999;
/** Values that one `in` takes ("Advanced query capabilities"). */
const IDS_PER_FILTER = 15;

interface GroupParts {
  readonly api: GraphApi;
  readonly people: Pick<UserList, 'members'>;
  readonly memberships: GroupMemberships;
  readonly assignments: RoleAssignments;
}

export function createGroupReads({ api, people, memberships, assignments }: GroupParts): GroupReads {
  const { directory } = api;
  const owner: CursorOwner = { directory, route: 'GET /groups', list: 'groups', filter: null };

  async function get(groupId: string, context: CallContext): Promise<Group | null> {
    if (!isGuid(groupId)) return null;
    const found = await api.find('/groups/{groupId}', { groupId }, context, {
      query: GROUP_QUERY,
    });
    return found === null ? null : toGroup(found.row, found.answer.observedAt, found.answer.origin);
  }

  async function withIds(ids: readonly string[], context: CallContext): Promise<Listing<Group>> {
    const $filter = `id in (${ids.map(quote).join(',')})`;
    return await api.list('/groups', {}, context, toGroup, {
      query: { ...GROUP_QUERY, $filter },
    });
  }

  return {
    list: async ({ limit, cursor }, context) => {
      const [top, token] = cursor === null ? [pageSize(limit), null] : placeOf(cursor, owner);
      const query = {
        ...GROUP_QUERY,
        $top: String(top),
        ...(token === null ? {} : { $skiptoken: token }),
      };
      const page = await api.page('/groups', {}, context, { query });
      const { next, brokenOff, observedAt } = page;
      return {
        rows: identified(page.rows, page.origin).map((row) => toGroup(row, observedAt, page.origin)),
        nextCursor: next === null ? null : writePageCursor(owner, `${top} ${next}`),
        total: null,
        observedAt,
        ...(brokenOff === null ? {} : { brokenOff }),
      };
    },
    get,
    getMany: async (groupIds, context) => {
      const ids = [...new Set(groupIds)].filter(isGuid);
      const chunks = Array.from({ length: Math.ceil(ids.length / IDS_PER_FILTER) }, (_, index) =>
        ids.slice(index * IDS_PER_FILTER, (index + 1) * IDS_PER_FILTER),
      );
      const found = await Promise.all(chunks.map(async (chunk) => await withIds(chunk, context)));
      return found.flatMap((listing) => listing.rows);
    },
    members: async (groupId, request, context) => await people.members(groupId, null, request, context),
    // `$count` needs a header of its own kind of consistency; ids alone are cheap pages.
    totalMemberCount: async (groupId, context) => {
      const query = { $select: 'id', $top: '999' };
      const { rows, origin } = await api.rows('/groups/{groupId}/transitiveMembers', { groupId }, context, {
        query,
      });
      const kinds = rows.map(objectKind);
      if (kinds.includes(null)) throw badResponse(origin, 'has a member that does not say what it is');
      return kinds.filter((kind) => kind === 'USER').length;
    },
    parents: async (groupId, context) => await memberships.ofGroup(groupId, context),
    roleAssignmentsOf: async (groupId, context) => await assignments.of('GROUP', groupId, context),
  };
}

function pageSize(limit: number): number {
  return Math.max(1, Math.min(Math.trunc(limit), GROUPS_PER_PAGE));
}

/** Graph's place belongs to the size of the page that it was given with. */
function placeOf(cursor: string, owner: CursorOwner): readonly [top: number, token: string] {
  const [, top, token] = /^(\d{1,3}) (.+)$/.exec(readPageCursor(cursor, owner)) ?? [];
  return [pageSize(Number(top ?? 0)), token ?? ''];
}
