import { controls, remedies } from '../controls.ts';
import {
  defaultPasswordPolicies,
  defaultPasswordPolicyIsWeak,
  passwordPolicyEvidence,
} from '../predicates/org-passwords.ts';
import { defineRule } from '../rule.ts';

export const orgWeakPasswordPolicy = defineRule({
  id: 'org::weak_password_policy',
  title: 'Default password policy is weak',
  description:
    'The default password policy lets short, common or old passwords through. They are the first that attackers try, on every account.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-5(1)'],
    cis: ['5.2'],
    iso27001: ['5.17'],
    scuba: [
      'GWS.COMMONCONTROLS.5.1',
      'GWS.COMMONCONTROLS.5.2',
      'GWS.COMMONCONTROLS.5.3',
      'GWS.COMMONCONTROLS.5.5',
    ],
    stigOkta: ['OKTA-APP-000650', 'OKTA-APP-002980', 'OKTA-APP-003010'],
    attack: ['T1110'],
  }),
  remedies: remedies('updatePasswordPolicy'),
  settings: ['minPasswordLength', 'minPasswordLengthWithMfa', 'minPasswordHistory', 'mfaEngine'],
  caveats: ['Nobody in the directory may have a password.'],
  scope: () => true,
  holds: (directory) => defaultPasswordPolicyIsWeak(directory),
  evidence: (directory) => defaultPasswordPolicies(directory).rows.flatMap(passwordPolicyEvidence),
});
