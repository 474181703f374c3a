import { setMaxListeners } from 'node:events';
import { CompactUsers } from '../compact/compact-user.ts';
import type { Directory } from '../directory.ts';
import { IdTable } from '../compact/id-table.ts';
import { readEveryUser, readFirstUsers } from './partitioned-users.ts';
import type { RequestScope } from '../request-scope.ts';
import { sweepApplications } from './sweep-applications.ts';
import { coverageOf, inOrder } from './sweep-coverage.ts';
import { DeviceSweep } from './sweep-devices.ts';
import { sweepGroups } from './sweep-groups.ts';
import type { SweepWork } from './sweep-memberships.ts';
import { Gaps } from './sweep-reads.ts';
import { RoleSweep } from './sweep-roles.ts';
import { SweepTracker } from './sweep-tracker.ts';
import type { Sweep, SweepProgress } from './sweep.ts';
import { takeMark } from './take-mark.ts';

export interface SweepPlan {
  /**
   * Up to so many users, everybody's role assignments are read within the sweep; above, those of members of role-bearing groups, and
   * the others' afterwards (`walkRemainingRoles`).
   */
  readonly roleWalkLimit: number;
}

/**
 * Reads a whole directory in the lane of its scope: users, groups, applications, devices and roles at the same time. What cannot be
 * read becomes a gap, not a failure.
 * @throws {UpstreamError} when not even the first users can be read: that would be a sweep of nothing.
 */
export async function takeSweep(
  directory: Directory,
  plan: SweepPlan,
  scope: RequestScope,
  report: (progress: SweepProgress) => void,
): Promise<Sweep> {
  const startedAt = new Date();
  const tracker = new SweepTracker(startedAt, report);
  // Before anything is read, so that nothing falls between the sweep and the changes after it.
  const gaps = new Gaps();
  const mark = await takeMark(directory, scope, gaps);
  const abandoned = new AbortController();
  const work: SweepWork = {
    directory,
    scope: ownScope(scope, abandoned.signal, () => tracker.answered()),
    gaps,
    ids: new IdTable(),
    tracker,
  };
  try {
    return await readAll(work, plan, startedAt, mark);
  } catch (error) {
    abandoned.abort();
    throw error;
  }
}

async function readAll(
  work: SweepWork,
  plan: SweepPlan,
  startedAt: Date,
  mark: string | null,
): Promise<Sweep> {
  const { directory, gaps, tracker } = work;
  const first = await readFirstUsers(directory, work.scope);
  const total = first.nextCursor === null ? first.rows.length : first.total;
  const deviceSweep = new DeviceSweep(work, total);
  const roleSweep = new RoleSweep(work, plan.roleWalkLimit, total);
  const compactor = new CompactUsers(work.ids);
  tracker.expectCalls('USERS', (total ?? 0) / directory.provider.usersPerPage);
  const users = readEveryUser(directory, work.scope, first, {
    keep: (user) => compactor.compact(user),
    onUsers: (unseen, done) => {
      tracker.advance('USERS', done, total);
      deviceSweep.add(unseen);
      roleSweep.add(unseen);
    },
  }).then((read) => {
    if (read.rows.length === 0 && !read.complete) throw read.error;
    gaps.add('USERS', read);
    tracker.finish('USERS');
    return read;
  });
  const everybody = users.then(({ rows }) => rows);
  const groupPart = sweepGroups(work, {
    total,
    all: everybody,
    onAdministrators: (members) => roleSweep.addAdministrators(members),
  });
  const [read, groups, applications, devices, userRoleAssignments] = await Promise.all([
    users,
    groupPart,
    sweepApplications(work),
    everybody.then((rows) => deviceSweep.finish(rows)),
    everybody.then((rows) => roleSweep.finish(rows, groupPart)),
  ]);
  const { error: _error, ...listed } = read;
  const takenAt = new Date();
  const parts = {
    startedAt,
    takenAt,
    wholeAt: takenAt,
    mark,
    users: listed,
    devices,
    userRoleAssignments,
    ...groups,
    ...applications,
    gaps: inOrder(gaps.list),
  };
  const sweep = { ...parts, coverage: await coverageOf(directory.key, parts) };
  tracker.end(listed.rows.length);
  return sweep;
}

/** The scope of the reads of one sweep: they end with it, and are counted. */
function ownScope(scope: RequestScope, abandoned: AbortSignal, answered: () => void): RequestScope {
  const { signal: asked, onExchange } = scope.context;
  const signal = asked === undefined ? abandoned : AbortSignal.any([asked, abandoned]);
  // Every call of a sweep listens: thousands of them are no leak.
  setMaxListeners(0, signal);
  return {
    ...scope,
    context: {
      ...scope.context,
      signal,
      onExchange: (exchange) => {
        answered();
        onExchange?.(exchange);
      },
    },
  };
}
