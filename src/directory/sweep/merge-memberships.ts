import type { Group, Membership, MembershipType } from '../../model/group.ts';
import { amended } from '../compact/amended-map.ts';
import { membershipTypeOf } from '../membership-type.ts';
import type { GroupNow } from '../refresh/reread-groups.ts';
import type { UserNow } from '../refresh/reread-users.ts';
import type { Sweep } from './sweep.ts';
import { inTurns } from '../../upstream/turns.ts';

type MembershipPart = Pick<Sweep, 'userGroups' | 'groupMemberCounts'>;

interface Merged extends MembershipPart {
  /** By user who was not read again, the groups that they came into or left. */
  readonly moved: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What was read again about who is in which group. */
export interface Reread {
  readonly users: ReadonlyMap<string, UserNow | null>;
  /** With their members; null: gone. */
  readonly groups: ReadonlyMap<string, Pick<GroupNow, 'memberIds'> | null>;
  /** Every group that there is now. */
  readonly groupsNow: ReadonlyMap<string, Group>;
}

/**
 * Who is in which group, from the lists of groups that were read again and from the groups of users that were: where both speak, the list
 * of the group says who is in it. One pass over everybody, and only where a group itself was read again.
 */
export async function mergeMemberships(before: Sweep, reread: Reread): Promise<Merged> {
  const { users, groups, groupsNow } = reread;
  const groupMemberCounts = amended(before.groupMemberCounts, memberCounts(before, reread));
  const listed = new Map<string, ReadonlySet<string>>();
  const membershipOf = new Map<string, Membership>();
  for (const [id, group] of groups) {
    const row = groupsNow.get(id);
    if (group === null || row === undefined) listed.set(id, nobody);
    else if (group.memberIds !== null) {
      listed.set(id, group.memberIds);
      membershipOf.set(id, {
        groupId: id,
        groupName: row.name,
        type: membershipTypeOf(row, group.memberIds.size),
      });
    }
  }

  const changed = new Map<string, readonly Membership[] | undefined>();
  const moved = new Map<string, Set<string>>();
  const noteMove = (userId: string, groupId: string): void => {
    moved.set(userId, (moved.get(userId) ?? new Set()).add(groupId));
  };
  const newcomers = new Map([...listed].map(([id, members]) => [id, new Set(members)]));
  if (listed.size > 0) {
    await inTurns(before.userGroups.entries(), ([userId, held]) => {
      if (!held.some(({ groupId }) => listed.has(groupId))) return;
      const kept = held.flatMap((membership) => {
        const members = listed.get(membership.groupId);
        if (members === undefined) return [membership];
        newcomers.get(membership.groupId)?.delete(userId);
        if (members.has(userId)) return membershipOf.get(membership.groupId) ?? [];
        noteMove(userId, membership.groupId);
        return [];
      });
      changed.set(userId, kept);
    });
  }
  await inTurns(newcomers, ([groupId, userIds]) => {
    const membership = membershipOf.get(groupId);
    if (membership === undefined) return;
    for (const userId of userIds) {
      noteMove(userId, groupId);
      changed.set(userId, [...(changed.get(userId) ?? before.userGroups.get(userId) ?? []), membership]);
    }
  });

  for (const [userId, now] of users) {
    moved.delete(userId);
    if (now === null) changed.set(userId, undefined);
    else if (now.groups !== null)
      changed.set(userId, ofUser(userId, now.groups, listed, reread, membershipOf));
  }
  for (const [userId, rows] of changed) if (rows?.length === 0) changed.set(userId, undefined);
  return { userGroups: amended(before.userGroups, changed), groupMemberCounts, moved };
}

const nobody: ReadonlySet<string> = new Set();

/** The memberships of a user who was read again, as the user's own list says how they came about. */
function ofUser(
  userId: string,
  types: ReadonlyMap<string, MembershipType>,
  listed: ReadonlyMap<string, ReadonlySet<string>>,
  { groupsNow }: Reread,
  membershipOf: ReadonlyMap<string, Membership>,
): readonly Membership[] {
  const said = [...types].flatMap(([groupId, type]): readonly Membership[] => {
    const group = groupsNow.get(groupId);
    if (group === undefined || listed.get(groupId)?.has(userId) === false) return [];
    return [{ groupId, groupName: group.name, type }];
  });
  const others = [...listed].flatMap(([id, members]) =>
    members.has(userId) && !types.has(id) ? (membershipOf.get(id) ?? []) : [],
  );
  return [...said, ...others];
}

/** The groups that users who were read again came into or left. */
export function groupsTouched(
  before: Sweep,
  users: ReadonlyMap<string, UserNow | null>,
): ReadonlyMap<string, number> {
  const touched = new Map<string, number>();
  const note = (id: string, by: number): void => void touched.set(id, (touched.get(id) ?? 0) + by);
  for (const [userId, now] of users) {
    const held = new Set((before.userGroups.get(userId) ?? []).map(({ groupId }) => groupId));
    const ids = now === null ? nobody : new Set(now.groups?.keys() ?? held);
    for (const id of ids) if (!held.has(id)) note(id, 1);
    for (const id of held) if (!ids.has(id)) note(id, -1);
  }
  return touched;
}

function memberCounts(before: Sweep, { users, groups }: Reread): Map<string, number | undefined> {
  const counts = new Map<string, number | undefined>();
  for (const [id, by] of groupsTouched(before, users)) {
    const count = before.groupMemberCounts.get(id);
    if (count !== undefined) counts.set(id, count + by);
  }
  for (const [id, group] of groups) {
    if (group === null) counts.set(id, undefined);
    else if (group.memberIds !== null) counts.set(id, group.memberIds.size);
  }
  return counts;
}
