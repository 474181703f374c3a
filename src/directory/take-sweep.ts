import type { Listing } from '../model/coverage.ts';
import type { RoleAssignment } from '../model/role.ts';
import type { User } from '../model/user.ts';
import { forEachBounded } from './bounded.ts';
import type { Directory } from './directory.ts';
import { hasAdministrators } from './has-administrators.ts';
import { readDevices, type DevicesFact } from './mfa-plan.ts';
import type { RequestScope } from './request-scope.ts';
import { sweepApplications } from './sweep-applications.ts';
import { sweepGroups } from './sweep-groups.ts';
import { absent, Gaps, listing, walk } from './sweep-reads.ts';
import { whyUnread } from './sweep-unread.ts';
import type { Sweep, SweepPhase, SweepProgress } from './sweep.ts';

/** More than any scheduler carries at once, so that it never runs dry. */
const atOnce = 256;

export interface SweepPlan {
  /** Up to so many users, everybody's role assignments are read; above, only those of members of role-bearing groups. */
  readonly roleWalkLimit: number;
}

/**
 * Reads a whole directory in the lane of its scope. What cannot be read becomes a gap, not a failure.
 * @throws {UpstreamError} when not even the first users can be read: that would be a sweep of nothing.
 */
export async function takeSweep(
  directory: Directory,
  plan: SweepPlan,
  scope: RequestScope,
  report: (progress: SweepProgress) => void,
): Promise<Sweep> {
  const startedAt = new Date();
  const { provider } = directory;
  const gaps = new Gaps();
  const tell = (phase: SweepPhase, done: number, total: number | null): void =>
    report({ phase, done, total, startedAt });

  tell('USERS', 0, null);
  const users = await walk(
    (request) => provider.users.list({ ...request, providerFilter: null }, scope.context),
    provider.usersPerPage,
    (done, total) => tell('USERS', done, total),
  );
  if (users.rows.length === 0 && !users.complete) throw users.error;
  gaps.add('USERS', users);

  const groupPart = await sweepGroups(directory, scope, gaps, atOnce, (done, total) =>
    tell('GROUPS', done, total),
  );

  tell('MFA_DEVICES', 0, users.rows.length);
  const devices = new Map<string, DevicesFact>();
  for (const [index, fact] of (await readDevices(directory, users.rows, scope)).entries()) {
    const user = users.rows[index];
    if (user === undefined) continue;
    devices.set(user.externalId, fact);
    if (fact.state === 'UNKNOWN' && whyUnread(user, fact) !== null)
      gaps.note('MFA_DEVICES', fact.reason, fact.message);
  }

  const userRoleAssignments = hasAdministrators(directory)
    ? await readRoleAssignments(
        directory,
        roleCandidates(users.rows, groupPart, plan),
        scope,
        (user, list, done, all) => {
          if (whyUnread(user, list) !== null) gaps.add('ROLE_ASSIGNMENTS', list);
          tell('ROLE_ASSIGNMENTS', done, all);
        },
      )
    : allAbsent(users.rows);
  const skipped = users.rows.filter(({ externalId }) => !userRoleAssignments.has(externalId)).length;
  if (skipped > 0) gaps.note('ROLE_ASSIGNMENTS', 'NOT_REQUESTED', undefined, skipped);

  const applicationPart = await sweepApplications(directory, scope, gaps, atOnce, (done, total) =>
    tell('APPLICATIONS', done, total),
  );
  tell('DONE', users.rows.length, users.rows.length);

  const takenAt = new Date();
  const unread = users.rows.filter(
    (user) =>
      whyUnread(user, devices.get(user.externalId)) !== null ||
      whyUnread(user, userRoleAssignments.get(user.externalId)) !== null,
  ).length;
  const [gap] = gaps.list;
  return {
    startedAt,
    takenAt,
    users,
    devices,
    userRoleAssignments,
    ...groupPart,
    ...applicationPart,
    gaps: gaps.list,
    coverage: {
      complete: gap === undefined,
      checked: users.rows.length,
      unknown: users.complete ? unread : null,
      sources: [
        {
          directory: directory.key,
          state: gap === undefined ? 'COMPLETE' : 'PARTIAL',
          reason: gap?.reason ?? null,
          message: gap === undefined ? null : `${gap.what}: ${gap.message ?? gap.reason}`,
          observedAt: takenAt,
        },
      ],
    },
  };
}

async function readRoleAssignments(
  { provider }: Directory,
  users: readonly User[],
  { context }: RequestScope,
  tell: (user: User, list: Listing<RoleAssignment>, done: number, all: number) => void,
): Promise<Map<string, Listing<RoleAssignment>>> {
  const read = new Map<string, Listing<RoleAssignment>>();
  await forEachBounded(users, atOnce, async (user) => {
    const list = await listing(provider.users.roleAssignmentsOf(user.externalId, context));
    read.set(user.externalId, list);
    tell(user, list, read.size, users.length);
  });
  return read;
}

function allAbsent(users: readonly User[]): Map<string, Listing<RoleAssignment>> {
  const none = absent<RoleAssignment>('roles');
  return new Map(users.map(({ externalId }) => [externalId, none]));
}

/** Whose direct role assignments are read: nothing lists them, so everybody's where that can be paid for. */
function roleCandidates(
  users: readonly User[],
  groups: Pick<Sweep, 'userGroups' | 'groupRoleAssignments'>,
  plan: SweepPlan,
): readonly User[] {
  if (users.length <= plan.roleWalkLimit) return users;
  return users.filter((user) =>
    groups.userGroups
      .get(user.externalId)
      ?.some(({ groupId }) => (groups.groupRoleAssignments.get(groupId)?.rows.length ?? 0) > 0),
  );
}
