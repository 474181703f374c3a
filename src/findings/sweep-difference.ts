import { isDeepStrictEqual } from 'node:util';
import { byExternalId } from '../directory/by-external-id.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import type { Listing } from '../model/coverage.ts';
import { Turns } from '../upstream/turns.ts';

const maps = [
  'devices',
  'userRoleAssignments',
  'userGroups',
  'groupMemberCounts',
  'groupParents',
  'groupRoleAssignments',
  'applicationRoleAssignments',
  'applicationGrants',
  'applicationPolicies',
] as const satisfies readonly (keyof Sweep)[];

/** Whether two sweeps say the same, but for the moment of which they speak: a refresh that found no change keeps all parts. */
export function saysTheSame(one: Sweep, other: Sweep): boolean {
  if (one === other) return true;
  return (
    isSameList(one.users, other.users) &&
    isSameList(one.groups, other.groups) &&
    isSameList(one.applications, other.applications) &&
    one.userGroupsGap === other.userGroupsGap &&
    maps.every((part) => one[part] === other[part]) &&
    isDeepStrictEqual(one.gaps, other.gaps)
  );
}

function isSameList(one: Listing<unknown>, other: Listing<unknown>): boolean {
  return one.rows === other.rows && one.complete === other.complete && one.reason === other.reason;
}

/** Beyond this share of the users it is cheaper to evaluate everybody. */
const mostShare = 0.05;
const fewUsers = 50;

/**
 * Users who are new, or are not what they were, by their row, devices, roles or memberships. Null: too many are, or what many users'
 * roles and groups rest on has changed, so that everybody is to be evaluated again.
 */
export async function changedUsers(before: Sweep, after: Sweep): Promise<ReadonlySet<string> | null> {
  if (before.users.complete !== after.users.complete || before.users.reason !== after.users.reason)
    return null;
  if (before.userGroupsGap !== after.userGroupsGap) return null;
  if (!(await areGroupsAsBefore(before, after))) return null;
  const ofUsers = (['devices', 'userRoleAssignments', 'userGroups'] as const).filter(
    (part) => before[part] !== after[part],
  );
  const most = Math.max(fewUsers, after.users.rows.length * mostShare);
  const changed = new Set<string>();
  const turns = new Turns();
  for (const [index, user] of after.users.rows.entries()) {
    const { externalId } = user;
    // Nearly always a user stands where it stood.
    const isSameRow =
      before.users.rows[index] === user || byExternalId(before.users.rows).get(externalId) === user;
    if (
      !isSameRow ||
      ofUsers.some((part) => !isSame(before[part].get(externalId), after[part].get(externalId)))
    )
      changed.add(externalId);
    if (changed.size > most) return null;
    if (turns.isOver) await turns.pause();
  }
  return changed;
}

/** Roles come through groups, and evidence names them. */
async function areGroupsAsBefore(before: Sweep, after: Sweep): Promise<boolean> {
  if (!isSameMap(before.groupParents, after.groupParents)) return false;
  if (!isSameMap(before.groupRoleAssignments, after.groupRoleAssignments)) return false;
  const [was, is] = [before.groups, after.groups];
  if (was.rows === is.rows) return was.complete === is.complete && was.reason === is.reason;
  if (was.rows.length !== is.rows.length || was.complete !== is.complete || was.reason !== is.reason)
    return false;
  const names = byExternalId(was.rows);
  const turns = new Turns();
  for (const { externalId, name } of is.rows) {
    if (names.get(externalId)?.name !== name) return false;
    if (turns.isOver) await turns.pause();
  }
  return true;
}

function isSameMap(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (!isSame(value, other.get(key))) return false;
  return true;
}

/** A list that was read again says the same when its rows do: when it was read, and the words of a failure, count for nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isListing(one) && isListing(other))
    return (
      one.complete === other.complete &&
      one.reason === other.reason &&
      isDeepStrictEqual(one.rows.map(withoutGroup), other.rows.map(withoutGroup))
    );
  return isDeepStrictEqual(one, other);
}

/** A membership may have its group with it, which says when it was read and how many are in it: that is no other membership. */
function withoutGroup(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('groupId' in row) || !('group' in row)) return row;
  const { group: _, ...membership } = row;
  return membership;
}

function isListing(value: unknown): value is Listing<unknown> {
  return typeof value === 'object' && value !== null && 'rows' in value && 'complete' in value;
}
