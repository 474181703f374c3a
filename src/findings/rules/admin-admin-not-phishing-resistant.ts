import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { not } from '../kleene.ts';
import { isTopAdministrator, usableAdministrator } from '../predicates/administrator.ts';
import { activeTypes, hasPhishingResistantFactor } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const adminNotPhishingResistant = defineRule<'USER'>({
  id: 'admin::admin_not_phishing_resistant',
  title: 'Administrator without a phishing-resistant factor',
  description:
    'An administrator has no usable passkey or security key. A copied sign-on page can trick them out of every other factor.',
  family: 'ADMIN',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['IA-2(1)', 'IA-2(8)'],
    scuba: ['MS.AAD.3.6'],
    cisM365: ['5.2.2.5'],
    cisGoogle: ['4.1.1.2'],
    stigOkta: ['OKTA-APP-000190'],
    zeroTrust: ['21782'],
    attack: ['T1566'],
  }),
  remedies: remedies('requireMfaEnrollment'),
  settings: [],
  caveats: ['Expected for everybody while such factors are being handed out.'],
  scope: usableAdministrator,
  holds: (facts) => not(hasPhishingResistantFactor(facts)),
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts))],
  severityOf: (facts) => severityIf(isTopAdministrator(facts), 'HIGH', 'MEDIUM'),
});
