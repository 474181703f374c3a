/** Facts of one user that cost a call each: read on demand only. */

export type PasswordStatus =
  | 'OK'
  | 'NO_PASSWORD'
  | 'EXPIRED'
  | 'LOCKED_OUT'
  | 'MUST_CHANGE'
  | 'EXTERNAL'
  | 'UNKNOWN';

export interface PasswordState {
  readonly status: PasswordStatus;
  readonly rawStatus: string;
  readonly lastChangedAt: Date | null;
  readonly passwordPolicyId: string | null;
}

export interface Session {
  readonly externalId: string;
  readonly createdAt: Date | null;
  readonly activeAt: Date | null;
  readonly expiresAt: Date | null;
  readonly browser: string | null;
  readonly operatingSystem: string | null;
  readonly deviceType: string | null;
  readonly remoteIp: string | null;
  readonly authenticators: readonly string[];
}

/** A user's account at an external identity provider. */
export interface LinkedAccount {
  readonly externalId: string;
  readonly identityProviderId: string | null;
  readonly identityProviderName: string | null;
  readonly identityProviderType: string | null;
  readonly createdAt: Date | null;
}

/** A window in which the second factor is not asked for; `until` null: none is open. */
export interface MfaBypass {
  readonly until: Date | null;
}
