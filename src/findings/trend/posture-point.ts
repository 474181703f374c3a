import type { Severity } from '../../model/finding.ts';
import type { Grade } from '../posture.ts';
import type { TenantPosture } from '../tenant-posture.ts';

/** How a directory stood on a day: by the last look of that day. */
export interface PosturePoint {
  /** Key of the directory. */
  readonly directory: string;
  /** Of UTC, as `2026-03-02`. */
  readonly day: string;
  /** When what it was counted from was read. */
  readonly at: Date;
  readonly score: number | null;
  readonly scoreLow: number | null;
  readonly scoreHigh: number | null;
  readonly coverage: number | null;
  readonly grade: Grade;
  /** Whether nothing was missing that could be read. */
  readonly complete: boolean;
  readonly openBySeverity: Readonly<Record<Severity, number>>;
  readonly adminCount: number;
  /** Share of the users with a usable second factor among those of whom it is known, 0 to 1; null: it is known of nobody. */
  readonly mfaCoverage: number | null;
  /** Share of the accounts that `stale::user_inactive` finds unused; null: it was not asked, or of nobody known. */
  readonly inactiveShare: number | null;
}

export interface Drift {
  readonly score: number | null;
  readonly adminCount: number;
  readonly mfaCoverage: number | null;
  readonly inactiveShare: number | null;
}

/** Where points are kept. Every method rejects when it cannot be read or written. */
export interface PostureTrend {
  /** Keeps a point in the place of an earlier one of the same directory and day. */
  note(point: PosturePoint): Promise<void>;
  /** By day, oldest first, then by directory. @param until not itself. */
  points(directories: readonly string[], since: string, until: string): Promise<readonly PosturePoint[]>;
}

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** @param posture of one directory. */
export function pointOf(directory: string, at: Date, posture: TenantPosture): PosturePoint {
  const { score, scoreLow, scoreHigh, coverage, grade } = posture.score.posture;
  const open = (severity: Severity): number => posture.findingsBySeverity.get(severity) ?? 0;
  const mfa = (status: 'ENROLLED' | 'NOT_ENROLLED' | 'DISABLED'): number =>
    posture.mfaByStatus.get(status) ?? 0;
  const inactive = posture.score.counts.find(({ ruleId }) => ruleId === 'stale::user_inactive');
  return {
    directory,
    day: dayOf(at),
    at,
    score,
    scoreLow,
    scoreHigh,
    coverage,
    grade,
    complete: posture.coverage.complete,
    openBySeverity: {
      CRITICAL: open('CRITICAL'),
      HIGH: open('HIGH'),
      MEDIUM: open('MEDIUM'),
      LOW: open('LOW'),
      INFO: open('INFO'),
    },
    adminCount: posture.administrators.total,
    mfaCoverage: shareOf(mfa('ENROLLED'), mfa('NOT_ENROLLED') + mfa('DISABLED')),
    inactiveShare: shareOf(inactive?.present ?? 0, inactive?.compliant ?? 0),
  };
}

function shareOf(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : rounded(hits / (hits + misses));
}

/**
 * What changed from one point to another of the same directory. Null: not as much was known at both, so that a difference may come
 * from what was seen and not from what was so. Two looks count as alike when both were complete, or both were not, and their
 * coverage differs by less than a hundredth.
 */
export function driftBetween(before: PosturePoint, after: PosturePoint): Drift | null {
  if (before.directory !== after.directory || before.complete !== after.complete) return null;
  if (before.coverage === null || after.coverage === null) return null;
  if (Math.abs(before.coverage - after.coverage) >= 0.01) return null;
  return {
    score: difference(before.score, after.score),
    adminCount: after.adminCount - before.adminCount,
    mfaCoverage: difference(before.mfaCoverage, after.mfaCoverage),
    inactiveShare: difference(before.inactiveShare, after.inactiveShare),
  };
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : rounded(after - before);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
