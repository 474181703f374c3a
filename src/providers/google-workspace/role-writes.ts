import type { RoleAssignment } from '../../model/role.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { badResponse } from '../bad-response.ts';
import type { MembershipWrites, RoleHolder } from '../membership-writes.ts';
import type { Answer } from '../rest-api.ts';
import { flag, text } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';
import { assigneeOf, toRoleAssignment } from './role-assignment.ts';
import type { AssignmentReads } from './role-assignments.ts';
import type { UserRows } from './user-rows.ts';

const ASSIGNMENT = '/customer/{customerId}/roleassignments/{roleAssignmentId}';

export function createRoleWrites(
  { settings, readRoles, writeRoles, writeUsers }: GoogleApis,
  assignments: AssignmentReads,
  rows: UserRows,
): Pick<MembershipWrites, 'roleAssignment' | 'removeRole'> {
  const { customerId } = settings;

  async function roleAssignment(
    holder: RoleHolder,
    assignmentId: string,
    context: CallContext,
  ): Promise<RoleAssignment | null> {
    const answer = await gone(
      readRoles.read(ASSIGNMENT, { customerId, roleAssignmentId: assignmentId }, context),
    );
    if (answer === null) return null;
    const id = text(answer.members, 'roleAssignmentId');
    if (id !== assignmentId)
      throw badResponse(answer.origin, 'is about another object than the one that was asked for');
    const row = { id, members: answer.members };
    // Assignments are numbered over the whole customer: this one may be somebody else's.
    if (assigneeOf(row, answer.origin) !== holder.externalId) return null;
    return toRoleAssignment(row, holder, null, settings, answer.origin);
  }

  /** Whether this is the role that an assignment alone does not give: being super administrator is the user's own mark. */
  async function isSuperAdmin(roleId: string, context: CallContext): Promise<boolean> {
    const ids = { customerId, roleId };
    const { members, origin } = await readRoles.read('/customer/{customerId}/roles/{roleId}', ids, context);
    const is = flag(members, 'isSuperAdminRole');
    if (is === null && text(members, 'roleId') !== roleId)
      throw badResponse(origin, 'is no role, expected the one that was asked for');
    return is === true;
  }

  return {
    roleAssignment,
    removeRole: async (holder, assignmentId, context) => {
      const held = await roleAssignment(holder, assignmentId, context);
      if (held === null) return;
      try {
        if (holder.kind === 'USER' && (await isSuperAdmin(held.roleId, context))) {
          const call = { method: 'POST', body: { status: false }, idempotent: true } as const;
          await writeUsers.command(
            '/users/{userKey}/makeAdmin',
            { userKey: holder.externalId },
            call,
            context,
          );
        } else {
          const ids = { customerId, roleAssignmentId: assignmentId };
          await gone(writeRoles.command(ASSIGNMENT, ids, { method: 'DELETE' }, context));
        }
      } finally {
        assignments.forget();
        rows.forget(holder.externalId);
      }
    },
  };
}

/** What is not found is not there: nothing is left to do. */
async function gone<T extends Answer | void>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UpstreamError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
