import type { UnknownReason } from '../model/fact.ts';
import { findingReasons, type FindingUnknownReason } from '../model/finding.ts';
import type { AccountCoverage } from './correlation.ts';

/** Why nobody can be said to be missing in a directory; null: it was read whole and lately. */
export function unreadReason(
  coverage: AccountCoverage | undefined,
  asOf: Date,
  maxStalenessMs: number,
): { readonly reason: FindingUnknownReason; readonly message: string | null } | null {
  if (coverage === undefined || (coverage.takenAt === null && coverage.complete))
    return { reason: 'NOT_REQUESTED', message: 'The primary directory has not been read yet.' };
  if (!coverage.complete)
    return { reason: listReason(coverage.reason ?? 'PARTIAL'), message: coverage.message };
  const ageMs = asOf.getTime() - (coverage.takenAt?.getTime() ?? 0);
  return ageMs > maxStalenessMs
    ? {
        reason: 'STALE_DATA',
        message: `The primary directory was read ${Math.floor(ageMs / 1000)} seconds ago; ${maxStalenessMs / 1000} are allowed.`,
      }
    : null;
}

/** A list is read whole or in part: a value that one of its objects lacks leaves a gap in it. */
function listReason(reason: UnknownReason): FindingUnknownReason {
  return reason === 'MISSING' || reason === 'INVALID_VALUE' ? 'PARTIAL_DATA' : findingReasons[reason];
}
