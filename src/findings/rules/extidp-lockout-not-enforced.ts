import type { SignOnPolicyAction } from '../../model/policy.ts';
import { controls, remedies } from '../controls.ts';
import { any, type Truth } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { allSignOnActions, asksForSecondFactor } from '../predicates/org-mfa-steps.ts';
import { defineRule } from '../rule.ts';

/** PingOne keeps locked people out only where the step says so; a step that says nothing does not. */
function passesLockedUsers(action: SignOnPolicyAction): Truth {
  if (action.socialProviderIds.length === 0 || action.lockoutEnforced === true) return false;
  if (action.type === 'LOGIN' || action.type === 'IDENTIFIER_FIRST') return true;
  // Others have no such providers, unless it is a kind that nobody knows.
  const kind = asksForSecondFactor(action);
  return typeof kind === 'object' && kind.reason === 'INVALID_VALUE' ? kind : false;
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
