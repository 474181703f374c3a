import type { User } from '../../model/user.ts';
import type { ChangedObjects } from '../../providers/change-reads.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { amended } from '../compact/amended-map.ts';
import { changeOf, type UserEvent } from './change-of.ts';
import type { Directory } from '../directory.ts';
import { mergeMemberships } from '../sweep/merge-memberships.ts';
import { mostChanges } from './most-changes.ts';
import { refreshedCoverage } from './refreshed-coverage.ts';
import type { RequestScope } from '../request-scope.ts';
import { rereadApplications } from './reread-applications.ts';
import { regroup } from '../sweep/regroup.ts';
import { Rereads } from './reread.ts';
import { rereadInherited } from './reread-inherited.ts';
import { rereadUsers } from './reread-users.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { inTurns } from '../../upstream/turns.ts';
import { withRows } from '../snapshot/with-rows.ts';

/** What came of changes: a snapshot that holds them, or why only a whole sweep can take them in. */
export type Applied =
  | {
      readonly sweep: Sweep;
      /** Whether everything that changed could be read: only then the snapshot speaks of a later moment. */
      readonly complete: boolean;
      readonly events: readonly UserEvent[];
    }
  | { readonly sweepDue: string };

/** Objects that changed; without `reach` nobody says that they are all, and the snapshot gets no fresher. */
export type Changed = ChangedObjects & {
  readonly reach: { readonly mark: string; readonly until: Date } | null;
};

/**
 * Reads what changed again, and nothing else, and answers a snapshot with it in place of what was: the old one is not touched. What
 * cannot be read stays as it was, becomes a gap, and keeps the snapshot from claiming to be fresher than it is: its `takenAt` and
 * `mark` stay, so that the next time asks for the same again.
 * @throws {UpstreamError} `CANCELLED` when it is ended.
 */
export async function applyChanges(
  directory: Directory,
  before: Sweep,
  changed: Changed,
  scope: RequestScope,
): Promise<Applied> {
  if (changed.sweepDue !== null) return { sweepDue: changed.sweepDue };
  const most = mostChanges(before);
  const count = changed.userIds.size + changed.groupIds.size + changed.applicationIds.size;
  if (count > most)
    return { sweepDue: `${count} objects changed, which a whole sweep reads in fewer calls.` };

  const reads = new Rereads();
  const held = await usersOf(before, changed.userIds);
  const users = await rereadUsers(directory, before, held, changed.userIds, scope, reads);
  const regrouped = await regroup(
    directory,
    before,
    { users, groupIds: changed.groupIds, most },
    scope,
    reads,
  );
  if ('sweepDue' in regrouped) return regrouped;
  const { groups, groupsNow, groupPart } = regrouped;
  const memberships = await mergeMemberships(before, { users, groups, groupsNow });
  const roles = await rereadInherited(
    directory,
    before,
    { users, groups, memberships, groupRoleAssignments: groupPart.groupRoleAssignments, most },
    scope,
    reads,
  );
  if ('sweepDue' in roles) return roles;
  const applications = await rereadApplications(directory, before, changed.applicationIds, scope, reads);
  if (scope.context.signal?.aborted === true) throw cancelled(directory.key);

  const rows = new Map([...users].map(([id, now]) => [id, now?.user ?? null]));
  const { userGroups, groupMemberCounts } = memberships;
  const next: Sweep = {
    ...before,
    users:
      rows.size === 0 ? before.users : { ...before.users, rows: await withRows(before.users.rows, rows) },
    devices: amended(before.devices, new Map([...users].map(([id, now]) => [id, now?.devices]))),
    userRoleAssignments: amended(before.userRoleAssignments, roles.changed),
    ...groupPart,
    userGroups,
    groupMemberCounts,
    ...applications,
  };
  const touched = new Set([...users.keys(), ...roles.changed.keys(), ...memberships.moved.keys()]);
  const [was, is] = [await usersOf(before, touched), await usersOf(next, touched)];
  const complete = reads.failed.length === 0;
  const reached = complete && changed.reach !== null ? { ...next, ...reachOf(before, changed.reach) } : next;
  const coverage = await refreshedCoverage(directory, {
    before,
    next: reached,
    was,
    is,
    failed: reads.failed,
    isAll: changed.reach !== null,
  });
  const sweep: Sweep = { ...reached, ...coverage };
  const events: UserEvent[] = [];
  await inTurns(touched, (id) => {
    const event = changeOf({ sweep: before, user: was.get(id) }, { sweep, user: is.get(id) });
    if (event !== null) events.push(event);
  });
  return { sweep, complete, events };
}

/** A snapshot never goes back: what a whole sweep read later than the changes were asked for stays as fresh as it is. */
function reachOf(
  { startedAt, takenAt }: Sweep,
  { mark, until }: NonNullable<Changed['reach']>,
): Pick<Sweep, 'startedAt' | 'takenAt' | 'mark'> {
  return {
    mark,
    takenAt: until > takenAt ? until : takenAt,
    // Everything in it is as it was then, or was read since.
    startedAt: until > startedAt ? until : startedAt,
  };
}

async function usersOf(before: Sweep, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, User>> {
  const held = new Map<string, User>();
  if (ids.size === 0) return held;
  await inTurns(before.users.rows, (user) => {
    if (ids.has(user.externalId)) held.set(user.externalId, user);
  });
  return held;
}

function cancelled(directory: string): UpstreamError {
  return new UpstreamError({
    code: 'CANCELLED',
    message: `The refresh of the snapshot of "${directory}" was ended before it was done.`,
    directory,
    route: 'refresh',
  });
}
