/** What the adapter has to know of one Keycloak realm; the configuration is structurally the same. */
export interface KeycloakSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  /** Address of the server, with the path that it is served under (`/auth` in distributions before Quarkus), without a slash at its end. */
  readonly baseUrl: string;
  /** Name of the realm, as it stands in addresses; not its id. */
  readonly realm: string;
  /** The `clientId` of the client whose service account the gateway uses. */
  readonly clientId: string;
  readonly writable: boolean;
  /** Rows in the largest page; left out: 100, Keycloak's own default. */
  readonly pageSize?: number;
  /** The attribute that holds the number which the employer gives a person; left out: `employeeNumber`. */
  readonly employeeNumberAttribute?: string;
  /** The attribute that holds the id of the account in another system; left out: `LDAP_ID`, which LDAP federation sets. */
  readonly sourceIdAttribute?: string;
}

/** Keycloak's default (`Constants.DEFAULT_MAX_RESULTS`); it knows no maximum, but works out full rows one by one. */
export const USUAL_PAGE = 100;
