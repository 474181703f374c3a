/** What a caller may do, as `<resource>:<verb>`. Declared beside every field and action; roles are sets of them. */
export const permissions = {
  'directory:read': 'Users, groups, roles, applications and settings.',
  'directory:read.pii': 'Sessions, network and postal addresses, telephone numbers and custom attributes.',
  'mfa:read': 'Second factors.',
  'finding:read': 'Findings and posture.',
  'audit:read': 'The ledger.',
  'user:suspend': 'Suspend users and lock accounts.',
  'user:unsuspend': 'Take a suspension or a lock back.',
  'user:reset-password': 'Set passwords, force their change, end their lock.',
  'user:write': "Create users, and change users' attributes, population and identity provider.",
  'user:delete': 'Delete users.',
  'session:revoke': 'End sessions.',
  'mfa:reset': 'Require, pair, block and remove second factors; end bypasses.',
  'group:write': 'Create, change and delete groups.',
  'group:member.write': 'Put users and groups into groups, and take them out.',
  'role:assign': 'Assign and remove roles.',
  'application:write': 'Create, change and delete applications and what belongs to them.',
  'secret:rotate': "Make and withdraw applications' secrets; the new one is shown once.",
  'policy:write': 'Populations, policies, roles, identity providers, certificates and webhooks.',
  'identity:link': 'Say which accounts are one person, and which are not.',
  'finding:accept': 'Accept the risk of findings for a time, and withdraw that.',
  'key:manage': 'API keys of the gateway.',
} as const;

export type Permission = keyof typeof permissions;

/** What a declaration may also say: anybody who is let in at all. */
export type DeclaredPermission = Permission | 'public';

export type RoleName = 'viewer' | 'analyst' | 'operator' | 'admin';

const viewer: readonly Permission[] = ['directory:read', 'mfa:read', 'finding:read'];
const analyst: readonly Permission[] = [...viewer, 'directory:read.pii', 'audit:read'];

/** Nobody deletes users, assigns roles or sees a new secret by a role: those are granted by name. */
export const rolePermissions: Readonly<Record<RoleName, readonly Permission[]>> = {
  viewer,
  analyst,
  operator: [
    ...analyst,
    'user:suspend',
    'user:unsuspend',
    'user:reset-password',
    'session:revoke',
    'mfa:reset',
    'group:member.write',
  ],
  admin: [
    ...analyst,
    'user:write',
    'group:write',
    'application:write',
    'policy:write',
    'identity:link',
    'finding:accept',
    'key:manage',
  ],
};
