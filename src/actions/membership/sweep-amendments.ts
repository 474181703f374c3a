import { amended } from '../../directory/compact/amended-map.ts';
import type { Sweep } from '../../directory/sweep/sweep.ts';
import type { Listing } from '../../model/coverage.ts';
import type { Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';

type Amendment = (sweep: Sweep) => Sweep;

/** How the newest sweep says what was just read back; what follows for others (nested groups) it says when taken anew. */
export function withMembership(userId: string, groupId: string, membership: Membership | null): Amendment {
  return (sweep) => {
    const before = sweep.userGroups.get(userId) ?? [];
    const others = before.filter((one) => one.groupId !== groupId);
    const listed = others.length < before.length ? 1 : 0;
    const groups = membership === null ? others : [...others, membership];
    const count = sweep.groupMemberCounts.get(groupId);
    const groupMemberCounts = new Map(sweep.groupMemberCounts);
    if (count !== undefined) groupMemberCounts.set(groupId, count - listed + (membership === null ? 0 : 1));
    return {
      ...sweep,
      userGroups: amended(sweep.userGroups, new Map([[userId, groups]])),
      groupMemberCounts,
      userRoleAssignments: withGroupRoles(sweep, [userId], groupId, membership !== null),
    };
  };
}

/** What the group gives goes and comes with the membership; of users whose roles the sweep did not read it says nothing. */
function withGroupRoles(
  { userRoleAssignments, groupRoleAssignments }: Sweep,
  userIds: readonly string[],
  groupId: string,
  areMembers: boolean,
): Sweep['userRoleAssignments'] {
  const given = areMembers ? (groupRoleAssignments.get(groupId)?.rows ?? []) : [];
  const changed = new Map<string, Listing<RoleAssignment>>();
  for (const userId of userIds) {
    const held = userRoleAssignments.get(userId);
    if (held === undefined) continue;
    const others = held.rows.filter((row) => row.inheritedFromGroupId !== groupId);
    const inherited = given.map((row): RoleAssignment => ({
      ...row,
      principal: { kind: 'USER', externalId: userId },
      inherited: true,
      inheritedFromGroupId: groupId,
    }));
    changed.set(userId, { ...held, rows: [...others, ...inherited] });
  }
  return amended(userRoleAssignments, changed);
}

export function withParents(groupId: string, parents: Listing<Membership>): Amendment {
  return (sweep) => ({ ...sweep, groupParents: new Map(sweep.groupParents).set(groupId, parents) });
}

export function withRoles(
  { kind, externalId }: { readonly kind: 'USER' | 'GROUP' | 'APPLICATION'; readonly externalId: string },
  roles: Listing<RoleAssignment>,
): Amendment {
  switch (kind) {
    case 'USER':
      return (sweep) => ({
        ...sweep,
        userRoleAssignments: amended(sweep.userRoleAssignments, new Map([[externalId, roles]])),
      });
    case 'GROUP':
      return (sweep) => withRolesOfMembers(sweep, externalId, roles);
    case 'APPLICATION':
    default:
      return (sweep) => ({
        ...sweep,
        applicationRoleAssignments: new Map(sweep.applicationRoleAssignments).set(externalId, roles),
      });
  }
}

export function withoutGroupRole(groupId: string, assignmentId: string): Amendment {
  return (sweep) => {
    const roles = sweep.groupRoleAssignments.get(groupId);
    if (roles === undefined) return sweep;
    const rows = roles.rows.filter(({ externalId }) => externalId !== assignmentId);
    return withRolesOfMembers(sweep, groupId, { ...roles, rows });
  };
}

function withRolesOfMembers(before: Sweep, groupId: string, roles: Listing<RoleAssignment>): Sweep {
  const sweep = {
    ...before,
    groupRoleAssignments: new Map(before.groupRoleAssignments).set(groupId, roles),
  };
  const members = [...before.userGroups]
    .filter(([, memberships]) => memberships.some((membership) => membership.groupId === groupId))
    .map(([userId]) => userId);
  return { ...sweep, userRoleAssignments: withGroupRoles(sweep, members, groupId, true) };
}
