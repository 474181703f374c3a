export type ProviderKind =
  | 'PINGONE'
  | 'OKTA'
  | 'ENTRA_ID'
  | 'GOOGLE_WORKSPACE'
  | 'SCIM'
  | 'LDAP'
  | 'KEYCLOAK';

/** What a directory can do, by its provider and the operator's settings. Absent: the answer is UNKNOWN, never "no". */
export type Capability =
  | 'USERS'
  | 'POPULATIONS'
  | 'GROUPS'
  | 'NESTED_GROUPS'
  | 'DYNAMIC_GROUPS'
  /** It keeps who answers for a group. */
  | 'GROUP_OWNERS'
  | 'ROLES'
  | 'ROLE_ASSIGNMENTS'
  | 'APPLICATIONS'
  /** It keeps who answers for an application. */
  | 'APPLICATION_OWNERS'
  | 'APPLICATION_USAGE'
  | 'SIGN_ON_POLICIES'
  | 'PASSWORD_POLICIES'
  | 'DEVICE_AUTHENTICATION_POLICIES'
  | 'IDENTITY_PROVIDERS'
  | 'CERTIFICATES'
  | 'MFA_DEVICES'
  | 'MFA_DEVICE_REPORT'
  /** Rows of users tell of their second factors: no call is needed for them. */
  | 'MFA_IN_LIST'
  | 'MFA_BYPASS'
  | 'LAST_SIGN_ON'
  | 'PASSWORD_STATE'
  | 'SESSIONS'
  | 'LINKED_ACCOUNTS'
  /** Lists also show who was removed, with the status DEPROVISIONED. */
  | 'REMOVED_USERS'
  /** It tells what was changed since a moment: a snapshot is kept fresh without a whole sweep. */
  | 'CHANGES'
  | 'SUSPEND_USER';

/** What a directory says of itself. */
export interface DirectoryProfile {
  readonly name: string | null;
  readonly region: string | null;
  /** `PRODUCTION` or `SANDBOX`, where the provider tells. */
  readonly type: string | null;
  readonly status: string | null;
  readonly organizationId: string | null;
  readonly licenseId: string | null;
  /** What the directory is for: decides how severe a finding is. */
  readonly purpose: 'WORKFORCE' | 'CUSTOMER' | 'UNKNOWN';
  /** Products in use, by the provider's names (`PING_ONE_MFA`, `PING_ID`, ...). */
  readonly products: readonly string[];
  /** Whether second factors may be kept where the gateway does not look: an empty list of devices then proves nothing. */
  readonly mfaKeptElsewhere: boolean;
  readonly createdAt: Date | null;
}

/** One thing that was tried to see whether a directory can be used, in words that say what to do. */
export interface HealthCheck {
  /** Stable: `TOKEN`, `ENVIRONMENT`, `READ_USERS`, ... */
  readonly code: string;
  readonly status: 'OK' | 'WARNING' | 'FAILED' | 'SKIPPED';
  readonly message: string;
  readonly hint: string | null;
}
