import { controls, remedies } from '../controls.ts';
import { speaks, usesGrantType } from '../predicates/app-kind.ts';
import { holdsSensitiveScope, sensitiveScopesOf } from '../predicates/app-scopes.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';
import { severityIf } from '../severity.ts';

export const appDeviceCodeFlow = defineRule({
  id: 'app::device_code_flow',
  title: 'Device code flow enabled',
  description:
    'People may sign on by typing a code that another device shows. Attackers send people codes of their own devices.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    scuba: ['MS.AAD.3.9'],
    zeroTrust: ['21808'],
    nist80053: ['CM-7'],
    attack: ['T1528'],
  }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Televisions and command lines need it.'],
  scope: ({ application }) => speaks(application, 'OPENID_CONNECT'),
  holds: ({ application }) => usesGrantType(application, 'DEVICE_CODE'),
  evidence: (facts) => listEvidence('sensitiveScopes', sensitiveScopesOf(facts)),
  severityOf: (facts) => severityIf(holdsSensitiveScope(facts), 'MEDIUM', 'LOW'),
});
