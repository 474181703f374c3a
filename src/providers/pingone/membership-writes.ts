import type { Membership } from '../../model/group.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { MembershipWrites, RoleHolder } from '../membership-writes.ts';
import type { Ids } from '../paths.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { toMembership } from './group.ts';
import { toRoleAssignment } from './role-assignments.ts';

/** Where a holder's assignments are, and what its own id is called there. */
const holders = {
  USER: ['users/{userId}/roleAssignments', 'userId'],
  GROUP: ['groups/{groupId}/roleAssignments', 'groupId'],
  APPLICATION: ['applications/{applicationId}/roleAssignments', 'applicationId'],
} as const satisfies Record<RoleHolder['kind'], readonly [string, string]>;

function assignmentsOf({ kind, externalId }: RoleHolder): readonly [template: string, ids: Ids] {
  const [template, name] = holders[kind];
  return [template, { [name]: externalId }];
}

const ofUser = 'users/{userId}/memberOfGroups';
const ofGroup = 'groups/{groupId}/memberOfGroups';

export function createMembershipWrites(api: EnvironmentApi): MembershipWrites {
  async function membership(template: string, ids: Ids, context: CallContext): Promise<Membership | null> {
    const found = await api.find(template, ids, context);
    return found === null ? null : toMembership(found.row, api.settings.key, found.answer.observedAt);
  }

  /** A repeat is refused as a duplicate (400): it is sent once, and a duplicate means that it is so already. */
  async function put(
    template: string,
    ids: Ids,
    body: object,
    target: string,
    context: CallContext,
  ): Promise<void> {
    try {
      await api.command(template, ids, { method: 'POST', body, idempotent: false }, context);
    } catch (error) {
      if (!isDuplicate(error, target)) throw error;
    }
  }

  /** A second deletion is a 404 (PingOne API, seen with memberships): it is gone, which is what was asked for. */
  async function take(template: string, ids: Ids, context: CallContext): Promise<void> {
    try {
      await api.command(template, ids, { method: 'DELETE' }, context);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'NOT_FOUND') throw error;
    }
  }

  return {
    userMembership: (userId, groupId, context) =>
      membership(`${ofUser}/{groupId}`, { userId, groupId }, context),
    addUserToGroup: (userId, groupId, context) => put(ofUser, { userId }, { id: groupId }, 'id', context),
    removeUserFromGroup: (userId, groupId, context) =>
      take(`${ofUser}/{groupId}`, { userId, groupId }, context),

    groupMembership: (groupId, parentId, context) =>
      membership(`${ofGroup}/{parentGroupId}`, { groupId, parentGroupId: parentId }, context),
    addGroupToGroup: (groupId, parentId, context) =>
      put(ofGroup, { groupId }, { id: parentId }, 'id', context),
    removeGroupFromGroup: (groupId, parentId, context) =>
      take(`${ofGroup}/{parentGroupId}`, { groupId, parentGroupId: parentId }, context),

    roleAssignment: async (holder, roleAssignmentId, context) => {
      const [template, ids] = assignmentsOf(holder);
      const one = `${template}/{roleAssignmentId}`;
      const found = await api.find(one, { ...ids, roleAssignmentId }, context);
      return found === null ? null : toRoleAssignment(found.row, holder, found.answer.origin);
    },
    assignRole: async (holder, { roleId, scope }, context) => {
      const [template, ids] = assignmentsOf(holder);
      const body = { role: { id: roleId }, scope: { id: scope.externalId, type: scope.rawType } };
      await put(template, ids, body, 'role', context);
    },
    removeRole: async (holder, roleAssignmentId, context) => {
      const [template, ids] = assignmentsOf(holder);
      await take(`${template}/{roleAssignmentId}`, { ...ids, roleAssignmentId }, context);
    },
  };
}

/** The same role "at the same or a broader scope" is refused so too: whether it is so is read back. */
function isDuplicate(error: unknown, target: string): boolean {
  return (
    error instanceof UpstreamError &&
    (error.facts.details ?? []).some(
      (detail) => detail.code === 'UNIQUENESS_VIOLATION' && detail.target === target,
    )
  );
}
