import { randomUUID } from 'node:crypto';
import type { Row, Rows, Tenant } from './tenant.ts';
import { World } from './world.ts';

const METHODS = ['sms', 'voice', 'email', 'mobile', 'totp'] as const;

/**
 * Opens a further environment of the organization, with what every new one has: a population, default policies, settings.
 * Its rows are its own; roles of the platform, organization and licence are shared.
 */
export function openEnvironment(home: World, environmentId: string): World {
  const tenant: Tenant = {
    ...home.tenant,
    environmentId,
    collections: new Map(),
    children: new Map(),
    settings: new Map(),
    details: new Map(),
    groupMembers: new Map(),
    userGroups: new Map(),
    groupParents: new Map(),
    applicationSignOns: new Map(),
  };
  const world = new World(tenant, home.settings, home.clock, home);
  const now = world.now();
  const add = (collection: string, members: Readonly<Record<string, unknown>>): Row => {
    const row: Row = { id: randomUUID(), ...members, createdAt: now, updatedAt: now };
    const rows: Rows = tenant.collections.get(collection) ?? new Map<string, Row>();
    tenant.collections.set(collection, rows.set(row.id, row));
    return row;
  };
  add('populations', { name: 'Default', default: true });
  add('passwordPolicies', {
    name: 'Standard',
    default: true,
    excludesCommonlyUsed: true,
    excludesProfileData: true,
    notSimilarToCurrent: true,
    length: { min: 8, max: 255 },
  });
  const policy = add('signOnPolicies', { name: 'Single_Factor', default: true });
  const action: Row = { id: randomUUID(), type: 'LOGIN', priority: 1, signOnPolicy: { id: policy.id } };
  tenant.children.set('signOnPolicies/actions', new Map([[policy.id, new Map([[action.id, action]])]]));
  add('deviceAuthenticationPolicies', {
    name: 'Default MFA Policy',
    default: true,
    ...Object.fromEntries(METHODS.map((method) => [method, newMethod()])),
  });
  tenant.settings.set('mfaSettings', newMfaSettings());
  tenant.settings.set('adminConfig', {
    mfaStatus: 'ENFORCE',
    authenticationMethod: 'PINGONE',
    recovery: true,
  });
  tenant.settings.set('billOfMaterials', { products: [{ id: randomUUID(), type: 'PING_ONE_BASE' }] });
  home.environments.set(environmentId, world);
  return world;
}

/** The environment that owns the worker application, where it is not the one with the people: it holds that application. */
export function openAdminEnvironment(home: World): void {
  const { adminEnvironmentId, environmentId, worker } = home.tenant;
  if (adminEnvironmentId === environmentId) return;
  const world = openEnvironment(home, adminEnvironmentId);
  const id = worker.clientId;
  const row: Row = {
    id,
    name: 'Rollcall gateway',
    enabled: true,
    protocol: 'OPENID_CONNECT',
    type: 'WORKER',
    clientId: id,
    grantTypes: ['CLIENT_CREDENTIALS'],
    tokenEndpointAuthMethod: worker.authMethod,
    createdAt: world.now(),
    updatedAt: world.now(),
  };
  world.tenant.collections.set('applications', new Map([[id, row]]));
}

/** What `DELETE E/mfaSettings` goes back to. */
export function newMfaSettings(): Record<string, unknown> {
  return {
    pairing: { maxAllowedDevices: 5, pairingKeyFormat: 'NUMERIC' },
    lockout: { failureCount: 5, durationSeconds: 600 },
    phoneExtensions: { enabled: false },
    users: { mfaEnabled: false },
  };
}

function newMethod(): Record<string, unknown> {
  return { enabled: true, otp: { failure: { count: 3, coolDown: { duration: 2, timeUnit: 'MINUTES' } } } };
}
