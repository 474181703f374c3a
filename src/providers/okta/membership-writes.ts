import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { MembershipWrites, RoleHolder } from '../membership-writes.ts';
import type { UserReads } from '../provider.ts';
import type { Unsupported } from '../unsupported.ts';
import { unlessGone } from './already.ts';
import type { OktaApi } from './okta-api.ts';
import { toRoleAssignment, WITH_TARGETS } from './role-assignment.ts';
import { assignmentsOf } from './role-assignments.ts';
import { organisationOf } from './settings.ts';

const MEMBER = '/api/v1/groups/{groupId}/users/{userId}';

/** Okta has no groups in groups, and applications that hold roles are not looked at. */
export function createMembershipWrites(
  api: OktaApi,
  users: Pick<UserReads, 'groupsOf'>,
  none: Unsupported['membershipWrites'],
): MembershipWrites {
  async function roleAssignment(
    holder: RoleHolder,
    roleAssignmentId: string,
    context: CallContext,
  ): Promise<RoleAssignment | null> {
    if (holder.kind === 'APPLICATION') return await none.roleAssignment(holder, roleAssignmentId, context);
    const [template, ids] = assignmentsOf(holder);
    const found = await api.find(`${template}/{roleAssignmentId}`, { ...ids, roleAssignmentId }, context, {
      query: WITH_TARGETS,
    });
    return found && toRoleAssignment(found.row, holder, organisationOf(api.settings), found.answer.origin);
  }

  return {
    ...none,
    /** Okta has no look-up of one membership, and a user's groups are fewer than a group's users. */
    userMembership: async (userId, groupId, context) => {
      try {
        const { rows } = await users.groupsOf(userId, context);
        return rows.find((membership) => membership.groupId === groupId) ?? null;
      } catch (error) {
        if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
        throw error;
      }
    },
    addUserToGroup: async (userId, groupId, context) => {
      await api.command(MEMBER, { userId, groupId }, { method: 'PUT' }, context);
    },
    removeUserFromGroup: async (userId, groupId, context) => {
      await unlessGone(() => api.command(MEMBER, { userId, groupId }, { method: 'DELETE' }, context));
    },
    roleAssignment,
    /** Takes the id of the assignment, not of the role. What a group gives is among the user's, and cannot be removed there. */
    removeRole: async (holder, roleAssignmentId, context) => {
      if (holder.kind === 'APPLICATION') return await none.removeRole(holder, roleAssignmentId, context);
      const [template, ids] = assignmentsOf(holder);
      const path = `${template}/{roleAssignmentId}`;
      try {
        await api.command(path, { ...ids, roleAssignmentId }, { method: 'DELETE' }, context);
      } catch (error) {
        if (!(error instanceof UpstreamError) || !REFUSED.has(error.code)) throw error;
        const left = await roleAssignment(holder, roleAssignmentId, context);
        if (left === null) return;
        if (left.inherited !== true) throw error;
        throw new UpstreamError({
          ...error.facts,
          code: 'CONFLICT',
          message:
            `${error.facts.directory}: ${error.facts.route}: the role comes from the group ${left.inheritedFromGroupId ?? '(not named)'}: ` +
            'take the user out of the group, or the role from the group.',
          cause: error,
        });
      }
    },
  };
}

/** How Okta may say that there is no such assignment of the user's own. */
const REFUSED: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORBIDDEN', 'INVALID_REQUEST', 'CONFLICT']);
