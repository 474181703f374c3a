import { byExternalId } from '../../directory/by-external-id.ts';
import { hasAdministrators } from '../../directory/has-administrators.ts';
import type { RoleAssignment } from '../../model/role.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { GuardReads } from '../guard-reads.ts';
import { NamedAssignment } from '../membership/grant.ts';
import {
  removeRoleAssignment,
  type RemoveRoleAssignmentInput,
} from '../membership/remove-role-assignment.ts';

/** A role that lets its holder change a directory, and how somebody holds it. */
export interface AdministratorsRole {
  readonly name: string;
  readonly assignment: RoleAssignment;
  /** The group that gives it; null: it is the user's own. */
  readonly groupId: string | null;
}

/**
 * The roles of tier 0 and 1 that a user holds, and those that cannot be placed: whoever leaves keeps none that might matter.
 * @throws {UpstreamError} when they cannot be read whole: that nothing was found would then say nothing.
 */
export async function administratorsRoles(
  userId: string,
  reads: GuardReads,
): Promise<readonly AdministratorsRole[]> {
  const { directory } = reads;
  if (!hasAdministrators(directory)) return [];
  const [held, roles] = await Promise.all([reads.roleAssignments(userId), reads.roles()]);
  const partial = [held, roles].find(({ complete }) => !complete);
  if (partial !== undefined)
    throw new UpstreamError({
      code: 'BAD_RESPONSE',
      message: `${directory.key}: ${partial.message ?? 'the list of roles could not be read to its end.'}`,
      directory: directory.key,
      route: 'roles of a user',
    });
  const byId = byExternalId(roles.rows);
  return held.rows.flatMap((assignment) => {
    const role = byId.get(assignment.roleId);
    if (role?.tier === 2) return [];
    return [
      {
        name: role?.name ?? assignment.roleId,
        assignment,
        groupId: groupThatGives(assignment),
      },
    ];
  });
}

function groupThatGives({ principal, inheritedFromGroupId, inherited }: RoleAssignment): string | null {
  if (principal.kind === 'GROUP') return principal.externalId;
  return inherited === true ? (inheritedFromGroupId ?? '') : inheritedFromGroupId;
}

/** How such a role is taken: its own assignment is deleted, and a group that gives one is left. */
export function removalOf(
  userId: string,
  { assignment, groupId }: AdministratorsRole,
): { readonly action: typeof removeRoleAssignment; readonly input: RemoveRoleAssignmentInput } {
  return {
    action: removeRoleAssignment,
    input: {
      user: { externalId: userId },
      assignment: new NamedAssignment(assignment.externalId),
      how: groupId === null ? 'DIRECT' : 'LEAVE_GROUP',
      ...(groupId === null || groupId === '' ? {} : { group: { externalId: groupId } }),
    },
  };
}
