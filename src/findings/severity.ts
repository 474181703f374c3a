/** How severe a finding is for its subject: the rule's own word, then what holds for all rules alike. */
import { severities, type Severity } from '../model/finding.ts';

export interface SeverityModifiers {
  readonly aboutAdministrators: boolean;
  /** Whether the subject certainly holds a role that can take over the directory. */
  readonly topAdministrator: boolean;
  /** Whether the directory certainly holds customers. */
  readonly customers: boolean;
  /** Whether the finding rests on a link to the primary directory in which there is little confidence. */
  readonly weakLink: boolean;
}

function raised(severity: Severity, levels: number): Severity {
  const at = severities.indexOf(severity) - levels;
  return severities[Math.min(Math.max(at, 0), severities.length - 1)] ?? severity;
}

/**
 * One level up for those who can take over the directory, one down among customers, one down for a weak link to the primary
 * directory; rules about administrators take the last one only.
 */
export function modifySeverity(
  severity: Severity,
  { aboutAdministrators, topAdministrator, customers, weakLink }: SeverityModifiers,
): { readonly severity: Severity; readonly modifiers: readonly string[] } {
  const up = topAdministrator && !aboutAdministrators;
  const down = customers && !aboutAdministrators;
  const modifiers = [
    ...(up ? ['topAdministrator+1'] : []),
    ...(down ? ['customers-1'] : []),
    ...(weakLink ? ['weakLink-1'] : []),
  ];
  const above = up ? raised(severity, 1) : severity;
  const among = down ? raised(above, -1) : above;
  return { severity: weakLink ? raised(among, -1) : among, modifiers };
}
