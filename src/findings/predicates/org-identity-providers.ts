import { byExternalId } from '../../directory/by-external-id.ts';
import type { IdentityProvider } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { and, any, findingReason, flag, not, undecided } from '../kleene.ts';
import type { Truth } from '../kleene.ts';

/** Whether nobody can come in by this identity provider any more: it is switched off, or not there. */
export function isUnusableProvider(directory: DirectoryFacts, identityProviderId: string): Truth {
  const list = directory.identityProviders;
  const found = byExternalId(list.rows).get(identityProviderId);
  if (found !== undefined) return not(flag(found.enabled));
  return list.complete ? true : undecided(findingReason(list.reason ?? 'PARTIAL'));
}

export function providerName(directory: DirectoryFacts, identityProviderId: string): string {
  return byExternalId(directory.identityProviders.rows).get(identityProviderId)?.name ?? identityProviderId;
}

const socialTypes = new Set([
  'FACEBOOK',
  'GOOGLE',
  'LINKEDIN',
  'LINKEDIN_OIDC',
  'APPLE',
  'TWITTER',
  'AMAZON',
  'YAHOO',
  'MICROSOFT',
  'PAYPAL',
  'GITHUB',
]);

/** Whether people come in by it with an account that they made themselves, somewhere in public. */
export function isSocialProvider({ type }: IdentityProvider): boolean {
  return socialTypes.has(type.toUpperCase());
}

export function isEnabledSocialProvider(provider: IdentityProvider): Truth {
  return and(
    () => isSocialProvider(provider) || notIfKnown(provider),
    () => flag(provider.enabled),
  );
}

/** False of a provider of a known type; what one of another type is, nobody knows. */
function notIfKnown({ type }: IdentityProvider): Truth {
  const isKnown = type === 'SAML' || type === 'OPENID_CONNECT' || socialTypes.has(type.toUpperCase());
  return isKnown ? false : undecided('INVALID_VALUE');
}

/** Whether it creates people who are not known yet. */
export function createsPeople(provider: IdentityProvider): Truth {
  return and(
    () => provider.registrationPopulationId !== null,
    () => flag(provider.enabled),
  );
}

/** Whether the directory is for employees. What its purpose is may not be known. */
export function isWorkforce(directory: DirectoryFacts): Truth {
  const fact = directory.profile;
  if (fact.state === 'UNKNOWN') return undecided(findingReason(fact.reason));
  return fact.value.purpose === 'UNKNOWN' ? undecided('FIELD_NULL') : fact.value.purpose === 'WORKFORCE';
}

/** Whether a request to the provider can be forged or its answer caught: unsigned SAML requests, a code flow without PKCE. */
export function hasWeakFederation(provider: IdentityProvider): Truth {
  if (provider.type === 'SAML') {
    return provider.authnRequestSigned === null ? undecided('FIELD_NULL') : !provider.authnRequestSigned;
  }
  if (provider.type !== 'OPENID_CONNECT') return notIfKnown(provider);
  return provider.pkceMethod === null ? undecided('FIELD_NULL') : provider.pkceMethod === 'NONE';
}

/** Whether one of the provider's new people would land in a population that matters: with administrators, or everybody's. */
export function createsPeopleWhereItMatters(directory: DirectoryFacts, provider: IdentityProvider): Truth {
  const populationId = provider.registrationPopulationId;
  return and(
    () => createsPeople(provider),
    () =>
      any(directory.populations, (population) =>
        population.externalId === populationId && population.isDefault === true
          ? isWorkforce(directory)
          : false,
      ),
  );
}
