/** How severe a finding is for its subject: the rule's own word, then what holds for all rules alike. */
import { severities, type Severity } from '../model/finding.ts';

export interface SeverityModifiers {
  readonly aboutAdministrators: boolean;
  /** Whether the subject certainly holds a role that can take over the directory. */
  readonly topAdministrator: boolean;
  /** Whether the directory certainly holds customers. */
  readonly customers: boolean;
}

function raised(severity: Severity, levels: number): Severity {
  const at = severities.indexOf(severity) - levels;
  return severities[Math.min(Math.max(at, 0), severities.length - 1)] ?? severity;
}

/** One level up for those who can take over the directory, one down among customers; rules about administrators take neither. */
export function modifySeverity(
  severity: Severity,
  { aboutAdministrators, topAdministrator, customers }: SeverityModifiers,
): { readonly severity: Severity; readonly modifiers: readonly string[] } {
  if (aboutAdministrators) return { severity, modifiers: [] };
  const modifiers = [
    ...(topAdministrator ? ['topAdministrator+1'] : []),
    ...(customers ? ['customers-1'] : []),
  ];
  const up = topAdministrator ? raised(severity, 1) : severity;
  return { severity: customers ? raised(up, -1) : up, modifiers };
}
