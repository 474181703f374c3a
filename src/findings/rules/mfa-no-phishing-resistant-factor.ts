import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { not } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { activeTypes, hasPhishingResistantFactor } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const noPhishingResistantFactor = defineRule<'USER'>({
  id: 'mfa::no_phishing_resistant_factor',
  title: 'No phishing-resistant factor',
  description:
    'The user has no usable passkey or security key. All other factors can be tricked out of people by a copied sign-on page.',
  family: 'MFA',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(8)'],
    iso27001: ['8.5'],
    scuba: ['MS.AAD.3.1', 'GWS.COMMONCONTROLS.1.1'],
    zeroTrust: ['21801'],
    attack: ['T1566'],
  }),
  remedies: remedies('requireMfaEnrollment'),
  settings: [],
  caveats: [
    'As long as nobody is offered such a factor this is one finding, not many: see `org::phishing_resistant_not_offered`.',
  ],
  scope: ({ user }) => usable(user),
  holds: (facts) => not(hasPhishingResistantFactor(facts)),
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts))],
});
