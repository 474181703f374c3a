/** Whether a directory makes its administrators use a second factor. */
import type { AdministratorSecurity, SignOnPolicyAction } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { any, findingReason, type Truth, undecided } from '../kleene.ts';

export interface Enforcement {
  readonly enforced: Truth;
  /** What the answer rests on. */
  readonly source: 'ADMINISTRATOR_SECURITY' | 'SIGN_ON_POLICY';
  readonly method: string | null;
}

/** By PingOne's administrator security settings; where they cannot be read, by the default sign-on policy. */
export function administratorMfaEnforced(directory: DirectoryFacts): Enforcement {
  const { administratorSecurity: security } = directory;
  if (security.state === 'KNOWN') {
    const { authenticationMethod } = security.value;
    return {
      enforced: bySettings(security.value),
      source: 'ADMINISTRATOR_SECURITY',
      method: authenticationMethod,
    };
  }
  const unread = undecided(findingReason(security.reason));
  if (security.reason === 'NOT_REQUESTED') {
    return { enforced: unread, source: 'ADMINISTRATOR_SECURITY', method: null };
  }
  const { rows, complete } = directory.signOnPolicies;
  const policy = rows.find(({ isDefault }) => isDefault);
  if (policy !== undefined) {
    return { enforced: byActions(directory, policy.externalId), source: 'SIGN_ON_POLICY', method: null };
  }
  // A directory whose default is a flow lists no default policy; what a flow does cannot be read.
  return { enforced: complete ? undecided('OPAQUE_POLICY') : unread, source: 'SIGN_ON_POLICY', method: null };
}

function bySettings({ mfaStatus, authenticationMethod }: AdministratorSecurity): Truth {
  const here: Truth = mfaStatus === null ? undecided('FIELD_NULL') : mfaStatus === 'ENFORCE';
  switch (authenticationMethod) {
    case 'PINGONE':
      return here;
    case 'EXTERNAL':
      return undecided('OPAQUE_POLICY');
    case 'HYBRID':
      return here === false ? false : undecided('OPAQUE_POLICY');
    case null:
      return undecided('FIELD_NULL');
    default:
      return undecided('INVALID_VALUE');
  }
}

const secondFactorActions: ReadonlySet<string> = new Set([
  'MULTI_FACTOR_AUTHENTICATION',
  'PINGID_AUTHENTICATION',
]);

/** An action with a condition may or may not ask: that stays open. */
function asksForFactor({ type, conditional }: SignOnPolicyAction): Truth {
  if (!secondFactorActions.has(type)) return false;
  return conditional ? undecided('OPAQUE_POLICY') : true;
}

function byActions(directory: DirectoryFacts, signOnPolicyId: string): Truth {
  return any(directory.signOnPolicyActions(signOnPolicyId), asksForFactor);
}
