import type { MembershipType } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionEnvironment } from '../action.ts';
import { sameId } from '../guards/same-id.ts';
import { giverOf, type RoleHolding } from './role-holding.ts';

/** A group that gives a user a role. */
export interface RoleGiver {
  readonly groupId: string;
  readonly name: string;
  /** How the user is in it. */
  readonly membership: MembershipType;
  /** The group's own assignment, which all its members hold; null: it is not among the group's (any more). */
  readonly assignment: RoleAssignment | null;
  /** How many others hold the role through it; null: the provider does not say. */
  readonly others: number | null;
}

/** The groups that give a user the role, and what taking it from them would mean. @throws {UpstreamError} */
export async function giversOf(
  { inherited, holder, grant }: RoleHolding,
  { reads }: ActionEnvironment,
): Promise<readonly RoleGiver[]> {
  if (inherited.length === 0 || grant === null) return [];
  const groupIds = [...new Set(inherited.map((row) => giverOf(row, holder.kind) ?? ''))].filter(
    (id) => id !== '',
  );
  const memberships = await reads.groups(holder.externalId);
  return await Promise.all(
    groupIds.map(async (groupId) => {
      const membership = memberships.rows.find((row) => sameId(row.groupId, groupId));
      const [given, members] = await Promise.all([
        reads.groupRoleAssignments(groupId),
        reads.groupTotalMembers(groupId).catch(unknownCount),
      ]);
      return {
        groupId,
        name: membership?.groupName ?? groupId,
        membership: membership?.type ?? 'UNKNOWN',
        assignment:
          given.rows.find(
            (row) => sameId(row.roleId, grant.roleId) && sameId(row.scope.externalId, grant.scope.externalId),
          ) ?? null,
        others: members === null ? null : Math.max(0, members - 1),
      };
    }),
  );
}

/** It only tells how many are affected: without it the choice can still be made. */
function unknownCount(error: unknown): null {
  if (error instanceof UpstreamError) return null;
  throw error;
}

export function othersOf({ others }: RoleGiver): string {
  if (others === null) return 'an unknown number of others';
  return others === 1 ? '1 other' : `${others} others`;
}

/** `"Administrators" (5a0c...)`, as it is named to people. */
export function nameOf({ name, groupId }: RoleGiver): string {
  return name === groupId ? `"${groupId}"` : `"${name}" (${groupId})`;
}
