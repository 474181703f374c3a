import type { FactSource, UnknownReason } from './fact.ts';

/**
 * ENROLLED: at least one usable device. NOT_ENROLLED: certainly none. DISABLED: the second factor is switched off for the
 * account, whatever devices it has. UNKNOWN: it could not be read.
 */
export type MfaStatus = 'ENROLLED' | 'NOT_ENROLLED' | 'DISABLED' | 'UNKNOWN';

/** How hard the strongest usable device is to trick or steal (NIST SP 800-63B). */
export type MfaTier = 'PHISHING_RESISTANT' | 'STRONG' | 'WEAK' | 'NONE' | 'UNKNOWN';

export type MfaDeviceType =
  | 'FIDO2'
  | 'TOTP'
  | 'MOBILE_PUSH'
  | 'OATH_TOKEN'
  | 'DESKTOP'
  | 'SMS'
  | 'VOICE'
  | 'EMAIL'
  | 'WHATSAPP'
  /** A key bound to one computer or telephone: Windows Hello, Okta FastPass. */
  | 'PLATFORM_KEY'
  | 'CERTIFICATE'
  | 'SECURITY_QUESTION'
  | 'UNKNOWN';

/** NIST SP 800-63B: typed codes are not phishing resistant, the telephone network is restricted, e-mail is no second channel. */
export const tierOfType: Readonly<Record<MfaDeviceType, MfaTier>> = {
  FIDO2: 'PHISHING_RESISTANT',
  PLATFORM_KEY: 'PHISHING_RESISTANT',
  CERTIFICATE: 'PHISHING_RESISTANT',
  MOBILE_PUSH: 'STRONG',
  TOTP: 'STRONG',
  OATH_TOKEN: 'STRONG',
  DESKTOP: 'STRONG',
  SMS: 'WEAK',
  VOICE: 'WEAK',
  EMAIL: 'WEAK',
  WHATSAPP: 'WEAK',
  SECURITY_QUESTION: 'WEAK',
  UNKNOWN: 'UNKNOWN',
};

export type MfaDeviceStatus = 'ACTIVE' | 'ACTIVATION_REQUIRED' | 'BLOCKED' | 'LOCKED' | 'UNKNOWN';

export interface MfaDevice {
  readonly directory: string;
  readonly userId: string;
  readonly externalId: string;
  readonly type: MfaDeviceType;
  /** The provider's own word for the type. */
  readonly rawType: string;
  /** BLOCKED and LOCKED win over ACTIVE: only an ACTIVE device can be used. */
  readonly status: MfaDeviceStatus;
  readonly rawStatus: string;
  readonly tier: MfaTier;
  readonly nickname: string | null;
  /** Phone number or address that the device answers at. */
  readonly contact: string | null;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

export interface MfaPosture {
  readonly status: MfaStatus;
  readonly tier: MfaTier;
  /** Null when they could not be read, or were not needed for the answer. */
  readonly devices: readonly MfaDevice[] | null;
  readonly source: FactSource | null;
  readonly observedAt: Date | null;
  readonly unknownReason: UnknownReason | null;
  readonly message: string | null;
}
