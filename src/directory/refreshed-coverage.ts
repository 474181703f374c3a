import type { User } from '../model/user.ts';
import type { Directory } from './directory.ts';
import type { Unreadable } from './reread.ts';
import { whyUnread } from './sweep-unread.ts';
import type { Sweep, SweepGap } from './sweep.ts';

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
export function refreshedCoverage(
  { key }: Pick<Directory, 'key'>,
  { before, next, was, is, failed, isAll }: Refreshed,
): Pick<Sweep, 'gaps' | 'coverage'> {
  const tally = new Tally(before.gaps.filter(({ what }) => !isAll || what !== CHANGES_GAP));
  let unread = before.coverage.unknown;
  for (const user of was.values()) if (noteParts(before, user, tally, -1) && unread !== null) unread -= 1;
  for (const user of is.values()) if (noteParts(next, user, tally, 1) && unread !== null) unread += 1;
  for (const { reason, what, message } of failed)
    tally.note({ what: CHANGES_GAP, reason, message: `${what}: ${message ?? reason}` }, 1);
  const gaps = tally.list;
  const [gap] = gaps;
  return {
    gaps,
    coverage: {
      complete: gap === undefined,
      checked: next.users.rows.length,
      unknown: unread,
      sources: [
        {
          directory: key,
          state: gap === undefined ? 'COMPLETE' : 'PARTIAL',
          reason: gap?.reason ?? null,
          message: gap === undefined ? null : `${gap.what}: ${gap.message ?? gap.reason}`,
          observedAt: next.takenAt,
        },
      ],
    },
  };
}

/** Whether something of a user is not known; counted in or out of the gaps of its kind. */
function noteParts(sweep: Sweep, user: User, tally: Tally, by: 1 | -1): boolean {
  const devices = sweep.devices.get(user.externalId);
  const roles = sweep.userRoleAssignments.get(user.externalId);
  const [whyDevices, whyRoles] = [whyUnread(user, devices), whyUnread(user, roles)];
  const message = devices?.state === 'UNKNOWN' ? (devices.message ?? null) : null;
  if (whyDevices !== null) tally.note({ what: 'MFA_DEVICES', reason: whyDevices, message }, by);
  if (whyRoles !== null)
    tally.note({ what: 'ROLE_ASSIGNMENTS', reason: whyRoles, message: roles?.message ?? null }, by);
  return whyDevices !== null || whyRoles !== null;
}

/** Gaps by kind and reason, whose counts go up and down. */
class Tally {
  readonly #gaps = new Map<string, SweepGap>();

  constructor(gaps: readonly SweepGap[]) {
    for (const gap of gaps) this.#gaps.set(keyOf(gap), gap);
  }

  note(gap: Omit<SweepGap, 'count'>, by: number): void {
    const before = this.#gaps.get(keyOf(gap));
    // One that never counted is left as it is.
    if (before !== undefined && before.count === null) return;
    const count = (before?.count ?? 0) + by;
    if (count > 0) this.#gaps.set(keyOf(gap), { ...(before ?? gap), count });
    else this.#gaps.delete(keyOf(gap));
  }

  get list(): readonly SweepGap[] {
    return [...this.#gaps.values()];
  }
}

function keyOf({ what, reason }: Pick<SweepGap, 'what' | 'reason'>): string {
  return `${what} ${reason}`;
}
