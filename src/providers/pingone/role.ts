import type { Role, RoleTier } from '../../model/role.ts';
import type { Row } from '../rows.ts';
import { objects, references, text, texts } from '../rows.ts';

/** A role before its tier is known: that takes all the others. */
export type UntieredRole = Omit<Role, 'tier'>;

export function toRole(row: Row, directory: string, custom: boolean): UntieredRole {
  const role = row.members;
  return {
    directory,
    externalId: row.id,
    name: text(role, 'name') ?? row.id,
    description: text(role, 'description'),
    custom,
    permissions: objects(role, 'permissions').flatMap((permission) => {
      const id = text(permission, 'id');
      return id === null ? [] : [{ id, description: text(permission, 'description') }];
    }),
    applicableTo: texts(role, 'applicableTo'),
    canAssignRoleIds: references(role, 'canAssign'),
  };
}

/** PingOne's own roles by name: their ids are not published. What each may do is on "PingOne Roles" of its documentation. */
const BUILT_IN_TIERS: ReadonlyMap<string, RoleTier> = new Map([
  ['Organization Admin', 0],
  ['Environment Admin', 0],
  ['Advanced Identity Cloud Super Admin', 0],
  ['Identity Data Admin', 1],
  ['Help Desk Admin', 1],
  ['Advanced Help Desk Admin', 1],
  ['Client Application Developer', 1],
  ['Application Owner', 1],
  ['Custom Roles Admin', 1],
  ['DaVinci Admin', 1],
  ['Advanced Identity Cloud Tenant Admin', 1],
  ['PingFederate Administrator', 1],
  ['PingFederate Crypto Administrator', 1],
  ['PingFederate Expression Administrator', 1],
  ['PingFederate User Administrator', 1],
  ['Identity Data Read Only', 2],
  ['Configuration Read Only', 2],
  ['DaVinci Admin Read Only', 2],
  ['PingFederate Auditor', 2],
]);

/**
 * Places every role. A custom role is as strong as the strongest role that its holder can come to by assigning roles, over
 * any number of steps, and never weaker than its own permissions.
 */
export function withTiers(roles: readonly UntieredRole[]): Role[] {
  const own = new Map(roles.map((role) => [role.externalId, ownTier(role)]));
  const byId = new Map(roles.map((role) => [role.externalId, role]));
  return roles.map((role) => ({
    ...role,
    tier: role.custom ? reachedTier(role, byId, own) : (own.get(role.externalId) ?? null),
  }));
}

function reachedTier(
  role: UntieredRole,
  byId: ReadonlyMap<string, UntieredRole>,
  own: ReadonlyMap<string, RoleTier | null>,
): RoleTier | null {
  const reached = new Set([role.externalId]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of reached) for (const next of byId.get(id)?.canAssignRoleIds ?? []) reached.add(next);
  const tiers = new Set([...reached].map((id) => own.get(id) ?? null));
  if (tiers.has(0)) return 0;
  if (tiers.has(1)) return 1;
  // Assigning a role that cannot be placed may be worth anything.
  return tiers.has(null) ? null : 2;
}

function ownTier(role: UntieredRole): RoleTier | null {
  const named = role.custom ? undefined : BUILT_IN_TIERS.get(role.name);
  return named ?? permissionTier(role.permissions.map((permission) => permission.id));
}

/** Permissions are `service:action:resource`. Reading a client secret is as good as being that client. */
function permissionTier(permissions: readonly string[]): RoleTier | null {
  if (permissions.length === 0) return null;
  const parts = permissions.map((permission) => permission.split(':'));
  if (parts.some(([, action, resource]) => action === undefined || resource === undefined)) return null;
  return parts.every(([, action, resource]) => action === 'read' && resource !== 'secret') ? 2 : 1;
}
