import type { Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { MembershipWrites } from '../membership-writes.ts';
import { type AncestorGroups, parentIdOf, readUserGroups } from './group-tree.ts';
import { toMembership } from './group.ts';
import type { RealmApi } from './realm-api.ts';
import type { AssignmentReads } from './role-assignments.ts';
import { deleteMapping, isNotFound, readMappings } from './role-mappings.ts';
import { explained } from './write-errors.ts';

const IN_GROUP = '/users/{userId}/groups/{groupId}';

export function createMembershipWrites(
  api: RealmApi,
  ancestors: AncestorGroups,
  assignments: AssignmentReads,
  others: MembershipWrites,
): MembershipWrites {
  const { directory } = api;

  async function membership(
    userId: string,
    groupId: string,
    context: CallContext,
  ): Promise<Membership | null> {
    try {
      const { rows, observedAt } = await readUserGroups(api, userId, context);
      const row = rows.find(({ id }) => id === groupId);
      return row === undefined ? null : toMembership(row, directory, observedAt);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  }

  return {
    ...others,
    userMembership: membership,
    // PUT and DELETE of what is so already are 204 (`UserResource.joinGroup`, `removeMembership`).
    addUserToGroup: async (userId, groupId, context) => {
      await explained(() => api.command(IN_GROUP, { userId, groupId }, { method: 'PUT' }, context));
    },
    removeUserFromGroup: async (userId, groupId, context) => {
      try {
        await explained(() => api.command(IN_GROUP, { userId, groupId }, { method: 'DELETE' }, context));
      } catch (error) {
        if (!isNotFound(error) || (await membership(userId, groupId, context)) !== null) throw error;
      }
    },
    groupMembership: async (groupId, parentId, context) => {
      const found = await api.find('/groups/{groupId}', { groupId }, context);
      if (found === null || parentIdOf(found.row) !== parentId) return null;
      const parent = await api.find('/groups/{groupId}', { groupId: parentId }, context);
      return parent === null ? null : toMembership(parent.row, directory, parent.answer.observedAt);
    },
    roleAssignment: async (holder, assignmentId, context) => {
      const read = { USER: 'ofUser', GROUP: 'ofGroup', APPLICATION: 'ofApplication' } as const;
      const held = await assignments[read[holder.kind]](holder.externalId, context);
      return held.rows.find(({ externalId }) => externalId === assignmentId) ?? null;
    },
    /** The id of an assignment of the holder's own is that of its role. */
    removeRole: async (holder, assignmentId, context) => {
      ancestors.forget();
      const held = await readMappings(api, holder, context);
      const role = held.roles.find(({ id }) => id === assignmentId);
      if (role === undefined) return;
      try {
        await explained(() => deleteMapping(api, held.place, role, context));
      } catch (error) {
        if (!isNotFound(error)) throw error;
        const { roles } = await readMappings(api, holder, context);
        if (roles.some(({ id }) => id === assignmentId)) throw error;
      } finally {
        ancestors.forget();
      }
    },
  };
}
