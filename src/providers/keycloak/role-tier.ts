import type { RoleAssignment, RoleTier } from '../../model/role.ts';

/**
 * Roles of the clients that administrate a realm, by what their holder can come to (Keycloak documentation, "Dedicated realm admin
 * consoles"; server source of the admin resources).
 *
 * 0: `manage-realm` replaces the keys that sign tokens and the flows that ask for a password, `manage-identity-providers` brings in a
 * provider that says who somebody is, `impersonation` signs on as an administrator. 1: resets people, clients or traces.
 * `view-clients` also reads the secrets of all clients, which is as good as being them.
 */
const TIERS: ReadonlyMap<string, RoleTier> = new Map([
  ['realm-admin', 0],
  ['manage-realm', 0],
  ['manage-identity-providers', 0],
  ['impersonation', 0],
  ['manage-users', 1],
  ['manage-clients', 1],
  ['create-client', 1],
  ['manage-authorization', 1],
  ['manage-events', 1],
  ['view-clients', 1],
  ['view-realm', 2],
  ['view-users', 2],
  ['view-events', 2],
  ['view-identity-providers', 2],
  ['view-authorization', 2],
  ['view-system', 2],
  ['query-realms', 2],
  ['query-users', 2],
  ['query-clients', 2],
  ['query-groups', 2],
]);

/** Realm roles of `master` that administrate the server. */
const MASTER_TIERS: ReadonlyMap<string, RoleTier> = new Map([
  ['admin', 0],
  ['create-realm', 1],
]);

const MASTER = 'master';
const SUFFIX = '-realm';

/** The client whose roles administrate the realm itself: `master` has one like this for every realm of the server. */
export function adminClientOf(realm: string): string {
  return realm === MASTER ? `${MASTER}${SUFFIX}` : 'realm-management';
}

/** The realm that a client's roles administrate; null: it is no such client. */
export function administeredRealm(realm: string, clientId: string): string | null {
  if (clientId === adminClientOf(realm)) return realm;
  return realm === MASTER && clientId.endsWith(SUFFIX) ? clientId.slice(0, -SUFFIX.length) : null;
}

/** Who contains a role: the realm (null), or the client of this `clientId`. */
export type RoleContainer = string | null;

/**
 * How strong a role is by itself, whatever it contains; undefined: it is none of Keycloak's own. A role that somebody added to an
 * administrating client is one that cannot be placed.
 */
export function ownTier(realm: string, container: RoleContainer, name: string): RoleTier | null | undefined {
  if (container === null) return realm === MASTER ? MASTER_TIERS.get(name) : undefined;
  return administeredRealm(realm, container) === null ? undefined : (TIERS.get(name) ?? null);
}

/** What a role reaches: the realm, or in `master` the one that its client administrates. */
export function scopeOf(realm: string, container: RoleContainer): RoleAssignment['scope'] {
  const other = container === null ? realm : (administeredRealm(realm, container) ?? realm);
  return { type: other === realm ? 'ORGANIZATION' : 'UNKNOWN', rawType: 'REALM', externalId: other };
}
