import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { isWorkforce } from '../predicates/org-identity-providers.ts';
import { allSignOnActions } from '../predicates/org-mfa-steps.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

export const orgOpenSelfRegistration = defineRule({
  id: 'org::open_self_registration',
  title: 'Anyone can register in a workforce environment',
  description:
    'Anybody can make an account in a directory of employees. It then counts as a colleague wherever only "signed in" is asked for.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'HIGH',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-2', 'AC-2(1)', 'IA-12'],
    iso27001: ['5.16'],
    attack: ['T1136.003'],
    zeroTrust: ['21823'],
  }),
  remedies: remedies('updateSignOnPolicyAction'),
  settings: [],
  caveats: ['A portal for partners may be meant to be open.'],
  scope: (directory) => isWorkforce(directory),
  holds: (directory) => any(allSignOnActions(directory), (action) => action.registrationEnabled === true),
  evidence: (directory) =>
    nameEvidence('signOnPolicies', directory.signOnPolicies, (policy) =>
      any(directory.signOnPolicyActions(policy.externalId), (action) => action.registrationEnabled === true),
    ),
});
