import type { Listing } from '../model/coverage.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { Group, Membership } from '../model/group.ts';
import type { RoleAssignment } from '../model/role.ts';
import { forEachBounded } from './bounded.ts';
import type { Directory } from './directory.ts';
import { hasAdministrators } from './has-administrators.ts';
import { membershipTypeOf } from './membership-type.ts';
import type { RequestScope } from './request-scope.ts';
import { absent, type Gaps, listingWhere, walk } from './sweep-reads.ts';
import type { Sweep } from './sweep.ts';

type GroupPart = Pick<
  Sweep,
  'groups' | 'userGroups' | 'userGroupsGap' | 'groupMemberCounts' | 'groupParents' | 'groupRoleAssignments'
>;

/** Groups with their members, parents and roles: a walk over groups, which are fewer than users. */
export async function sweepGroups(
  directory: Directory,
  scope: RequestScope,
  gaps: Gaps,
  atOnce: number,
  progress: (done: number, total: number) => void,
): Promise<GroupPart> {
  const { provider } = directory;
  const { context } = scope;
  const groups: Listing<Group> = directory.can('GROUPS')
    ? await walk((request) => provider.groups.list(request, context), provider.groupsPerPage)
    : absent('groups');
  gaps.add('GROUPS', groups);
  const userGroups = new Map<string, Membership[]>();
  const groupMemberCounts = new Map<string, number>();
  const groupParents = new Map<string, Listing<Membership>>();
  const groupRoleAssignments = new Map<string, Listing<RoleAssignment>>();
  let userGroupsGap: UnknownReason | null = groups.reason;

  await forEachBounded(groups.rows, atOnce, async (group) => {
    const id = group.externalId;
    const [members, parents, roleAssignments] = await Promise.all([
      walk((request) => provider.groups.members(id, request, context), provider.usersPerPage),
      listingWhere(directory.can('NESTED_GROUPS'), 'groups in groups', () =>
        provider.groups.parents(id, context),
      ),
      listingWhere(hasAdministrators(directory), 'roles', () =>
        provider.groups.roleAssignmentsOf(id, context),
      ),
    ]);
    gaps.add('GROUP_MEMBERS', members);
    gaps.add('GROUP_NESTING', parents);
    gaps.add('GROUP_ROLE_ASSIGNMENTS', roleAssignments);
    userGroupsGap ??= members.reason;
    if (members.complete) groupMemberCounts.set(id, members.rows.length);
    groupParents.set(id, parents);
    groupRoleAssignments.set(id, roleAssignments);
    const type = membershipTypeOf(group, members.complete ? members.rows.length : null);
    const membership: Membership = { groupId: id, groupName: group.name, type };
    for (const member of members.rows) {
      const before = userGroups.get(member.externalId);
      if (before === undefined) userGroups.set(member.externalId, [membership]);
      else before.push(membership);
    }
    progress(groupParents.size, groups.rows.length);
  });
  return { groups, userGroups, userGroupsGap, groupMemberCounts, groupParents, groupRoleAssignments };
}
