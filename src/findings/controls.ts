/** The standards that rules map to, by short keys: rule files stay readable and the names stay the same everywhere. */
import type { FrameworkControl, Remedy } from '../model/finding.ts';

const names = {
  nist80053: 'NIST SP 800-53',
  nist80063: 'NIST SP 800-63B',
  cis: 'CIS Controls v8',
  iso27001: 'ISO/IEC 27001:2022',
  attack: 'MITRE ATT&CK',
  scuba: 'CISA SCuBA',
  cisM365: 'CIS Microsoft 365',
  cisGoogle: 'CIS Google Workspace',
  zeroTrust: 'Microsoft Zero Trust Assessment',
  maester: 'Maester',
  stigOkta: 'DISA STIG Okta',
  owaspNhi: 'OWASP NHI Top 10',
} as const;

export function controls(
  byFramework: Readonly<Partial<Record<keyof typeof names, readonly string[]>>>,
): readonly FrameworkControl[] {
  return Object.entries(names).flatMap(([key, name]) =>
    (byFramework[key as keyof typeof names] ?? []).map((control) => ({ name, control })),
  );
}

/** Remedies by the names of our mutations. */
export function remedies(...actions: readonly string[]): readonly Remedy[] {
  return actions.map((action) => ({ action }));
}
