import type { Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { MembershipWrites, RoleHolder } from '../membership-writes.ts';
import type { GraphApi } from './graph-api.ts';
import type { GroupMemberships } from './group-memberships.ts';
import { isGuid, isSameGuid } from './guid.ts';
import { memberReference } from './membership-path.ts';
import type { RoleAssignments } from './role-assignments.ts';
import { explained } from './write-errors.ts';

type Supported = Pick<
  MembershipWrites,
  'userMembership' | 'addUserToGroup' | 'removeUserFromGroup' | 'roleAssignment' | 'removeRole'
>;

const ASSIGNMENT = '/roleManagement/directory/roleAssignments/{roleAssignmentId}';

export function createMembershipWrites(
  api: GraphApi,
  memberships: GroupMemberships,
  assignments: RoleAssignments,
): Supported {
  async function userMembership(
    userId: string,
    groupId: string,
    context: CallContext,
  ): Promise<Membership | null> {
    if (!isGuid(userId) || !isGuid(groupId)) return null;
    try {
      const { rows } = await memberships.ofUser(userId, context);
      return rows.find((row) => isSameGuid(row.groupId, groupId)) ?? null;
    } catch (error) {
      if (hasCode(error, 'NOT_FOUND')) return null;
      throw error;
    }
  }

  async function ownAssignment(
    holder: RoleHolder,
    id: string,
    context: CallContext,
  ): Promise<RoleAssignment | null> {
    const found = await assignments.get(id, context);
    if (found === null || !isSameGuid(found.principal.externalId, holder.externalId)) return null;
    return { ...found, principal: holder };
  }

  return {
    userMembership,
    /** Who is in it already is refused with 400, and by its message only told from other mistakes: whether it is so is read. */
    addUserToGroup: async (userId, groupId, context) => {
      const member = api.target('GET', '/directoryObjects/{userId}', { userId }, context).address.path;
      const body = { '@odata.id': `${api.settings.graphUrl.replace(/\/+$/, '')}${member}` };
      const call = { method: 'POST' as const, body, idempotent: true };
      try {
        await explained(() => api.command('/groups/{groupId}/members/$ref', { groupId }, call, context));
      } catch (error) {
        if (!hasCode(error, 'INVALID_REQUEST') && !hasCode(error, 'CONFLICT')) throw error;
        if ((await userMembership(userId, groupId, context))?.type !== 'DIRECT') throw error;
      }
    },
    /** Who is not in it is answered with 404, as is a group that is not there: neither leaves a membership. */
    removeUserFromGroup: async (userId, groupId, context) => {
      const [template, ids] = memberReference(groupId, userId);
      try {
        await explained(() => api.command(template, ids, { method: 'DELETE' }, context));
      } catch (error) {
        if (!hasCode(error, 'NOT_FOUND')) throw error;
        if ((await userMembership(userId, groupId, context))?.type === 'DIRECT') throw error;
      }
    },
    roleAssignment: ownAssignment,
    /** An id says nothing of whose it is: what a group or somebody else holds is not taken away in a user's name. */
    removeRole: async (holder, roleAssignmentId, context) => {
      const found = await assignments.get(roleAssignmentId, context);
      if (found === null) return;
      if (!isSameGuid(found.principal.externalId, holder.externalId))
        throw new UpstreamError({
          code: 'INVALID_REQUEST',
          message: `${api.directory}: expected an assignment of the holder's own, received one of somebody else. It was not removed.`,
          directory: api.directory,
          route: `DELETE ${ASSIGNMENT}`,
          transactionId: context.transactionId,
        });
      try {
        await explained(() => api.command(ASSIGNMENT, { roleAssignmentId }, { method: 'DELETE' }, context));
      } catch (error) {
        if (!hasCode(error, 'NOT_FOUND')) throw error;
      } finally {
        assignments.forget();
      }
    },
  };
}

function hasCode(error: unknown, code: UpstreamError['code']): boolean {
  return error instanceof UpstreamError && error.code === code;
}
