/**
 * A simulated PingOne organisation, held in memory as the records that the real service would answer with.
 * `generate/` fills one from a seed; the HTTP side serves and changes it.
 */

/** A record as PingOne answers it, without its `_links` and `_embedded`: those are made when it is served. */
export type Row = { id: string } & Record<string, unknown>;

/** The rows of one collection, by id, in the order of the list. */
export type Rows = Map<string, Row>;

export interface Tenant {
  readonly organizationId: string;
  readonly licenseId: string;
  /** The environment that is managed: the one with the people in it. */
  readonly environmentId: string;
  /** The environment that owns the worker application; PingOne allows it to be another one. */
  readonly adminEnvironmentId: string;
  /** The worker application whose credentials open this tenant, with secret and how it must present it. */
  readonly worker: {
    readonly clientId: string;
    readonly clientSecret: string;
    authMethod: 'CLIENT_SECRET_BASIC' | 'CLIENT_SECRET_POST';
  };

  /** Platform collections: `organizations`, `licenses`, `environments`, `roles`. */
  readonly platform: Map<string, Rows>;
  /** Collections of the environment, by their path under it: `users`, `groups`, `populations`, `applications`, `signOnPolicies`, ... */
  readonly collections: Map<string, Rows>;
  /**
   * Collections below an object, by `parent/child` path, then by the parent's id: `users/devices`, `users/roleAssignments`,
   * `users/sessions`, `users/linkedAccounts`, `groups/roleAssignments`, `applications/grants`, `applications/attributes`,
   * `applications/signOnPolicyAssignments`, `applications/roleAssignments`, `signOnPolicies/actions`, `identityProviders/attributes`,
   * `resources/scopes`, `schemas/attributes`, `agreements/languages`, `agreements/languages/revisions`, `users/agreementConsents`,
   * `users/pairingKeys`.
   * A parent that has none may be absent.
   */
  readonly children: Map<string, Map<string, Rows>>;
  /** Objects that exist once: of the environment (`mfaSettings`, `adminConfig`, `billOfMaterials`). */
  readonly settings: Map<string, Record<string, unknown>>;
  /** Objects that exist once below another, by `parent/child`, then by the parent's id: `users/password`, `users/bypassMFA`, `applications/secret`. */
  readonly details: Map<string, Map<string, Record<string, unknown>>>;

  /** Direct, static memberships: group id to user ids. Dynamic and nested ones follow from `userFilter` and `groupParents`. */
  readonly groupMembers: Map<string, Set<string>>;
  /** The same, from the user's side. */
  readonly userGroups: Map<string, Set<string>>;
  /** Nesting: group id to the ids of the groups that it is a member of. */
  readonly groupParents: Map<string, Set<string>>;
  /** Completed sign-ons by application id: what `applicationSignons` counts. */
  readonly applicationSignOns: Map<string, { at: string; count: number }[]>;
}

export interface TenantOptions {
  /** How many people. 1 to 100,000; default 2,000. */
  readonly users?: number;
  /** The same seed gives the same tenant, id for id. Default 1. */
  readonly seed?: number;
  /** The moment that ages are measured from ("never signed on for 200 days"). Default: now. */
  readonly asOf?: Date;
  /** Whether the worker application lives in an environment of its own, apart from the people. Default false: one environment. */
  readonly separateAdminEnvironment?: boolean;
}
