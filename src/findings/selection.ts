import { type Finding, rankOf, type Severity } from '../model/finding.ts';
import { withInstances } from './index.ts';

/** Which findings are asked for by what they are; members that are given must all fit. */
export interface Selection {
  /** Left out: all. */
  readonly rules?: readonly string[] | null | undefined;
  /** Left out: however bad. */
  readonly severityAtLeast?: Severity | null | undefined;
}

/** Whether a finding is asked for, whatever it says of its subject. */
export function isSelected({ rules, severityAtLeast }: Selection): (finding: Finding) => boolean {
  const ids = rules ? withInstances(rules) : null;
  const worst = severityAtLeast ? rankOf(severityAtLeast) : Number.POSITIVE_INFINITY;
  return ({ severity, ruleId }) => rankOf(severity) <= worst && (ids === null || ids.has(ruleId));
}
