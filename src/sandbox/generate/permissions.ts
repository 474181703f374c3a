/** A permission as the row of a role lists it. */
export interface Permission {
  readonly id: string;
  readonly classifier: string;
  readonly description: string;
}

/**
 * Permission ids have the form `service:action:resource`. A line names several at once: `dir:create|read:user|group`.
 * The ids are documented; which built-in role holds which is not published in full, so the sets follow the documented table of what each role may do.
 */
const SETS = {
  base: ['orgmgt:read:organization|environment|deployment', 'licensing:read:license'],
  directoryRead: ['dir:read:user|group|population|groupMembership', 'authn:read:sessions', 'mfa:read:device'],
  groupsRead: ['dir:read:group'],
  directoryWrite: [
    'dir:create|update|delete:user|group|population',
    'dir:create|delete:groupMembership',
    'authn:delete:sessions',
    'dir:update:userPassword|userMfaEnabled',
    'mfa:create|read|update|delete:device',
  ],
  helpDesk: [
    'dir:read|update:user',
    'dir:update:userPassword',
    'mfa:read|delete:device',
    'authn:read|delete:sessions',
  ],
  rolesRead: [
    'permissions:read:roles|userRoleAssignments|groupRoleAssignments|applicationRoleAssignments|gatewayRoleAssignments',
  ],
  rolesWrite: [
    'permissions:update:userRoleAssignments|groupRoleAssignments|applicationRoleAssignments|gatewayRoleAssignments',
  ],
  customRoles: ['permissions:create|update|delete:roles'],
  applicationsRead: ['applications:read:application', 'resources:read:resource|scope'],
  applicationsWrite: [
    'applications:create|import|update|delete:application',
    'applications:read|update|delete:secret',
    'applications:issue:certificate',
    'resources:create|update|delete:resource|scope',
  ],
  configurationRead: [
    'admin:read:config',
    'audit_reporting:read:activity',
    'certmgt:read:certificate|key',
    'idps:read:identityProvider',
  ],
  configurationWrite: [
    'admin:update:config',
    'certmgt:create|update|delete:certificate|key',
    'idps:create|update|delete:identityProvider',
    'orgmgt:update:environment',
  ],
  organization: [
    'orgmgt:update:organization',
    'orgmgt:create|delete:environment',
    'licensing:update:license',
  ],
  daVinciRead: ['davinci:read:flows|connections'],
  daVinciWrite: ['davinci:create|update|delete:flows|connections'],
  authorize: ['authorize:evaluate:decision'],
  pingFederate: ['pingfederate:manage:configuration'],
} as const;

export type PermissionSet = keyof typeof SETS;

function expand(line: string): Permission[] {
  const [service = '', actions = '', resources = ''] = line.split(':');
  return actions.split('|').flatMap((action) =>
    resources.split('|').map((resource) => ({
      id: `${service}:${action}:${resource}`,
      classifier: resource,
      description: `${action.slice(0, 1).toUpperCase()}${action.slice(1)} ${wordsOf(resource)}`,
    })),
  );
}

const wordsOf = (resource: string): string =>
  resource.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The permissions of several sets together, each once. */
export function permissionsOf(sets: readonly PermissionSet[]): Permission[] {
  const byId = new Map<string, Permission>();
  for (const set of sets) {
    for (const line of SETS[set]) for (const permission of expand(line)) byId.set(permission.id, permission);
  }
  return [...byId.values()];
}
