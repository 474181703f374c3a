/** What the adapter has to know of one tenant; the configuration is structurally the same. */
export interface EntraIdSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  /** The tenant's id, a GUID. */
  readonly tenantId: string;
  /** The base of Microsoft Graph with its version: `https://graph.microsoft.com/v1.0`; national clouds have hosts of their own. */
  readonly graphUrl: string;
  /** Application (client) id of the app registration whose credential the gateway uses. */
  readonly clientId: string;
  readonly writable: boolean;
  /** Users in one batch from which the registration report is cheaper than a call for each. Default 100. */
  readonly reportThreshold?: number;
  /** Hours by which `signInActivity` may trail a sign-in; Microsoft promises no figure. Default 24. */
  readonly signOnLagHours?: number;
  /** Whether delta queries keep snapshots fresh. Default true; Microsoft does not support them in external tenants. */
  readonly deltaQueries?: boolean;
  /** Hours after which a whole sweep is due all the same, for second factors and sign-ins, of which delta queries do not tell. Default 4. */
  readonly sweepEveryHours?: number;
}
