/** How people prove who they are: a list of actions, tried by priority. */
export interface SignOnPolicy {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly description: string | null;
  readonly isDefault: boolean;
}

export interface SignOnPolicyAction {
  readonly externalId: string;
  /** `LOGIN`, `MULTI_FACTOR_AUTHENTICATION`, `IDENTITY_PROVIDER`, ... */
  readonly type: string;
  readonly priority: number;
  readonly conditional: boolean;
  /** What happens to people without a device: `BYPASS` lets them in, `BLOCK` does not. */
  readonly noDevicesMode: string | null;
  readonly deviceAuthenticationPolicyId: string | null;
  readonly registrationEnabled: boolean | null;
  readonly lockoutEnforced: boolean | null;
  /** External identity providers that the step offers. */
  readonly socialProviderIds: readonly string[];
}

export interface PasswordPolicy {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly description: string | null;
  readonly isDefault: boolean;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly excludesCommonlyUsed: boolean | null;
  readonly excludesProfileData: boolean | null;
  readonly notSimilarToCurrent: boolean | null;
  readonly minUniqueCharacters: number | null;
  readonly maxRepeatedCharacters: number | null;
  readonly historyCount: number | null;
  readonly historyRetentionDays: number | null;
  /** Failures until the password locks; null: it never does. */
  readonly lockoutFailureCount: number | null;
  readonly lockoutDurationSeconds: number | null;
  readonly maxAgeDays: number | null;
  readonly minAgeDays: number | null;
  readonly minUppercase: number | null;
  readonly minLowercase: number | null;
  readonly minDigits: number | null;
  readonly minSpecial: number | null;
  readonly populationCount: number | null;
}

export interface DeviceAuthenticationPolicy {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly methods: readonly DeviceMethod[];
  readonly fido2PolicyId: string | null;
  readonly ignoreUserLock: boolean | null;
  /** `NONE` or how people are told about a new device. */
  readonly newDeviceNotification: string | null;
  /** Minutes a device is remembered for; null: not remembered. */
  readonly rememberMeMinutes: number | null;
  /** Whether a push must be matched by a number; null when the policy does not say. */
  readonly pushNumberMatching: boolean | null;
}

export interface DeviceMethod {
  /** `sms`, `voice`, `email`, `mobile`, `totp`, `fido2`, ... */
  readonly method: string;
  readonly enabled: boolean;
  readonly pairingDisabled: boolean | null;
}

export interface Fido2Policy {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly userVerification: string | null;
  /** Whether user verification is checked at each sign-on, not only when the device is registered. */
  readonly userVerificationEnforced: boolean | null;
  readonly attestation: string | null;
  readonly authenticatorAttachment: string | null;
  readonly relyingPartyId: string | null;
}

export interface MfaSettings {
  readonly maxAllowedDevices: number | null;
  readonly pairingKeyFormat: string | null;
  readonly lockoutFailureCount: number | null;
  readonly lockoutDurationSeconds: number | null;
  /** Whether a new user starts with the second factor switched on. */
  readonly enabledForNewUsers: boolean | null;
}

/** How administrators of the directory sign on. */
export interface AdministratorSecurity {
  /** `ENFORCE` in all documented answers. */
  readonly mfaStatus: string | null;
  /** `PINGONE`, `EXTERNAL` or `HYBRID`. */
  readonly authenticationMethod: string | null;
  readonly identityProviderId: string | null;
  /** The methods that are switched on (`TOTP`, `FIDO2`, `EMAIL`); empty: what the provider answered could not be read. */
  readonly allowedMethods: readonly string[];
  /** Whether the directory could offer FIDO2 to administrators. */
  readonly fido2Capable: boolean | null;
  readonly recoveryEnabled: boolean | null;
}

/** An outside identity provider that a directory trusts. Never holds its secret. */
export interface IdentityProvider {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly type: string;
  readonly enabled: boolean | null;
  readonly description: string | null;
  /** The population that unknown people are created in when they arrive; null: nobody is created. */
  readonly registrationPopulationId: string | null;
  readonly issuer: string | null;
  readonly pkceMethod: string | null;
  readonly authnRequestSigned: boolean | null;
  readonly verificationCertificateIds: readonly string[];
}

export interface IdentityProviderAttribute {
  readonly externalId: string;
  readonly name: string;
  readonly value: string | null;
  readonly update: string | null;
  readonly mappingType: string | null;
}

/** A certificate, or the public half of a key pair. */
export interface Certificate {
  readonly directory: string;
  readonly externalId: string;
  readonly name: string;
  readonly isKeyPair: boolean;
  readonly usage: 'SIGNING' | 'ENCRYPTION' | 'SSL_TLS' | 'ISSUANCE' | 'OUTBOUND_MTLS' | 'UNKNOWN';
  readonly rawUsage: string | null;
  readonly algorithm: string | null;
  /** Bits. */
  readonly keyLength: number | null;
  readonly signatureAlgorithm: string | null;
  /** Decimal digits; may be longer than a JSON number can hold. */
  readonly serialNumber: string | null;
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly startsAt: Date | null;
  readonly expiresAt: Date | null;
  readonly status: string | null;
  readonly isDefault: boolean | null;
}

/** Where a directory sends its events. Headers are left out: they may hold secrets. */
export interface Webhook {
  readonly externalId: string;
  readonly name: string;
  readonly enabled: boolean | null;
  readonly format: string | null;
  readonly url: string | null;
  readonly verifiesTls: boolean | null;
}
