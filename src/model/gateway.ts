/** What connects a directory to another one on the operator's own network. Never holds a password or a credential. */
export interface Gateway {
  readonly externalId: string;
  readonly name: string | null;
  /** The provider's word: `LDAP`, `RADIUS`, `PING_FEDERATE`, ... */
  readonly type: string | null;
  readonly enabled: boolean | null;
  /** How it speaks to the directory behind it; null: the row does not say, or the gateway does not speak LDAP. */
  readonly connectionSecurity: 'NONE' | 'TLS' | 'START_TLS' | 'UNKNOWN' | null;
  /** Whether certificates of the directory behind it are verified; null: the row does not say. */
  readonly validatesCertificates: boolean | null;
}

/** What a gateway proves itself with: when it was made and last used, never the credential. */
export interface GatewayCredential {
  readonly externalId: string;
  readonly createdAt: Date | null;
  readonly lastUsedAt: Date | null;
}
