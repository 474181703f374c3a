import type { Listing } from '../../model/coverage.ts';
import type { Group, Membership } from '../../model/group.ts';
import { amended } from '../compact/amended-map.ts';
import type { Directory } from '../directory.ts';
import { forEachBounded } from '../bounded.ts';
import { groupsTouched } from './merge-memberships.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Rereads } from '../refresh/reread.ts';
import { type GroupNow, rereadGroups, rereadMembers, rereadRows } from '../refresh/reread-groups.ts';
import type { UserNow } from '../refresh/reread-users.ts';
import type { Sweep } from './sweep.ts';
import { inTurns } from '../../upstream/turns.ts';
import { withRows } from '../snapshot/with-rows.ts';

interface Wanted {
  readonly users: ReadonlyMap<string, UserNow | null>;
  /** Groups that changed themselves. */
  readonly groupIds: ReadonlySet<string>;
  /** Groups up to which it pays to read them again. */
  readonly most: number;
}

export interface Regrouped {
  readonly groups: ReadonlyMap<string, Pick<GroupNow, 'memberIds' | 'roles'> | null>;
  readonly groupsNow: ReadonlyMap<string, Group>;
  readonly groupPart: Pick<Sweep, 'groups' | 'groupParents' | 'groupRoleAssignments'>;
}

/**
 * Reads groups again that changed, and those that this changes along with them: parents, which have the members of their children too,
 * and groups that users came into or left, whose row counts its members.
 */
export async function regroup(
  directory: Directory,
  before: Sweep,
  { users, groupIds, most }: Wanted,
  scope: RequestScope,
  reads: Rereads,
): Promise<Regrouped | { readonly sweepDue: string }> {
  const groupsBefore = await byId(before.groups.rows);
  const touched = groupsTouched(before, users);
  // A group that nobody told of: its creation may come in the log after the membership.
  const unheard = [...touched.keys()].filter((id) => !groupsBefore.has(id));
  const wanted = directory.can('GROUPS') ? new Set([...groupIds, ...unheard]) : new Set<string>();
  const reread = await rereadGroups(directory, before, wanted, scope, reads);
  for (const [id, now] of reread) {
    // Of a new group the snapshot holds no members that could stay: it would look like having none. It comes when it is read whole.
    if (now?.memberIds === null && !groupsBefore.has(id) && before.userGroupsGap === null) reread.delete(id);
  }
  const groups = new Map<string, Pick<GroupNow, 'memberIds' | 'roles'> | null>(reread);

  const rest = new Set([...touched.keys()].filter((id) => !groups.has(id) && groupsBefore.has(id)));
  const counted = directory.can('GROUPS')
    ? await rereadRows(directory, rest, scope, reads)
    : new Map<string, Group | null>();
  for (const [id, row] of counted) if (row === null) groups.set(id, null);

  const parents = new Map<string, Listing<Membership> | undefined>();
  for (const [id, now] of reread) parents.set(id, now?.parents);
  const gone = new Set([...groups].flatMap(([id, now]) => (now === null ? [id] : [])));
  for (const id of gone) parents.set(id, undefined);

  const above = ancestors(before, parents, [...reread.keys(), ...gone]);
  for (const id of groups.keys()) above.delete(id);
  if (above.size + groups.size > most)
    return { sweepDue: `${above.size + groups.size} groups changed through others.` };
  await forEachBounded([...above], 32, async (id) => {
    const memberIds = await rereadMembers(directory, before, id, scope, reads);
    groups.set(id, { memberIds, roles: undefined });
  });

  const rows = new Map<string, Group | null>(counted);
  for (const [id, now] of reread) rows.set(id, now?.group ?? null);
  const groupsNow = new Map(groupsBefore);
  for (const [id, row] of rows) {
    if (row === null) groupsNow.delete(id);
    else groupsNow.set(id, row);
  }
  // What names a group as a parent names it by its name.
  await inTurns(before.groupParents.entries(), ([id, listing]) => {
    if (parents.has(id) || !listing.rows.some(({ groupId }) => rows.has(groupId))) return;
    parents.set(id, { ...listing, rows: listing.rows.flatMap((row) => renamed(row, rows)) });
  });
  const roles = new Map([...reread].map(([id, now]) => [id, now?.roles]));
  for (const id of gone) roles.set(id, undefined);
  return {
    groups,
    groupsNow,
    groupPart: {
      groups:
        rows.size === 0
          ? before.groups
          : { ...before.groups, rows: await withRows(before.groups.rows, rows) },
      groupParents: amended(before.groupParents, parents),
      groupRoleAssignments: amended(before.groupRoleAssignments, roles),
    },
  };
}

function renamed(row: Membership, rows: ReadonlyMap<string, Group | null>): readonly Membership[] {
  const now = rows.get(row.groupId);
  if (now === undefined) return [row];
  return now === null ? [] : [{ groupId: row.groupId, groupName: now.name, type: row.type }];
}

/** All groups above some, as they were nested and as they are. */
function ancestors(
  { groupParents }: Sweep,
  now: ReadonlyMap<string, Listing<Membership> | undefined>,
  ids: readonly string[],
): Set<string> {
  const met = new Set(ids);
  for (const id of met) {
    for (const { groupId } of groupParents.get(id)?.rows ?? []) met.add(groupId);
    for (const { groupId } of now.get(id)?.rows ?? []) met.add(groupId);
  }
  for (const id of ids) met.delete(id);
  return met;
}

async function byId(groups: readonly Group[]): Promise<ReadonlyMap<string, Group>> {
  const found = new Map<string, Group>();
  await inTurns(groups, (group) => void found.set(group.externalId, group));
  return found;
}
