import type { PasswordPolicy } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, any, type Truth } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { isInUse } from '../predicates/org-passwords.ts';
import { passwordKeepers } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

/** A policy without a number of failures never locks. */
function locksTooLate({ settings }: DirectoryFacts, { lockoutFailureCount }: PasswordPolicy): boolean {
  return lockoutFailureCount === null || lockoutFailureCount > settings.maxLockoutFailures;
}

function isLax(directory: DirectoryFacts, policy: PasswordPolicy): Truth {
  return and(
    () => locksTooLate(directory, policy),
    () => isInUse(policy),
  );
}

export const orgNoLockout = defineRule({
  id: 'org::no_lockout',
  title: 'No or lax lockout after failed passwords',
  description:
    'A password can be tried again and again: the account never locks, or only after many failures. Guessing then takes nothing but time.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
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
  settings: ['maxLockoutFailures'],
  caveats: ['Guessing may be slowed down by risk instead.'],
  scope: () => true,
  holds: (directory) => any(directory.passwordPolicies, (policy) => isLax(directory, policy)),
  evidence: (directory) =>
    nameEvidence('passwordPolicies', directory.passwordPolicies, (policy) => isLax(directory, policy)),
});
