import type { Draft } from './draft.ts';
import type { PermissionSet } from './permissions.ts';
import { permissionsOf } from './permissions.ts';

interface BuiltInRole {
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly ('ORGANIZATION' | 'ENVIRONMENT' | 'POPULATION' | 'APPLICATION')[];
  readonly sets: readonly PermissionSet[];
}

const ENVIRONMENT_SETS = [
  'base',
  'groupsRead',
  'rolesRead',
  'rolesWrite',
  'applicationsRead',
  'applicationsWrite',
  'configurationRead',
  'configurationWrite',
] as const;
const IDENTITY_SETS = ['base', 'directoryRead', 'directoryWrite', 'rolesRead', 'rolesWrite'] as const;
const wide = ['ORGANIZATION', 'ENVIRONMENT'] as const;
const people = ['ORGANIZATION', 'ENVIRONMENT', 'POPULATION'] as const;

/** The names are Ping's; ids aren't published, so the tenant invents its own. */
const BUILT_IN: readonly BuiltInRole[] = [
  {
    name: 'Organization Admin',
    description: 'Manages the organization, its licences and its environments',
    scopes: ['ORGANIZATION'],
    sets: ['base', 'organization', 'rolesRead', 'rolesWrite'],
  },
  {
    name: 'Environment Admin',
    description: 'Configures an environment',
    scopes: wide,
    sets: ENVIRONMENT_SETS,
  },
  {
    name: 'Identity Data Admin',
    description: 'Manages people, groups and devices',
    scopes: people,
    sets: IDENTITY_SETS,
  },
  {
    name: 'Identity Data Read Only',
    description: 'Reads people, groups and devices',
    scopes: people,
    sets: ['base', 'directoryRead', 'rolesRead'],
  },
  {
    name: 'Client Application Developer',
    description: 'Manages applications',
    scopes: wide,
    sets: ['base', 'groupsRead', 'applicationsRead', 'applicationsWrite'],
  },
  {
    name: 'Application Owner',
    description: 'Manages single applications',
    scopes: ['APPLICATION'],
    sets: ['base', 'applicationsRead', 'applicationsWrite'],
  },
  {
    name: 'Configuration Read Only',
    description: 'Reads the configuration of an environment',
    scopes: wide,
    sets: ['base', 'configurationRead', 'applicationsRead', 'rolesRead'],
  },
  {
    name: 'Help Desk Admin',
    description: 'Helps people to get in again',
    scopes: people,
    sets: ['base', 'helpDesk'],
  },
  {
    name: 'Custom Roles Admin',
    description: 'Manages custom roles',
    scopes: wide,
    sets: ['base', 'rolesRead', 'customRoles'],
  },
  {
    name: 'DaVinci Admin',
    description: 'Manages flows',
    scopes: wide,
    sets: ['base', 'daVinciRead', 'daVinciWrite'],
  },
  {
    name: 'DaVinci Admin Read Only',
    description: 'Reads flows',
    scopes: wide,
    sets: ['base', 'daVinciRead'],
  },
  {
    name: 'Authorize Gateway Policy Evaluator',
    description: 'Evaluates decisions at a gateway',
    scopes: ['ENVIRONMENT'],
    sets: ['authorize'],
  },
  ...['Advanced Identity Cloud Super Admin', 'Advanced Identity Cloud Tenant Admin'].map(
    (name): BuiltInRole => ({
      name,
      description: 'Administers Advanced Identity Cloud',
      scopes: wide,
      sets: ['base'],
    }),
  ),
  ...[
    'Administrator',
    'Auditor',
    'Crypto Administrator',
    'Expression Administrator',
    'User Administrator',
  ].map((name): BuiltInRole => ({
    name: `PingFederate ${name}`,
    description: `Acts as ${name.toLowerCase()} of PingFederate`,
    scopes: ['ENVIRONMENT'],
    sets: ['pingFederate'],
  })),
];

const CUSTOM = [
  {
    name: 'Access reviewers',
    description: 'Grew over the years: reads and changes nearly everything',
    sets: [...ENVIRONMENT_SETS, 'directoryRead', 'directoryWrite', 'customRoles'],
    assignedBy: ['Organization Admin', 'Environment Admin'],
  },
  {
    name: 'Kiosk operators',
    description: 'Made for a project that never started; held by nobody',
    sets: ['base', 'directoryRead'],
    assignedBy: ['Environment Admin'],
  },
] as const;

/** The built-in roles of the platform (`GET /roles`), and the environment's own (`GET E/roles`). */
export function addRoles(draft: Draft): void {
  const random = draft.random('roles');
  for (const { name, description, scopes, sets } of BUILT_IN) {
    draft.addPlatform('roles', {
      id: random.uuid(),
      name,
      description,
      applicableTo: [...scopes],
      permissions: permissionsOf(sets),
    });
  }
  for (const { name, description, sets, assignedBy } of CUSTOM) {
    draft.addNamed('roles', {
      id: random.uuid(),
      environment: draft.environment,
      name,
      description,
      type: 'CUSTOM',
      applicableTo: ['ENVIRONMENT', 'POPULATION'],
      permissions: permissionsOf(sets).map(({ id }) => ({ id })),
      canBeAssignedBy: assignedBy.map((role) => ({ id: draft.idOf('roles', role) })),
      canAssign: [],
    });
  }
}
