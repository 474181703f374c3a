import type { JWTPayload } from 'jose';
import { permissions, rolePermissions, type Permission, type RoleName } from '../model/permission.ts';
import type { IssuerSettings, RoleGrant } from './access-settings.ts';

/** What the claims of a verified token give, by the issuer's own map. Values that the map does not know give nothing. */
export function grantedBy(payload: JWTPayload, { rolesClaim, roles }: IssuerSettings): readonly RoleGrant[] {
  return claimValues(payload, rolesClaim).flatMap((value) =>
    roles === null ? namedDirectly(value) : (roles.get(value) ?? []),
  );
}

/** A claim by its name, or by its path with dots where no claim has that name. */
export function claim(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let at: unknown = payload;
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return at;
}

function claimValues(payload: JWTPayload, path: string): readonly string[] {
  const value = claim(payload, path);
  if (typeof value === 'string') return [...new Set(value.split(' ').filter((word) => word !== ''))];
  if (!Array.isArray(value)) return [];
  return [...new Set(value.filter((each): each is string => typeof each === 'string'))];
}

function namedDirectly(value: string): readonly RoleGrant[] {
  if (isRole(value)) return [{ role: value, permissions: [] }];
  return isPermission(value) ? [{ permissions: [value] }] : [];
}

/** Whether a text is the name of a role of ours. */
export function isRole(text: string): text is RoleName {
  return Object.hasOwn(rolePermissions, text);
}

/** Whether a text is the name of a permission. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text);
}
