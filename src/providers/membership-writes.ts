import type { Membership } from '../model/group.ts';
import type { PrincipalKind, RoleAssignment } from '../model/role.ts';
import type { CallContext } from '../upstream/call.ts';

/** Who holds a role; gateways keep theirs in a way of their own. */
export interface RoleHolder {
  readonly kind: Exclude<PrincipalKind, 'GATEWAY'>;
  readonly externalId: string;
}

/**
 * What puts users and groups into groups, and gives roles. A method sends, and resolves when the provider accepted, or said that
 * it is so already; whoever calls reads back. The look-ups of a single membership are here because only changes need them.
 */
export interface MembershipWrites {
  /** Null: the user is not in the group, or one of the two does not exist. */
  userMembership(userId: string, groupId: string, context: CallContext): Promise<Membership | null>;
  addUserToGroup(userId: string, groupId: string, context: CallContext): Promise<void>;
  /** Only what somebody put in: a membership by a filter or through another group stays. */
  removeUserFromGroup(userId: string, groupId: string, context: CallContext): Promise<void>;

  /** Null: the group is not directly in the other, or one of the two does not exist. */
  groupMembership(groupId: string, parentId: string, context: CallContext): Promise<Membership | null>;
  addGroupToGroup(groupId: string, parentId: string, context: CallContext): Promise<void>;
  removeGroupFromGroup(groupId: string, parentId: string, context: CallContext): Promise<void>;

  /** One assignment among the holder's own; null: there is none of this id. */
  roleAssignment(
    holder: RoleHolder,
    assignmentId: string,
    context: CallContext,
  ): Promise<RoleAssignment | null>;
  assignRole(
    holder: RoleHolder,
    role: {
      readonly roleId: string;
      readonly scope: Pick<RoleAssignment['scope'], 'rawType' | 'externalId'>;
    },
    context: CallContext,
  ): Promise<void>;
  /** Only what the holder has of its own: what a group gives stays. */
  removeRole(holder: RoleHolder, assignmentId: string, context: CallContext): Promise<void>;
}
