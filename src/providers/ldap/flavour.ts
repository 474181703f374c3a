import type { PasswordState } from '../../model/account.ts';
import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { Owner } from '../../model/owner.ts';
import type { Role, RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { UpstreamError } from '../../upstream/upstream-error.ts';
import type { MembershipWrites } from '../membership-writes.ts';
import type { UserWrites } from '../user-writes.ts';
import type { UserTerms } from './user-filter.ts';

/** A list read to its end, or as far as a limit let it be read. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly observedAt: Date;
  readonly brokenOff?: UpstreamError;
}

/** What the two families of servers answer in ways of their own. */
export interface FlavourParts {
  users(terms: UserTerms, context: CallContext): Promise<Rows<User>>;
  user(userId: string, context: CallContext): Promise<User | null>;
  findByUsername(username: string, context: CallContext): Promise<readonly User[]>;
  findByEmail(email: string, context: CallContext): Promise<readonly User[]>;
  groupsOf(userId: string, context: CallContext): Promise<Listing<Membership>>;
  roleAssignmentsOf(userId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  passwordState(userId: string, context: CallContext): Promise<PasswordState>;
  groups(context: CallContext): Promise<Rows<Group>>;
  groupsById(groupIds: readonly string[], context: CallContext): Promise<readonly Group[]>;
  members(groupId: string, context: CallContext): Promise<Rows<User>>;
  parents(groupId: string, context: CallContext): Promise<Listing<Membership>>;
  groupRoleAssignments(groupId: string, context: CallContext): Promise<Listing<RoleAssignment>>;
  ownersOf(groupId: string, context: CallContext): Promise<Listing<Owner>>;
  roles(context: CallContext): Promise<Listing<Role>>;
  readonly userWrites: Pick<
    UserWrites,
    'setEnabled' | 'unlock' | 'unlockPassword' | 'forcePasswordChange' | 'setPassword'
  >;
  readonly membershipWrites: Pick<
    MembershipWrites,
    'userMembership' | 'addUserToGroup' | 'removeUserFromGroup' | 'roleAssignment' | 'removeRole'
  >;
}

/** Rows as a whole list: one that was broken off is not complete. */
export function listingOf<T>({ rows, observedAt, brokenOff }: Rows<T>): Listing<T> {
  return {
    rows,
    complete: brokenOff === undefined,
    reason: brokenOff === undefined ? null : 'PARTIAL',
    message: brokenOff?.message ?? null,
    observedAt,
  };
}
