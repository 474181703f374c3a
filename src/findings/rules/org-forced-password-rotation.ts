import type { PasswordPolicy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import { and, any, type Truth } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { isInUse } from '../predicates/org-passwords.ts';
import { passwordKeepers } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

function forcesChanges(policy: PasswordPolicy): Truth {
  return and(
    () => policy.maxAgeDays !== null,
    () => isInUse(policy),
  );
}

export const orgForcedPasswordRotation = defineRule({
  id: 'org::forced_password_rotation',
  title: 'Passwords forced to expire',
  description:
    'People must change their password although nothing happened to it. They choose weaker ones that follow a pattern; NIST advises against it.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: passwordKeepers,
  severity: 'INFO',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ scuba: ['MS.AAD.6.1', 'GWS.COMMONCONTROLS.5.6'], zeroTrust: ['21811'] }),
  remedies: remedies('updatePasswordPolicy'),
  settings: [],
  caveats: ['Some regulations ask for what NIST advises against: then switch the rule off.'],
  scope: () => true,
  holds: ({ passwordPolicies }) => any(passwordPolicies, forcesChanges),
  evidence: ({ passwordPolicies }) => nameEvidence('passwordPolicies', passwordPolicies, forcesChanges),
});
