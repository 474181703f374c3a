import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import {
  isWeakPasswordPolicy,
  passwordPolicyEvidence,
  passwordPolicyOf,
} from '../predicates/org-passwords.ts';
import { defineRule } from '../rule.ts';

export const populationWeakPasswordPolicy = defineRule({
  id: 'population::weak_password_policy',
  title: 'Population bound to a weak password policy',
  description:
    'The password policy that holds for the population lets short, common or old passwords through. They are guessed first.',
  family: 'POPULATION',
  set: 'EXTENDED',
  subject: 'POPULATION',
  severity: 'MEDIUM',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-5(1)'],
    scuba: [
      'GWS.COMMONCONTROLS.5.1',
      'GWS.COMMONCONTROLS.5.2',
      'GWS.COMMONCONTROLS.5.3',
      'GWS.COMMONCONTROLS.5.4',
      'GWS.COMMONCONTROLS.5.5',
    ],
    cis: ['5.2'],
    iso27001: ['5.17'],
  }),
  remedies: remedies('updatePopulation', 'updatePasswordPolicy'),
  settings: ['minPasswordLength', 'minPasswordLengthWithMfa', 'minPasswordHistory', 'mfaEngine'],
  caveats: ['Nobody in the population may have a password.'],
  scope: () => true,
  holds: ({ directory, population }) =>
    any(passwordPolicyOf(directory, population.passwordPolicyId), (policy) =>
      isWeakPasswordPolicy(directory, policy),
    ),
  evidence: ({ directory, population }) =>
    passwordPolicyOf(directory, population.passwordPolicyId).rows.flatMap(passwordPolicyEvidence),
});
