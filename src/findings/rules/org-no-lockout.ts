import type { PasswordPolicy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import { and, any, type Truth } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { isInUse } from '../predicates/org-passwords.ts';
import { passwordKeepers } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

const maxFailures = 10;

/** A policy without a number of failures never locks. */
function locksTooLate(policy: PasswordPolicy): boolean {
  return policy.lockoutFailureCount === null || policy.lockoutFailureCount > maxFailures;
}

function isLax(policy: PasswordPolicy): Truth {
  return and(
    () => locksTooLate(policy),
    () => isInUse(policy),
  );
}

export const orgNoLockout = defineRule({
  id: 'org::no_lockout',
  title: 'No or lax lockout after failed passwords',
  description:
    'A password can be tried again and again: the account never locks, or only after many failures. Guessing then takes nothing but time.',
  family: 'ORGANIZATION',
  subject: 'DIRECTORY',
  about: passwordKeepers,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-7'],
    stigOkta: ['OKTA-APP-000170'],
    cisM365: ['5.2.3.8'],
    attack: ['T1110.003'],
  }),
  remedies: remedies('updatePasswordPolicy'),
  scope: () => true,
  holds: ({ passwordPolicies }) => any(passwordPolicies, isLax),
  evidence: ({ passwordPolicies }) => nameEvidence('passwordPolicies', passwordPolicies, isLax),
});
