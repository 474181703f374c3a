import type { Sweep } from '../../directory/sweep/sweep.ts';
import type { Group } from '../../model/group.ts';
import type { Role, RoleAssignment } from '../../model/role.ts';
import type { GuardReads } from '../guard-reads.ts';
import { mayBeTierZero } from './tier-zero.ts';

/**
 * Ids of users who may be administrators, the cheapest to find first: those of the newest sweep, else members of groups
 * that hold a role of tier 0; then those of a sweep that is young enough. The same id may come twice. Whoever asks stops
 * when it has seen enough, so that the later, dearer reads are mostly not made.
 *
 * Returns, at the end, why there may be more of them than were given; null: there are not.
 */
export async function* administratorCandidates(
  reads: GuardReads,
  roles: readonly Role[],
): AsyncGenerator<string, string | null> {
  const known = reads.directory.sweeper.current;
  if (known === null) yield* membersOfAdministratorGroups(reads, roles);
  else yield* candidatesOf(known, roles);
  const sweep = await reads.sweep();
  if (sweep !== known) yield* candidatesOf(sweep, roles);
  return gapOf(sweep);
}

function* candidatesOf(sweep: Sweep, roles: readonly Role[]): Generator<string> {
  for (const [userId, { rows }] of sweep.userRoleAssignments)
    if (mayBeTierZero(rows, roles).length > 0) yield userId;
  const groups = new Set<string>();
  for (const [groupId, { rows }] of sweep.groupRoleAssignments)
    if (mayBeTierZero(rows, roles).length > 0) groups.add(groupId);
  if (groups.size === 0) return;
  for (const [userId, memberships] of sweep.userGroups)
    if (memberships.some(({ groupId }) => groups.has(groupId))) yield userId;
}

/** Nothing lists the holders of a role: groups are asked one by one. A read that fails is left to the sweep. */
async function* membersOfAdministratorGroups(
  { directory, loaders }: GuardReads,
  roles: readonly Role[],
): AsyncGenerator<string> {
  const { provider } = directory;
  const { context } = loaders.scope;
  if (!directory.can('GROUPS')) return;
  const page = await provider.groups
    .list({ limit: provider.groupsPerPage, cursor: null }, context)
    .catch(() => null);
  const held = await Promise.all(
    (page?.rows ?? []).map(async (group): Promise<readonly [Group, readonly RoleAssignment[]]> => {
      const list = await loaders.groupRoleAssignments.load(group.externalId).catch(() => null);
      return [group, list?.rows ?? []];
    }),
  );
  for (const [group, rows] of held) {
    if (mayBeTierZero(rows, roles).length === 0) continue;
    const members = await provider.groups
      .members(group.externalId, { limit: 20, cursor: null }, context)
      .catch(() => null);
    for (const member of members?.rows ?? []) yield member.externalId;
  }
}

function gapOf(sweep: Sweep): string | null {
  const gap = sweep.gaps.find(({ what }) => what === 'USERS' || what === 'ROLE_ASSIGNMENTS');
  if (gap === undefined) return sweep.users.complete ? null : 'the list of users is not complete';
  return `${gap.what} could not be read whole (${gap.message ?? gap.reason})`;
}
