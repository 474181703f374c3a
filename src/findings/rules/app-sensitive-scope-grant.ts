import { controls, remedies } from '../controls.ts';
import { speaks } from '../predicates/app-kind.ts';
import { holdsSensitiveScope, sensitiveScopesOf } from '../predicates/app-scopes.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

export const appSensitiveScopeGrant = defineRule({
  id: 'app::sensitive_scope_grant',
  title: 'Application granted sensitive platform scopes',
  description:
    "The application may ask for scopes that change other people's accounts, passwords, devices or sessions. Whoever holds one of its tokens can do the same.",
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-6'],
    owaspNhi: ['NHI5'],
    scuba: ['MS.AAD.5.2'],
    attack: ['T1528', 'T1550.001'],
  }),
  remedies: remedies('updateApplicationGrant'),
  settings: [],
  caveats: ["Scopes over one's own account are not sensitive, and are left out."],
  scope: ({ application }) => speaks(application, 'OPENID_CONNECT'),
  holds: (facts) => holdsSensitiveScope(facts),
  evidence: (facts) => listEvidence('scopes', sensitiveScopesOf(facts)),
});
