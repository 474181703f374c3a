import { rolePermissions } from '../model/permission.ts';
import type { RoleGrant } from './access-settings.ts';
import type { Grant } from './caller.ts';

/** The permissions of roles and those named one by one, each with the reach that it was given. */
export function grantsOf(given: readonly RoleGrant[]): readonly Grant[] {
  return given.flatMap(({ role, permissions, ...scope }) =>
    [...(role === undefined ? [] : rolePermissions[role]), ...permissions].map((permission) => ({
      permission,
      ...scope,
    })),
  );
}

/** Names of the roles, each once. */
export function rolesOf(given: readonly RoleGrant[]): readonly string[] {
  return [...new Set(given.flatMap(({ role }) => role ?? []))];
}
