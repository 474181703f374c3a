import type { Evidence } from '../../model/finding.ts';
import type { PasswordPolicy } from '../../model/policy.ts';
import { evidence } from '../evidence.ts';
import type { DirectoryFacts } from '../facts.ts';
import { any, not, or, undecided } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';
import { mfaEnforcedByDefault } from './org-mfa-steps.ts';

/** Too short, common passwords let through, or old ones soon allowed again. Character classes are not asked for: NIST advises against. */
export function isWeakPasswordPolicy(directory: DirectoryFacts, policy: PasswordPolicy): Truth {
  return or(
    () => isTooShort(directory, policy.minLength),
    () => (policy.excludesCommonlyUsed === null ? undecided('FIELD_NULL') : !policy.excludesCommonlyUsed),
    () => policy.historyCount === null || policy.historyCount < directory.settings.minPasswordHistory,
  );
}

function isTooShort(directory: DirectoryFacts, length: number | null): Truth {
  if (length === null) return undecided('FIELD_NULL');
  if (length < directory.settings.minPasswordLengthWithMfa) return true;
  return length >= directory.settings.minPasswordLength ? false : not(mfaEnforcedByDefault(directory));
}

/** The policy of everybody who has no other. A directory has exactly one. */
export function defaultPasswordPolicies(directory: DirectoryFacts): ListFact<PasswordPolicy> {
  const rows = directory.passwordPolicies.rows.filter((row) => row.isDefault);
  if (rows.length > 0) return { rows, complete: true, reason: null };
  return { rows, complete: false, reason: directory.passwordPolicies.reason ?? 'MISSING' };
}

export function defaultPasswordPolicyIsWeak(directory: DirectoryFacts): Truth {
  return any(defaultPasswordPolicies(directory), (policy) => isWeakPasswordPolicy(directory, policy));
}

/** The policy with this id, or the default one for `null`: zero or one row. */
export function passwordPolicyOf(
  directory: DirectoryFacts,
  policyId: string | null,
): ListFact<PasswordPolicy> {
  if (policyId === null) return defaultPasswordPolicies(directory);
  const rows = directory.passwordPolicies.rows.filter((row) => row.externalId === policyId);
  if (rows.length > 0) return { rows, complete: true, reason: null };
  return { rows, complete: false, reason: directory.passwordPolicies.reason ?? 'NOT_FOUND' };
}

/** Whether the policy holds for anybody: the default one does, others where a population is bound to them. */
export function isInUse(policy: PasswordPolicy): Truth {
  if (policy.isDefault) return true;
  return policy.populationCount === null ? undecided('FIELD_NULL') : policy.populationCount > 0;
}

/** What the policy asks for, as far as `isWeakPasswordPolicy` looks at it. */
export function passwordPolicyEvidence(policy: PasswordPolicy): readonly Evidence[] {
  return [
    evidence('policy', policy.name),
    evidence('minLength', policy.minLength),
    evidence('excludesCommonlyUsed', policy.excludesCommonlyUsed),
    evidence('historyCount', policy.historyCount),
  ];
}
