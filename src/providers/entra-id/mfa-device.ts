import { type MfaDevice, type MfaDeviceType, tierOfType } from '../../model/mfa.ts';
import type { Row } from '../rows.ts';
import { instant, text } from '../rows.ts';
import { odataType } from './graph-api.ts';

/**
 * Methods that are no second factor: the password itself, what only helps somebody who forgot it, and a pass that lets in for some
 * hours so that a factor can be registered.
 */
const NO_FACTOR: ReadonlySet<string> = new Set(['password', 'email', 'temporaryAccessPass', 'qrCodePin']);

interface Kind {
  readonly type: MfaDeviceType;
  /** Its collection under `/users/{id}/authentication`; null: Graph v1.0 has none. */
  readonly collection: string | null;
}

/** By the type of the method without `AuthenticationMethod` ("authenticationMethod resource type"). */
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['phone', { type: 'SMS', collection: 'phoneMethods' }],
  ['fido2', { type: 'FIDO2', collection: 'fido2Methods' }],
  ['microsoftAuthenticator', { type: 'MOBILE_PUSH', collection: 'microsoftAuthenticatorMethods' }],
  ['passwordlessMicrosoftAuthenticator', { type: 'MOBILE_PUSH', collection: null }],
  ['softwareOath', { type: 'TOTP', collection: 'softwareOathMethods' }],
  ['hardwareOath', { type: 'OATH_TOKEN', collection: null }],
  ['windowsHelloForBusiness', { type: 'PLATFORM_KEY', collection: 'windowsHelloForBusinessMethods' }],
  ['platformCredential', { type: 'PLATFORM_KEY', collection: 'platformCredentialMethods' }],
  ['x509Certificate', { type: 'CERTIFICATE', collection: null }],
]);

/** Where what is no factor is removed, for a reset that is to leave nothing behind by which somebody else gets in. */
const PASSES = 'temporaryAccessPassMethods';

/** Text messages go to the main mobile phone only; the other two are called ("phoneAuthenticationMethod"). */
const CALLED: ReadonlySet<string> = new Set(['alternateMobile', 'office']);

function methodOf(row: Row): string {
  return odataType(row.members)?.replace(/AuthenticationMethod$/, '') ?? '';
}

/**
 * A row of `/users/{id}/authentication/methods`; null: it is no second factor. A type that is not known may be one, and may be none: its
 * status is unknown.
 */
export function toMfaDevice(row: Row, directory: string, userId: string): MfaDevice | null {
  const rawType = methodOf(row);
  if (NO_FACTOR.has(rawType)) return null;
  const device = row.members;
  const phone = text(device, 'phoneType');
  const type =
    rawType === 'phone' && CALLED.has(phone ?? '') ? 'VOICE' : (KINDS.get(rawType)?.type ?? 'UNKNOWN');
  return {
    directory,
    userId,
    externalId: row.id,
    type,
    rawType: phone === null ? rawType : `${rawType} ${phone}`,
    status: type === 'UNKNOWN' ? 'UNKNOWN' : 'ACTIVE',
    rawStatus: '',
    tier: tierOfType[type],
    nickname: text(device, 'displayName'),
    contact: text(device, 'phoneNumber'),
    createdAt: instant(device, 'createdDateTime'),
    updatedAt: null,
  };
}

/** The collection through which a method is removed; null: it cannot be, or it is the password or an address. */
export function collectionOf(row: Row): string | null {
  const method = methodOf(row);
  return method === 'temporaryAccessPass' ? PASSES : (KINDS.get(method)?.collection ?? null);
}

export function isFactor(row: Row): boolean {
  return !NO_FACTOR.has(methodOf(row));
}
