import type { Membership } from '../../model/group.ts';
import type { RoleAssignment } from '../../model/role.ts';
import type { User } from '../../model/user.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** That a user was added, changed or removed, by the gateway or at the provider. */
export interface UserEvent {
  /** As it is now; of one that was removed, as it was known last. */
  readonly user: User;
  readonly change: 'ADDED' | 'UPDATED' | 'REMOVED';
  /** When the gateway read that it is so. */
  readonly observedAt: Date;
}

interface Seen {
  readonly sweep: Sweep;
  readonly user: User | undefined;
}

/**
 * What happened to a user between two snapshots; null: nothing that both show. That something came to be known, or is not known any
 * more, is no change, and neither is a sign-on: with each whole sweep nearly everybody would have changed.
 */
export function changeOf(before: Seen, after: Seen): UserEvent | null {
  if (after.user === undefined) {
    if (before.user === undefined) return null;
    return { user: before.user, change: 'REMOVED', observedAt: after.sweep.takenAt };
  }
  const { user } = after;
  const { observedAt } = user;
  if (before.user === undefined) return { user, change: 'ADDED', observedAt };
  const isSame = hasSameRow(before.user, user) && holdsTheSame(before.sweep, after.sweep, user.externalId);
  return isSame ? null : { user, change: 'UPDATED', observedAt };
}

/** Whether two rows of a user say the same, but for when they were read and the last sign-on. */
export function hasSameRow(one: User, other: User): boolean {
  const [{ lastSignOn: _one, ...was }, { lastSignOn: _other, ...is }] = [one, other];
  return told(was) === told(is);
}

function holdsTheSame(before: Sweep, after: Sweep, id: string): boolean {
  const [was, is] = [before.devices.get(id), after.devices.get(id)];
  if (was?.state === 'KNOWN' && is?.state === 'KNOWN' && told(was.value) !== told(is.value)) return false;
  const [held, holds] = [before.userRoleAssignments.get(id), after.userRoleAssignments.get(id)];
  if (held?.complete === true && holds?.complete === true && rolesIn(held.rows) !== rolesIn(holds.rows))
    return false;
  // Of whom no devices were asked for nothing but the row was read.
  if (was === undefined || is === undefined) return true;
  const isComparable =
    (before.userGroupsGap === null && after.userGroupsGap === null) || before.wholeAt === after.wholeAt;
  return !isComparable || isInTheSame(before.userGroups.get(id) ?? [], after.userGroups.get(id) ?? []);
}

/** Some lists do not tell how somebody is in a group. */
function isInTheSame(was: readonly Membership[], is: readonly Membership[]): boolean {
  if (was.length !== is.length) return false;
  const types = new Map(was.map(({ groupId, type }) => [groupId, type]));
  return is.every(({ groupId, type }) => {
    const before = types.get(groupId);
    return before !== undefined && (before === type || before === 'UNKNOWN' || type === 'UNKNOWN');
  });
}

function rolesIn(rows: readonly RoleAssignment[]): string {
  const said = rows.map((row) => `${row.externalId} ${row.roleId} ${row.inheritedFromGroupId ?? ''}`);
  return said.toSorted().join('\n');
}

function told(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) =>
    name === 'observedAt' || name === 'source' ? undefined : part,
  );
}
