import type { IdentityProvider, IdentityProviderAttribute } from '../../model/policy.ts';
import type { Origin } from '../bad-response.ts';
import { expectReference, expectReferences } from '../expect-members.ts';
import type { Row } from '../rows.ts';
import { flag, object, reference, references, text } from '../rows.ts';

/** The types that PingOne documents (`EnumIdentityProviderExt` of its API description). */
const TYPES: ReadonlySet<string | null> = new Set([
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
  'OPENID_CONNECT',
  'SAML',
]);

/** Whether a type is surely that of a provider other than PingOne itself. */
export function isOutside(type: string | null): boolean {
  return TYPES.has(type);
}

/** How a PingOne identity provider becomes ours. Client secrets, application secrets and signing keys are not taken over. */
export function toIdentityProvider(row: Row, directory: string, origin: Origin): IdentityProvider {
  const provider = row.members;
  const registration = object(provider, 'registration') ?? {};
  // Without one nobody is registered: one that cannot be read must not say so.
  expectReference(registration, 'population', origin);
  const verification = object(provider, 'idpVerification') ?? {};
  expectReferences(verification, 'certificates', origin);
  return {
    directory,
    externalId: row.id,
    name: text(provider, 'name') ?? row.id,
    type: text(provider, 'type') ?? 'UNKNOWN',
    enabled: flag(provider, 'enabled'),
    description: text(provider, 'description'),
    registrationPopulationId: reference(registration, 'population'),
    issuer: text(provider, 'issuer') ?? text(provider, 'idpEntityId'),
    pkceMethod: text(provider, 'pkceMethod'),
    authnRequestSigned: flag(provider, 'authnRequestSigned'),
    verificationCertificateIds: references(verification, 'certificates'),
  };
}

export function toIdentityProviderAttribute(row: Row): IdentityProviderAttribute {
  return {
    externalId: row.id,
    name: text(row.members, 'name') ?? '',
    value: text(row.members, 'value'),
    update: text(row.members, 'update'),
    mappingType: text(row.members, 'mappingType'),
  };
}
