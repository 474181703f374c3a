import { type MfaDevice, type MfaDeviceStatus, type MfaDeviceType, tierOfType } from '../../model/mfa.ts';
import type { Row } from '../rows.ts';
import { instant, object, text } from '../rows.ts';

/** Okta's factor types (API reference, "User factors"). `web` is a page of Duo's, behind which anything may stand. */
const TYPES: ReadonlyMap<string, MfaDeviceType> = new Map([
  ['webauthn', 'FIDO2'],
  ['u2f', 'FIDO2'],
  // Okta FastPass: a key that the computer or telephone keeps.
  ['signed_nonce', 'PLATFORM_KEY'],
  ['push', 'MOBILE_PUSH'],
  ['token:software:totp', 'TOTP'],
  ['token:hotp', 'OATH_TOKEN'],
  ['token:hardware', 'OATH_TOKEN'],
  ['token', 'OATH_TOKEN'],
  ['sms', 'SMS'],
  ['call', 'VOICE'],
  ['email', 'EMAIL'],
  ['question', 'SECURITY_QUESTION'],
]);

/** Only ACTIVE can be used. Of ENROLLED it is not documented what it lacks. */
const STATUSES: ReadonlyMap<string, MfaDeviceStatus> = new Map([
  ['ACTIVE', 'ACTIVE'],
  ['PENDING_ACTIVATION', 'ACTIVATION_REQUIRED'],
  ['NOT_SETUP', 'ACTIVATION_REQUIRED'],
  ['INACTIVE', 'BLOCKED'],
  ['DISABLED', 'BLOCKED'],
  ['EXPIRED', 'BLOCKED'],
]);

/** A row of a user's `factors`. */
export function toMfaDevice(row: Row, directory: string, userId: string): MfaDevice {
  const factor = row.members;
  const profile = object(factor, 'profile') ?? {};
  const rawType = text(factor, 'factorType') ?? '';
  const type = TYPES.get(rawType) ?? 'UNKNOWN';
  const rawStatus = text(factor, 'status') ?? '';
  return {
    directory,
    userId,
    externalId: row.id,
    type,
    rawType,
    status: STATUSES.get(rawStatus) ?? 'UNKNOWN',
    rawStatus,
    tier: tierOfType[type],
    nickname: text(profile, 'authenticatorName') ?? text(profile, 'name'),
    contact: text(profile, 'phoneNumber') ?? text(profile, 'email'),
    createdAt: instant(factor, 'created'),
    updatedAt: instant(factor, 'lastUpdated'),
  };
}
