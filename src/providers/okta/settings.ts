/** What the adapter has to know of one Okta organisation; the configuration is structurally the same. */
export interface OktaSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  /** `https://example.okta.com`, without a slash at its end. */
  readonly orgUrl: string;
  /** Id of the service application whose credential the gateway uses; left out where it uses an API token. */
  readonly clientId?: string;
  readonly writable: boolean;
  /** The attribute of the profile that holds the id which another system gave an account; left out: there is none. */
  readonly sourceIdAttribute?: string;
  /**
   * Whether an empty list of factors proves nothing. Okta lists only what its enrolment policies allow for the network that the
   * question comes from (Okta API reference, "List all enrolled factors"): a gateway outside of the staff's zones may see less.
   */
  readonly factorsMayBeHidden: boolean;
  /**
   * Whether the list of administrators is known to hold also those who hold a role through a group only. Okta does not document
   * it: unless the operator says so, everybody is asked for.
   */
  readonly adminListIncludesGroups: boolean;
  /** Whether the credential may read the System Log, which tells what was changed. Default false: sweeps are taken whole. */
  readonly systemLog?: boolean;
  /**
   * Whether automations are read, as policies of a type that Okta does not document in its list of policies. Default false: whether
   * something switches off unused accounts is then not known.
   */
  readonly automations?: boolean;
}

/** The organisation's id, as far as everybody can see it: the host that it answers at. */
export function organisationOf({ orgUrl }: Pick<OktaSettings, 'orgUrl'>): string {
  return new URL(orgUrl).host;
}
