import { controls, remedies } from '../controls.ts';
import { and, any } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { isInUse } from '../predicates/org-passwords.ts';
import { defineRule } from '../rule.ts';

export const orgForcedPasswordRotation = defineRule({
  id: 'org::forced_password_rotation',
  title: 'Passwords forced to expire',
  description:
    'People must change their password although nothing happened to it. They choose weaker ones that follow a pattern; NIST advises against it.',
  family: 'ORGANIZATION',
  subject: 'DIRECTORY',
  severity: 'INFO',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ scuba: ['MS.AAD.6.1', 'GWS.COMMONCONTROLS.5.6'], zeroTrust: ['21811'] }),
  remedies: remedies('updatePasswordPolicy'),
  scope: () => true,
  holds: ({ passwordPolicies }) =>
    any(passwordPolicies, (policy) =>
      and(
        () => policy.maxAgeDays !== null,
        () => isInUse(policy),
      ),
    ),
  evidence: ({ passwordPolicies }) =>
    nameEvidence('passwordPolicies', passwordPolicies, (policy) => policy.maxAgeDays !== null),
});
