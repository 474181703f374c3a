import type { Group } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { GroupReads, UserReads } from '../provider.ts';
import { toGroup, toMembership } from './group.ts';
import type { AncestorGroups } from './group-tree.ts';
import { readGroupPage } from './group-walk.ts';
import type { RealmApi } from './realm-api.ts';
import type { AssignmentReads } from './role-assignments.ts';
import { USUAL_PAGE } from './settings.ts';

/**
 * Groups form a tree. Who is in a subgroup is not in the list of members of the group above it, and has its roles all the same: a
 * subgroup counts as a member of the group above (`parents`), and `members` are those that were put into the very group.
 */
export function createGroupReads(
  api: RealmApi,
  users: Pick<UserReads, 'list' | 'planFilter'>,
  ancestors: AncestorGroups,
  assignments: AssignmentReads,
): GroupReads {
  const { directory } = api;
  const pageSize = api.settings.pageSize ?? USUAL_PAGE;

  async function get(groupId: string, context: CallContext): Promise<Group | null> {
    const found = await api.find('/groups/{groupId}', { groupId }, context);
    return found === null ? null : toGroup(found.row, directory, found.answer.observedAt);
  }

  return {
    list: async (request, context) => {
      const page = await readGroupPage(api, request, pageSize, context);
      return { ...page, rows: page.rows.map((row) => toGroup(row, directory, page.observedAt)) };
    },
    get,
    getMany: async (groupIds, context) => {
      const found = await Promise.all([...new Set(groupIds)].map((groupId) => get(groupId, context)));
      return found.filter((group) => group !== null);
    },
    members: async (groupId, request, context) => {
      const { providerFilter } = users.planFilter({ groupId });
      return await users.list({ ...request, providerFilter }, context);
    },
    // Keycloak counts no members; counting them would be a walk over the whole subtree.
    totalMemberCount: async () => await Promise.resolve(null),
    parents: async (groupId, context) => {
      const { row, gap } = await ancestors.parentOf(groupId, context);
      const observedAt = new Date();
      const rows = row === null ? [] : [toMembership(row, directory, observedAt)];
      const reason = gap === null ? null : 'PARTIAL';
      return { rows, complete: gap === null, reason, message: gap, observedAt };
    },
    roleAssignmentsOf: async (groupId, context) => await assignments.ofGroup(groupId, context),
  };
}
