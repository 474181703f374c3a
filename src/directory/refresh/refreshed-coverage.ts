import type { User } from '../../model/user.ts';
import type { Directory } from '../directory.ts';
import type { Unreadable } from './reread.ts';
import { coverageWith, inOrder } from '../sweep/sweep-coverage.ts';
import { Gaps } from '../sweep/sweep-reads.ts';
import { whyUnread } from '../sweep/sweep-unread.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { inTurns } from '../../upstream/turns.ts';

/** The gap of a snapshot that changes could not be taken into. */
export const CHANGES_GAP = 'CHANGES';

interface Refreshed {
  readonly before: Sweep;
  readonly next: Sweep;
  /** Users of whom something was read again, as they were and as they are. */
  readonly was: ReadonlyMap<string, User>;
  readonly is: ReadonlyMap<string, User>;
  readonly failed: readonly Unreadable[];
  /** Whether all was asked for again that could not be read before. */
  readonly isAll: boolean;
}

/** How much of the directory a snapshot holds after changes were put into it. */
export async function refreshedCoverage(
  { key }: Pick<Directory, 'key'>,
  { before, next, was, is, failed, isAll }: Refreshed,
): Promise<Pick<Sweep, 'gaps' | 'coverage'>> {
  const tally = new Gaps(before.gaps.filter(({ what }) => !isAll || what !== CHANGES_GAP));
  let unread = before.coverage.unknown;
  const count = (sweep: Sweep, user: User, by: 1 | -1): void => {
    if (noteParts(sweep, user, tally, by) && unread !== null) unread += by;
  };
  await inTurns(was.values(), (user) => count(before, user, -1));
  await inTurns(is.values(), (user) => count(next, user, 1));
  for (const { reason, what, message } of failed)
    tally.note(CHANGES_GAP, reason, `${what}: ${message ?? reason}`);
  const gaps = inOrder(tally.list);
  return { gaps, coverage: coverageWith(key, { ...next, gaps }, unread) };
}

/** The same after a user was put in of whom nothing but the row was read. */
export function coverageWithNewcomer(
  { key }: Pick<Directory, 'key'>,
  sweep: Sweep,
  user: User,
): Pick<Sweep, 'gaps' | 'coverage'> {
  const tally = new Gaps(sweep.gaps);
  const { unknown } = sweep.coverage;
  const isUnread = noteParts(sweep, user, tally, 1);
  const gaps = inOrder(tally.list);
  return {
    gaps,
    coverage: coverageWith(key, { ...sweep, gaps }, unknown === null ? null : unknown + Number(isUnread)),
  };
}

/** Whether something of a user is not known; counted in or out of the gaps of its kind. */
function noteParts(sweep: Sweep, user: User, tally: Gaps, by: 1 | -1): boolean {
  const devices = sweep.devices.get(user.externalId);
  const roles = sweep.userRoleAssignments.get(user.externalId);
  const [whyDevices, whyRoles] = [whyUnread(user, devices), whyUnread(user, roles)];
  const message = devices?.state === 'UNKNOWN' ? devices.message : undefined;
  if (whyDevices !== null) tally.note('MFA_DEVICES', whyDevices, message, by);
  if (whyRoles !== null) tally.note('ROLE_ASSIGNMENTS', whyRoles, roles?.message ?? undefined, by);
  return whyDevices !== null || whyRoles !== null;
}
