import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { usable } from '../predicates/account.ts';
import { activeTypes, everyActive, weak } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const weakFactorOnly = defineRule<'USER'>({
  id: 'mfa::weak_factor_only',
  title: 'Only weak second factors',
  description:
    'Every usable device of the user sends a code by text message, call or mail. Such codes are intercepted, redirected and talked out of people.',
  family: 'MFA',
  set: 'CORE',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(8)', 'IA-5'],
    nist80063: ['3.1.3 Out-of-Band Devices'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.5', 'GWS.COMMONCONTROLS.1.3'],
    attack: ['T1566', 'T1621'],
  }),
  remedies: remedies('requireMfaEnrollment', 'deleteMfaDevice'),
  settings: [],
  caveats: ['Exemptions for accessibility; places where few have a smartphone.'],
  scope: ({ user }) => usable(user),
  holds: (facts) => everyActive(facts, weak),
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts))],
});
