import type { SignOnPolicyAction } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import { any } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { allSignOnActions } from '../predicates/org-mfa-steps.ts';
import { defineRule } from '../rule.ts';

/** PingOne keeps locked people out only where the step says so; a step that says nothing does not. */
function passesLockedUsers(action: SignOnPolicyAction): boolean {
  const asksWho = action.type === 'LOGIN' || action.type === 'IDENTIFIER_FIRST';
  return asksWho && action.socialProviderIds.length > 0 && action.lockoutEnforced !== true;
}

export const extidpLockoutNotEnforced = defineRule({
  id: 'extidp::lockout_not_enforced',
  title: 'Locked users can still enter through an external IdP',
  description:
    'Somebody whose account is locked can still come in by an outside identity provider. The lock then stops only the owner of the password.',
  family: 'EXTERNAL_IDENTITY_PROVIDER',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: ['IDENTITY_PROVIDERS'],
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-7', 'AC-2(3)'], iso27001: ['8.5'], attack: ['T1078'] }),
  remedies: remedies('updateSignOnPolicyAction'),
  settings: [],
  caveats: ['The outside identity provider may lock by itself.'],
  scope: () => true,
  holds: (directory) => any(allSignOnActions(directory), passesLockedUsers),
  evidence: (directory) =>
    nameEvidence('signOnPolicies', directory.signOnPolicies, (policy) =>
      any(directory.signOnPolicyActions(policy.externalId), passesLockedUsers),
    ),
});
