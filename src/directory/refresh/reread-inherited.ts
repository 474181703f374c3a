import type { Listing } from '../../model/coverage.ts';
import type { RoleAssignment } from '../../model/role.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Rereads } from './reread.ts';
import type { GroupNow } from './reread-groups.ts';
import { ofListing, rolesOf, type UserNow } from './reread-users.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { inTurns } from '../../upstream/turns.ts';

interface Changed {
  readonly users: ReadonlyMap<string, UserNow | null>;
  readonly groups: ReadonlyMap<string, Pick<GroupNow, 'roles'> | null>;
  readonly memberships: Pick<Sweep, 'userGroups'> & {
    readonly moved: ReadonlyMap<string, ReadonlySet<string>>;
  };
  readonly groupRoleAssignments: Sweep['groupRoleAssignments'];
  /** Users up to whom it pays to read them again. */
  readonly most: number;
}

type RolesByUser = ReadonlyMap<string, Listing<RoleAssignment> | undefined>;

/**
 * The roles of users who were read again, and of those for whom a group changed what they hold: a group that gives roles, or began
 * to, whose members came or went.
 */
export async function rereadInherited(
  directory: Directory,
  before: Sweep,
  { users, groups, memberships, groupRoleAssignments, most }: Changed,
  scope: RequestScope,
  reads: Rereads,
): Promise<{ readonly changed: RolesByUser } | { readonly sweepDue: string }> {
  const changed = new Map<string, Listing<RoleAssignment> | undefined>();
  for (const [id, now] of users) changed.set(id, now?.roles);
  if (!hasAdministrators(directory)) return { changed };

  const gives = (id: string): boolean =>
    (before.groupRoleAssignments.get(id)?.rows.length ?? 0) +
      (groupRoleAssignments.get(id)?.rows.length ?? 0) >
    0;
  const givesOtherwise = new Set(
    [...groups.keys()].filter(
      (id) => idsOf(before.groupRoleAssignments.get(id)) !== idsOf(groupRoleAssignments.get(id)),
    ),
  );
  const wanted = new Set<string>();
  for (const [userId, groupIds] of memberships.moved) if ([...groupIds].some(gives)) wanted.add(userId);
  if (givesOtherwise.size > 0) {
    for (const { userGroups } of [before, memberships]) {
      await inTurns(userGroups.entries(), ([userId, held]) => {
        if (held.some(({ groupId }) => givesOtherwise.has(groupId))) wanted.add(userId);
      });
    }
  }
  for (const id of users.keys()) wanted.delete(id);
  // Where roles of groups do not stand in a user's list, only those are read who were never asked about.
  const asked = [...wanted].filter(
    (id) => directory.provider.listsInheritedRoles || !before.userRoleAssignments.has(id),
  );
  if (asked.length > most)
    return { sweepDue: `${asked.length} users may hold other roles through groups that changed.` };
  await forEachBounded(asked, 64, async (id) => {
    directory.cache.evict('userRoleAssignments', id);
    const roles = await rolesOf(directory, id, scope);
    const old = before.userRoleAssignments.get(id);
    changed.set(id, reads.better('ROLE_ASSIGNMENTS', old, roles, ofListing<RoleAssignment>(null)));
  });
  return { changed };
}

function idsOf(roles: Listing<RoleAssignment> | undefined): string {
  return (roles?.rows ?? [])
    .map(({ externalId }) => externalId)
    .toSorted()
    .join(' ');
}
