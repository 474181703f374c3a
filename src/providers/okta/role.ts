import type { Role, RoleTier } from '../../model/role.ts';
import type { Row } from '../rows.ts';
import { text } from '../rows.ts';

interface StandardRole {
  readonly type: string;
  readonly name: string;
  readonly tier: RoleTier;
}

/**
 * The roles that every organisation has (Okta, "Standard administrator roles and permissions"). Their type is what they are
 * assigned by. 0: may make administrators, or everything but that; 1: people, credentials, clients or access; 2: only looks.
 */
const STANDARD: readonly StandardRole[] = [
  { type: 'SUPER_ADMIN', name: 'Super Administrator', tier: 0 },
  { type: 'ORG_ADMIN', name: 'Organization Administrator', tier: 0 },
  { type: 'USER_ADMIN', name: 'Group Administrator', tier: 1 },
  { type: 'HELP_DESK_ADMIN', name: 'Help Desk Administrator', tier: 1 },
  { type: 'APP_ADMIN', name: 'Application Administrator', tier: 1 },
  { type: 'API_ACCESS_MANAGEMENT_ADMIN', name: 'API Access Management Administrator', tier: 1 },
  { type: 'GROUP_MEMBERSHIP_ADMIN', name: 'Group Membership Administrator', tier: 1 },
  { type: 'ACCESS_CERTIFICATIONS_ADMIN', name: 'Access Certifications Administrator', tier: 1 },
  { type: 'ACCESS_REQUESTS_ADMIN', name: 'Access Requests Administrator', tier: 1 },
  { type: 'WORKFLOWS_ADMIN', name: 'Workflows Administrator', tier: 1 },
  { type: 'MOBILE_ADMIN', name: 'Mobile Administrator', tier: 1 },
  { type: 'READ_ONLY_ADMIN', name: 'Read-only Administrator', tier: 2 },
  { type: 'REPORT_ADMIN', name: 'Report Administrator', tier: 2 },
];

/** The fixed part of the roles. */
export function standardRoles(directory: string): readonly Role[] {
  return STANDARD.map(({ type, name, tier }) => ({
    directory,
    externalId: type,
    name,
    description: null,
    custom: false,
    permissions: [],
    applicableTo: [],
    canAssignRoleIds: type === 'SUPER_ADMIN' ? STANDARD.map((role) => role.type) : [],
    tier,
  }));
}

/** A role that the operator put together. `permissions`: null where they could not be read. */
export function toCustomRole(row: Row, directory: string, permissions: readonly string[] | null): Role {
  const role = row.members;
  return {
    directory,
    externalId: row.id,
    name: text(role, 'label') ?? row.id,
    description: text(role, 'description'),
    custom: true,
    permissions: (permissions ?? []).map((id) => ({ id, description: null })),
    applicableTo: [],
    canAssignRoleIds: [],
    tier: permissionTier(permissions),
  };
}

/** Permissions are `okta.<resource>[.<part>].<what>`, such as `okta.users.credentials.manage`. */
function permissionTier(permissions: readonly string[] | null): RoleTier | null {
  if (permissions === null || permissions.length === 0) return null;
  if (!permissions.every((permission) => /^okta\.[A-Za-z.]+$/.test(permission))) return null;
  return permissions.every((permission) => permission.endsWith('.read')) ? 2 : 1;
}
