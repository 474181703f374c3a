import type { User } from '../model/user.ts';
import type { Sweep } from './sweep.ts';

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

/** What happened to a user between two snapshots; null: nothing that they show. */
export function changeOf(before: Seen, after: Seen): UserEvent | null {
  if (after.user === undefined) {
    if (before.user === undefined) return null;
    return { user: before.user, change: 'REMOVED', observedAt: after.sweep.takenAt };
  }
  const { user } = after;
  const { observedAt } = user;
  if (before.user === undefined) return { user, change: 'ADDED', observedAt };
  return told(before) === told(after) ? null : { user, change: 'UPDATED', observedAt };
}

/** All that a snapshot says of a user, but for when it was read and by which call. */
function told({ sweep, user }: Seen): string {
  const id = user?.externalId ?? '';
  const groups = (sweep.userGroups.get(id) ?? []).map(({ groupId, type }) => `${groupId} ${type}`).toSorted();
  const roles = sweep.userRoleAssignments.get(id);
  const held = roles?.rows
    .map((row) => `${row.externalId} ${row.roleId} ${row.inheritedFromGroupId ?? ''}`)
    .toSorted();
  return JSON.stringify(
    [user, sweep.devices.get(id), groups, roles?.complete, held],
    (name, value: unknown) => (name === 'observedAt' || name === 'source' ? undefined : value),
  );
}
