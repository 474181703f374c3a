import { compareText } from '../../model/compare-text.ts';
import type { Coverage } from '../../model/coverage.ts';
import { whyUnread } from './sweep-unread.ts';
import type { Sweep, SweepGap } from './sweep.ts';
import { inTurns } from '../../upstream/turns.ts';

type Parts = Pick<Sweep, 'users' | 'devices' | 'userRoleAssignments' | 'gaps' | 'takenAt'>;

/** How much of a directory a sweep holds. */
export async function coverageOf(directory: string, sweep: Parts): Promise<Coverage> {
  let unread = 0;
  await inTurns(sweep.users.rows, (user) => {
    const [devices, roles] = [sweep.devices, sweep.userRoleAssignments];
    const isRead =
      whyUnread(user, devices.get(user.externalId)) === null &&
      whyUnread(user, roles.get(user.externalId)) === null;
    if (!isRead) unread += 1;
  });
  return coverageWith(directory, sweep, sweep.users.complete ? unread : null);
}

/** @param unknown users of whom something is not known; null: not even all users are. */
export function coverageWith(
  directory: string,
  { users, gaps, takenAt }: Pick<Parts, 'users' | 'gaps' | 'takenAt'>,
  unknown: number | null,
): Coverage {
  const [gap] = gaps;
  return {
    complete: gap === undefined,
    checked: users.rows.length,
    unknown,
    sources: [
      {
        directory,
        state: gap === undefined ? 'COMPLETE' : 'PARTIAL',
        reason: gap?.reason ?? null,
        message: gap === undefined ? null : `${gap.what}: ${gap.message ?? gap.reason}`,
        observedAt: takenAt,
      },
    ],
  };
}

/** Kinds of objects in the order in which their gaps are told. */
const kinds = ['USERS', 'GROUPS', 'GROUP_MEMBERS', 'GROUP_NESTING', 'GROUP_ROLE_ASSIGNMENTS', 'MFA_DEVICES'];

/** Gaps in one order, whichever was found first. */
export function inOrder(gaps: readonly SweepGap[]): readonly SweepGap[] {
  return gaps.toSorted(
    (a, b) => place(a) - place(b) || compareText(a.what, b.what) || compareText(a.reason, b.reason),
  );
}

function place({ what }: SweepGap): number {
  const found = kinds.indexOf(what);
  return found < 0 ? kinds.length : found;
}
