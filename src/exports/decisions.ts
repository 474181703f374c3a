import type { Acceptance } from '../findings/history/finding-history.ts';
import { isWorse } from '../findings/history/life-cycle.ts';
import type { ManualLink } from '../identities/manual-link.ts';
import type { Finding } from '../model/finding.ts';

/** What people decided in a gateway: which risks they accept, and which accounts are one person. */
export interface Decisions {
  /** By the id of the finding. One may have ended meanwhile: see `acceptanceOf`. */
  readonly acceptances: ReadonlyMap<string, Acceptance>;
  readonly links: readonly ManualLink[];
  /** Whether nothing is missing: what is not among them was not decided. */
  readonly complete: boolean;
}

/** Which risks people accept. */
export type AcceptedRisks = Pick<Decisions, 'acceptances' | 'complete'>;

export const noDecisions: Decisions = { acceptances: new Map(), links: [], complete: true };

/**
 * Who accepts the risk of a finding at a moment; null: nobody, not any more, or it was certainly less bad when it was accepted. UNKNOWN:
 * the decisions are a part of all only, and say nothing of this finding.
 */
export function acceptanceOf(
  { id, severity, severityRange }: Pick<Finding, 'id' | 'severity' | 'severityRange'>,
  { acceptances, complete }: AcceptedRisks,
  now: Date,
): Acceptance | 'UNKNOWN' | null {
  const found = acceptances.get(id);
  if (found === undefined) return complete ? null : 'UNKNOWN';
  if (found.expiresAt <= now) return null;
  // As the history has it: a severity that could not be read in full ends an acceptance only where each that it may be is worse.
  return isWorse(severityRange?.best ?? severity, found.severity) ? null : found;
}
