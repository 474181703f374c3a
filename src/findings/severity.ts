/** How severe a finding is for its subject: the rule's own word, then what holds for all rules alike. */
import {
  type FindingUnknownReason,
  rankOf,
  severities,
  type Severity,
  type SeverityRange,
} from '../model/finding.ts';
import type { Truth } from './kleene.ts';

export interface SeverityModifiers {
  readonly aboutAdministrators: boolean;
  /** Whether the subject holds a role that can take over the directory. */
  readonly topAdministrator: Truth;
  /** Whether the directory holds customers. */
  readonly customers: Truth;
  /** Whether the finding rests on a link to the primary directory in which there is little confidence. */
  readonly weakLink: boolean;
}

interface Modified {
  readonly severity: Severity;
  readonly modifiers: readonly string[];
  /** What it may be as well, as far as what it rests on could not be read; null: it is certain. */
  readonly range: SeverityRange | null;
}

function raised(severity: Severity, levels: number): Severity {
  const at = rankOf(severity) - levels;
  return severities[Math.min(Math.max(at, 0), severities.length - 1)] ?? severity;
}

/**
 * One level up for those who can take over the directory, one down among customers, one down for a weak link to the primary
 * directory; rules about administrators take the last one only. What is not known does neither.
 */
export function modifySeverity(severity: Severity, modifiers: SeverityModifiers): Modified {
  const { aboutAdministrators, topAdministrator, customers, weakLink } = modifiers;
  const top = aboutAdministrators ? false : topAdministrator;
  const among = aboutAdministrators ? false : customers;
  const shifted = (up: boolean, down: boolean): Severity => {
    const above = up ? raised(severity, 1) : severity;
    const below = down ? raised(above, -1) : above;
    return weakLink ? raised(below, -1) : below;
  };
  const [up, down] = [top === true, among === true];
  const best = shifted(up, down || mayBe(among));
  const worst = shifted(up || mayBe(top), down);
  return {
    severity: shifted(up, down),
    modifiers: [
      ...(up ? ['topAdministrator+1'] : []),
      ...(down ? ['customers-1'] : []),
      ...(weakLink ? ['weakLink-1'] : []),
    ],
    range: best === worst ? null : { best, worst },
  };
}

/** The whole of it: for a severity of which nothing is certain. */
export const anySeverity: SeverityRange = { best: 'INFO', worst: 'CRITICAL' };

/** What no read can settle is as it is. */
const settled: ReadonlySet<FindingUnknownReason> = new Set(['NOT_CAPABLE', 'NOT_CONFIGURED']);

/** One severity where it is so, and another where it is not; null where a read could still tell. */
export function severityIf(truth: Truth, so: Severity, otherwise: Severity): Severity | null {
  if (truth === true) return so;
  return mayBe(truth) ? null : otherwise;
}

function mayBe(truth: Truth): boolean {
  return typeof truth !== 'boolean' && !settled.has(truth.reason);
}
