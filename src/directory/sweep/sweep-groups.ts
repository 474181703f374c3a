import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import { groupsByUser, membersByGroup, type SweepWork } from './sweep-memberships.ts';
import { absent, listingWhere, walk } from './sweep-reads.ts';
import type { Sweep } from './sweep.ts';

type GroupPart = Pick<
  Sweep,
  'groups' | 'userGroups' | 'userGroupsGap' | 'groupMemberCounts' | 'groupParents' | 'groupRoleAssignments'
>;

/**
 * Groups at once: enough to keep a scheduler busy, and so few that the largest, whose pages come one after the other, are not held
 * up by all others.
 */
const groupsAtOnce = 24;

/** Who may be in a group, as far as it is known while groups are read. */
export interface PeopleOfSweep {
  /** How many there are; null: the provider does not say. */
  readonly total: number | null;
  /** All of them, once they are read. */
  readonly all: Promise<readonly User[]>;
  /** Told of each group that gives a role, as soon as it is known: the numbers of its members. */
  readonly onAdministrators: (members: readonly number[]) => void;
}

/**
 * Groups with their parents, roles and members. Who is in them is read from whichever is fewer: the pages of their members, or the
 * users, of each of whom one call tells the groups.
 */
export async function sweepGroups(work: SweepWork, people: PeopleOfSweep): Promise<GroupPart> {
  const { directory, scope, gaps, tracker } = work;
  const { provider } = directory;
  const { context } = scope;
  // The calls that a group takes by itself leave before those for single users, which nothing waits for.
  const own = { ...context, urgency: 1 };
  const groups: Listing<Group> = directory.can('GROUPS')
    ? await walk((request) => provider.groups.list(request, context), provider.groupsPerPage)
    : absent('groups');
  gaps.add('GROUPS', groups);
  const total = groups.rows.length;
  const pages = groups.rows.reduce((sum, group) => sum + pagesOf(group, provider.usersPerPage), 0);
  const users = people.total;
  // A list of groups that broke off names some only, while users tell of all.
  const byGroup = users === null || pages < users || total === 0;
  const memberships = byGroup ? membersByGroup(work) : groupsByUser(work, people.all);
  tracker.expectCalls('GROUPS', (byGroup ? pages : users) + total * callsPerGroup(directory));
  tracker.advance('GROUPS', 0, total);

  const groupParents = new Map<string, Listing<Membership>>();
  const groupRoleAssignments = new Map<string, Listing<RoleAssignment>>();
  await forEachBounded(largestFirst(groups.rows), groupsAtOnce, async (group) => {
    const id = group.externalId;
    const [parents, roleAssignments, members] = await Promise.all([
      listingWhere(directory.can('NESTED_GROUPS'), 'groups in groups', () =>
        provider.groups.parents(id, own),
      ),
      listingWhere(hasAdministrators(directory), 'roles', () => provider.groups.roleAssignmentsOf(id, own)),
      memberships.readGroup(group),
    ]);
    gaps.add('GROUP_NESTING', parents);
    gaps.add('GROUP_ROLE_ASSIGNMENTS', roleAssignments);
    groupParents.set(id, parents);
    groupRoleAssignments.set(id, roleAssignments);
    if (roleAssignments.rows.length > 0) people.onAdministrators(members);
    tracker.advance('GROUPS', groupParents.size, total);
  });
  const { gap, ...part } = await memberships.finish();
  tracker.finish('GROUPS');
  return { groups, ...part, userGroupsGap: groups.reason ?? gap, groupParents, groupRoleAssignments };
}

/** Of a dynamic group nobody says how many are in it. */
function pagesOf({ directMemberCount }: Group, usersPerPage: number): number {
  return Math.max(1, Math.ceil((directMemberCount ?? 0) / usersPerPage));
}

function callsPerGroup(directory: Directory): number {
  return Number(directory.can('NESTED_GROUPS')) + Number(hasAdministrators(directory));
}

/** The pages of one group come one after the other: those that may be many begin at once. */
function largestFirst(groups: readonly Group[]): readonly Group[] {
  return groups.toSorted((a, b) => mayHold(b) - mayHold(a));
}

function mayHold({ directMemberCount, dynamicFilter }: Group): number {
  return dynamicFilter !== null || directMemberCount === null ? Number.MAX_SAFE_INTEGER : directMemberCount;
}
