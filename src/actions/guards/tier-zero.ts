import { byExternalId } from '../../directory/by-external-id.ts';
import type { Role, RoleAssignment } from '../../model/role.ts';
import { sameId } from './same-id.ts';

/** Whether a role takes over the directory: `null` where the role is not in the list or cannot be placed. */
export function isTierZero(roleId: string, roles: readonly Role[]): boolean | null {
  const tier = byExternalId(roles).get(roleId)?.tier ?? null;
  return tier === null ? null : tier === 0;
}

/** Whether an assignment reaches the whole directory: its organization, or itself. */
export function reachesDirectory({ scope }: RoleAssignment, directoryId: string): boolean {
  return (
    scope.type === 'ORGANIZATION' || (scope.type === 'ENVIRONMENT' && sameId(scope.externalId, directoryId))
  );
}

/** Assignments of roles that are, or may be, of tier 0. */
export function mayBeTierZero(
  assignments: readonly RoleAssignment[],
  roles: readonly Role[],
): readonly RoleAssignment[] {
  return assignments.filter((assignment) => isTierZero(assignment.roleId, roles) !== false);
}
