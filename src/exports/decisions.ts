import type { Acceptance } from '../findings/history/finding-history.ts';
import { isWorse } from '../findings/history/life-cycle.ts';
import type { ManualLink } from '../identities/manual-link.ts';
import type { Finding } from '../model/finding.ts';

/** What people decided in a gateway: which risks they accept, and which accounts are one person. */
export interface Decisions {
  /** By the id of the finding. One may have ended meanwhile: see `acceptanceOf`. */
  readonly acceptances: ReadonlyMap<string, Acceptance>;
  readonly links: readonly ManualLink[];
}

export const noDecisions: Decisions = { acceptances: new Map(), links: [] };

/** Who accepts the risk of a finding at a moment; null: nobody, not any more, or it was less bad when it was accepted. */
export function acceptanceOf(
  { id, severity }: Pick<Finding, 'id' | 'severity'>,
  { acceptances }: Pick<Decisions, 'acceptances'>,
  now: Date,
): Acceptance | null {
  const found = acceptances.get(id);
  if (found === undefined || found.expiresAt <= now) return null;
  return isWorse(severity, found.severity) ? null : found;
}
