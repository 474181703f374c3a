import type { Directory } from '../directory.ts';
import { hasAdministrators } from '../has-administrators.ts';
import { worthAReport } from '../mfa-plan.ts';
import type { SweepProgress } from './sweep.ts';

/** Before so much was done the pace says nothing. */
const least = { ms: 1_000, calls: 10 };

/**
 * When a sweep is likely to end: the calls that are left at the pace of those that were answered.
 * @returns null while it cannot be said: too little was done, or it is not known yet how many calls it takes; and when it is done.
 */
export function estimatedEnd({ phase, startedAt, calls }: SweepProgress, now: Date): Date | null {
  const elapsedMs = now.getTime() - startedAt.getTime();
  const { done, expected } = calls;
  if (phase === 'DONE' || expected === null || elapsedMs < least.ms || done < least.calls) return null;
  return new Date(now.getTime() + (elapsedMs * Math.max(0, expected - done)) / done);
}

/** Calls that a sweep takes, by what the one before it counted; null: there was none, and nobody knows how many users there are. */
export function sweepCalls(directory: Directory): number | null {
  const { provider } = directory;
  const { current } = directory.sweeper;
  if (current === null) return null;
  const users = current.users.rows.length;
  const pages = Math.ceil(users / provider.usersPerPage);
  const groups = current.groups.rows.length;
  const members = [...current.groupMemberCounts.values()].reduce(
    (sum, count) => sum + Math.ceil(count / provider.usersPerPage),
    0,
  );
  const devices = !directory.can('MFA_DEVICES') ? 0 : worthAReport(directory, users) ? pages : users;
  const roles = hasAdministrators(directory) ? current.userRoleAssignments.size : 0;
  return pages + groups * 3 + members + devices + roles + current.applications.rows.length * 4;
}
