import type { SignOnPolicyAction } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, any, every, joined, not, undecided } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';

const mfaTypes = new Set([
  'MULTI_FACTOR_AUTHENTICATION',
  'PINGID_AUTHENTICATION',
  'PINGID_WINLOGIN_PASSWORDLESS_AUTHENTICATION',
]);
const otherTypes = new Set(['LOGIN', 'IDENTIFIER_FIRST', 'PROGRESSIVE_PROFILING', 'AGREEMENT']);

/** Whether a step asks for a second factor. One at an external identity provider may, out of our sight. */
export function asksForSecondFactor(action: SignOnPolicyAction): Truth {
  if (mfaTypes.has(action.type)) return true;
  if (action.type === 'IDENTITY_PROVIDER') return undecided('OPAQUE_POLICY');
  return otherTypes.has(action.type) ? false : undecided('INVALID_VALUE');
}

export function policyHasMfa(directory: DirectoryFacts, policyId: string): Truth {
  return any(directory.signOnPolicyActions(policyId), asksForSecondFactor);
}

/** Whether one of its steps asks everybody for a second factor, whatever the circumstances. */
export function policyAlwaysAsks(directory: DirectoryFacts, policyId: string): Truth {
  return any(directory.signOnPolicyActions(policyId), (action) =>
    and(
      () => !action.conditional,
      () => asksForSecondFactor(action),
    ),
  );
}

/** Whether a step lets people in who have no device. Steps of PingID have no such mode. */
export function letsDevicelessPass(action: SignOnPolicyAction): Truth {
  if (action.noDevicesMode === 'BYPASS') return true;
  return action.noDevicesMode === null || action.noDevicesMode === 'BLOCK'
    ? false
    : undecided('INVALID_VALUE');
}

/** Whether every second-factor step of the policy can be got around: it has a condition, or lets people without a device pass. */
export function policyMfaCanBeSkipped(directory: DirectoryFacts, policyId: string): Truth {
  return every(directory.signOnPolicyActions(policyId), (action) => {
    if (!mfaTypes.has(action.type)) return not(asksForSecondFactor(action));
    return action.conditional ? true : letsDevicelessPass(action);
  });
}

/** The policy that holds where none is assigned. A directory has exactly one: when the rows show none, they are not all there. */
export function defaultSignOnPolicyIds(directory: DirectoryFacts): ListFact<string> {
  const rows = directory.signOnPolicies.rows.filter((row) => row.isDefault).map((row) => row.externalId);
  if (rows.length > 0) return { rows, complete: true, reason: null };
  return { rows, complete: false, reason: directory.signOnPolicies.reason ?? 'MISSING' };
}

/** Whether everybody who signs on by the default policy is asked for a second factor. */
export function mfaEnforcedByDefault(directory: DirectoryFacts): Truth {
  if (directory.settings.mfaEngine === 'DAVINCI') return undecided('OPAQUE_POLICY');
  return every(defaultSignOnPolicyIds(directory), (id) => policyAlwaysAsks(directory, id));
}

/** Every step of every sign-on policy. */
export function allSignOnActions(directory: DirectoryFacts): ListFact<SignOnPolicyAction> {
  const { signOnPolicies } = directory;
  return joined(
    signOnPolicies.rows.map((row) => directory.signOnPolicyActions(row.externalId)),
    signOnPolicies,
  );
}
