import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import { byExternalId } from '../by-external-id.ts';
import { forEachBounded } from '../bounded.ts';
import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import { memberIdPage } from '../member-ids.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Rereads } from './reread.ts';
import { ofListing } from './reread-users.ts';
import { listingWhere, walk } from '../sweep/sweep-reads.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** What a group is now; null in the place of it: there is no such group any more. */
export interface GroupNow {
  readonly group: Group;
  /** Ids of its members, nested and dynamic ones as far as the provider counts them; null: they could not be read. */
  readonly memberIds: ReadonlySet<string> | null;
  /** Undefined: not read again, because nothing can have changed it. */
  readonly parents: Listing<Membership> | undefined;
  readonly roles: Listing<RoleAssignment> | undefined;
}

const atOnce = 32;

/** Reads groups again: their rows, members, parents and roles. */
export async function rereadGroups(
  directory: Directory,
  before: Sweep,
  ids: ReadonlySet<string>,
  scope: RequestScope,
  reads: Rereads,
): Promise<Map<string, GroupNow | null>> {
  const now = new Map<string, GroupNow | null>();
  const { provider } = directory;
  const { context } = scope;
  await forEachBounded([...ids], atOnce, async (id) => {
    forget(directory, id);
    const group = await reads.try(
      'GROUPS',
      () => provider.groups.get(id, context),
      byExternalId(before.groups.rows).has(id),
    );
    if (group === undefined) return;
    if (group === null) {
      now.set(id, null);
      return;
    }
    const [memberIds, parents, roles] = await Promise.all([
      rereadMembers(directory, before, id, scope, reads),
      listingWhere(directory.can('NESTED_GROUPS'), 'groups in groups', () =>
        provider.groups.parents(id, context),
      ),
      listingWhere(hasAdministrators(directory), 'roles', () =>
        provider.groups.roleAssignmentsOf(id, context),
      ),
    ]);
    now.set(id, {
      group,
      memberIds,
      parents: reads.better('GROUP_NESTING', before.groupParents.get(id), parents, ofListing(null)),
      roles: reads.better(
        'GROUP_ROLE_ASSIGNMENTS',
        before.groupRoleAssignments.get(id),
        roles,
        ofListing(null),
      ),
    });
  });
  return now;
}

/** Whoever a group has as a member now; null: it could not be read to the end. */
export async function rereadMembers(
  directory: Directory,
  before: Sweep,
  groupId: string,
  { context }: RequestScope,
  reads: Rereads,
): Promise<ReadonlySet<string> | null> {
  const { provider } = directory;
  const members = await walk(
    (request) => memberIdPage(provider, groupId, request, context),
    provider.usersPerPage,
  );
  if (members.complete) return new Set(members.rows);
  // What the sweep could not read either is no news.
  if (before.groupMemberCounts.has(groupId) || before.userGroupsGap === null)
    reads.fail({ what: 'GROUP_MEMBERS', reason: members.reason ?? 'PARTIAL', message: members.message });
  return null;
}

/** Rows of groups whose members changed, in few calls: how many direct ones they have stands in the row. Null: there is none such. */
export async function rereadRows(
  directory: Directory,
  ids: ReadonlySet<string>,
  { context }: RequestScope,
  reads: Rereads,
): Promise<ReadonlyMap<string, Group | null>> {
  if (ids.size === 0) return new Map();
  const rows = await reads.try('GROUPS', () => directory.provider.groups.getMany([...ids], context));
  if (rows === undefined) return new Map();
  const now = new Map<string, Group | null>([...ids].map((id) => [id, null]));
  for (const row of rows) now.set(row.externalId, row);
  return now;
}

function forget({ cache }: Directory, groupId: string): void {
  for (const kind of ['groupParents', 'groupRoleAssignments', 'groupTotalMembers', 'groupOwners'] as const)
    cache.evict(kind, groupId);
  cache.evict('everyGroup', '');
}
