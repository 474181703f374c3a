/** Whether a directory makes its administrators use a second factor. */
import type { AdministratorSecurity } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, any, findingReason, type Truth, undecided } from '../kleene.ts';
import { asksForSecondFactor } from './org-mfa-steps.ts';

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
    return {
      enforced: bySettings(security.value),
      source: 'ADMINISTRATOR_SECURITY',
      method: security.value.authenticationMethod,
    };
  }
  const unread = undecided(findingReason(security.reason));
  if (security.reason === 'NOT_REQUESTED') {
    return { enforced: unread, source: 'ADMINISTRATOR_SECURITY', method: null };
  }
  return { enforced: byDefaultPolicy(directory) ?? unread, source: 'SIGN_ON_POLICY', method: null };
}

/** Whether the default sign-on policy asks everybody for a second factor; null: it could not be read either. */
function byDefaultPolicy(directory: DirectoryFacts): Truth | null {
  const { rows, complete } = directory.signOnPolicies;
  const policy = rows.find(({ isDefault }) => isDefault);
  // A directory whose default is a flow lists no default policy; what a flow does cannot be read.
  if (policy === undefined) return complete ? undecided('OPAQUE_POLICY') : null;
  if (directory.settings.mfaEngine === 'DAVINCI') return undecided('OPAQUE_POLICY');
  return any(directory.signOnPolicyActions(policy.externalId), (action) =>
    and(
      () => asksForSecondFactor(action),
      // A step with a condition may or may not ask an administrator.
      () => (action.conditional ? undecided('OPAQUE_POLICY') : true),
    ),
  );
}

/** `mfaStatus` speaks for PingOne's own sign-on only; what an external identity provider asks for is out of sight. */
function bySettings({ mfaStatus, authenticationMethod }: AdministratorSecurity): Truth {
  const here = (): Truth => (mfaStatus === null ? undecided('FIELD_NULL') : mfaStatus === 'ENFORCE');
  switch (authenticationMethod) {
    case 'PINGONE':
      return here();
    case 'EXTERNAL':
      return undecided('OPAQUE_POLICY');
    case 'HYBRID':
      return and(here, () => undecided('OPAQUE_POLICY'));
    case null:
      return undecided('FIELD_NULL');
    default:
      return undecided('INVALID_VALUE');
  }
}
