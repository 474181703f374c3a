import type { AdministratorSecurity } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, undecided } from '../kleene.ts';
import type { Truth } from '../kleene.ts';
import { mfaEnforcedByDefault } from './org-mfa-steps.ts';

/**
 * Whether administrators of the directory must show a second factor. PingOne's `mfaStatus` speaks for its own sign-on
 * only; what an external identity provider asks for is out of sight. Where the settings cannot be read, the default
 * sign-on policy answers in their place.
 */
export function adminMfaEnforced(directory: DirectoryFacts): Truth {
  const fact = directory.administratorSecurity;
  if (fact.state === 'KNOWN') return enforcedBy(fact.value);
  if (fact.reason === 'NOT_REQUESTED') return undecided('NOT_REQUESTED');
  return mfaEnforcedByDefault(directory);
}

/** Whether `adminMfaEnforced` had to take the default sign-on policy in place of the settings. */
export function answeredByFallback(directory: DirectoryFacts): boolean {
  const fact = directory.administratorSecurity;
  return fact.state === 'UNKNOWN' && fact.reason !== 'NOT_REQUESTED';
}

function enforcedBy(security: AdministratorSecurity): Truth {
  const own = (): Truth =>
    security.mfaStatus === null ? undecided('FIELD_NULL') : security.mfaStatus === 'ENFORCE';
  switch (security.authenticationMethod) {
    case 'PINGONE':
      return own();
    case 'EXTERNAL':
      return undecided('OPAQUE_POLICY');
    case 'HYBRID':
      return and(own, () => undecided('OPAQUE_POLICY'));
    case null:
      return undecided('FIELD_NULL');
    default:
      return undecided('INVALID_VALUE');
  }
}
