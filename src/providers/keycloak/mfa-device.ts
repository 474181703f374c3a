import { type MfaDevice, type MfaDeviceType, tierOfType } from '../../model/mfa.ts';
import { isObject, type Row, text } from '../rows.ts';
import { millis } from './user.ts';

/** What a user proves the first time round; `kerberos` comes with the machine. */
const FIRST_FACTORS: ReadonlySet<string> = new Set(['password', 'password-history', 'kerberos']);
const RECOVERY_CODES = 'recovery-authn-codes';

/** Whether a credential counts as a second factor. */
export function isSecondFactor({ members }: Row): boolean {
  return !FIRST_FACTORS.has(text(members, 'type') ?? '');
}

/**
 * A row of a user's `credentials` that is no password. Recovery codes are a list on paper, for the day on which the other factor is
 * lost: they are no kind of their own (UNKNOWN) and never count as strong, whatever the list beside them holds.
 */
export function toMfaDevice(row: Row, directory: string, userId: string): MfaDevice {
  const { id, members } = row;
  const rawType = text(members, 'type') ?? '';
  const type = typeOf(rawType, row);
  return {
    directory,
    userId,
    externalId: id,
    type,
    rawType,
    // Keycloak has no states: a credential that is there can be used.
    status: 'ACTIVE',
    rawStatus: '',
    tier: rawType === RECOVERY_CODES ? 'WEAK' : tierOfType[type],
    nickname: text(members, 'userLabel'),
    contact: null,
    createdAt: millis(members, 'createdDate'),
    updatedAt: null,
  };
}

function typeOf(rawType: string, row: Row): MfaDeviceType {
  if (rawType === 'webauthn' || rawType === 'webauthn-passwordless') return 'FIDO2';
  if (rawType !== 'otp') return 'UNKNOWN';
  return otpKind(row) === 'hotp' ? 'OATH_TOKEN' : 'TOTP';
}

/** `credentialData` is JSON in a text: codes by time, unless it says that they are counted. */
function otpKind({ members }: Row): string {
  try {
    const data: unknown = JSON.parse(text(members, 'credentialData') ?? '');
    return isObject(data) ? (text(data, 'subType') ?? 'totp') : 'totp';
  } catch {
    return 'totp';
  }
}
