/** A directory of any size in memory: people, groups, roles and devices that differ enough for rules to find something. */
import { Directory } from '../../src/directory/directory.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import type { Capability } from '../../src/model/directory.ts';
import type { Listing } from '../../src/model/coverage.ts';
import { known, unknown } from '../../src/model/fact.ts';
import type { Group, Membership } from '../../src/model/group.ts';
import { type MfaDevice, type MfaDeviceType, tierOfType } from '../../src/model/mfa.ts';
import type { RoleAssignment } from '../../src/model/role.ts';
import { type User, userOf } from '../../src/model/user.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { listOf, noon, someSweep } from '../directory/some-sweep.ts';
import { assigned, roles } from './support.ts';
import {
  application,
  devicePolicy,
  group,
  passwordPolicy,
  population,
  profile,
  resourceGrant,
  signOnPolicy,
  worker,
} from './support-directory-rows.ts';

const DAY = 86_400_000;
const KEY = 'main';
const capabilities: ReadonlySet<Capability> = new Set<Capability>([
  'USERS',
  'POPULATIONS',
  'GROUPS',
  'NESTED_GROUPS',
  'DYNAMIC_GROUPS',
  'ROLES',
  'ROLE_ASSIGNMENTS',
  'APPLICATIONS',
  'APPLICATION_USAGE',
  'SIGN_ON_POLICIES',
  'PASSWORD_POLICIES',
  'DEVICE_AUTHENTICATION_POLICIES',
  'IDENTITY_PROVIDERS',
  'CERTIFICATES',
  'MFA_DEVICES',
  'MFA_BYPASS',
  'LAST_SIGN_ON',
  'PASSWORD_STATE',
  'SESSIONS',
  'SUSPEND_USER',
]);

export const populations = ['staff', 'partners', 'services'].map((externalId) =>
  population({ directory: KEY, externalId, name: externalId }),
);

function whole<T>(...rows: readonly T[]): () => Promise<Listing<T>> {
  const list = listOf(rows);
  return async () => list;
}

/** A directory whose provider has everything that PingOne has, and whose settings are in order. Its sweeper is never asked. */
export function syntheticDirectory(isPrimary = true): Directory {
  const provider = createFakeProvider([], KEY);
  Object.assign(provider.settings, {
    populations: whole(...populations),
    roles: whole(...roles.rows),
    passwordPolicies: whole(passwordPolicy()),
    deviceAuthenticationPolicies: whole(devicePolicy()),
    signOnPolicies: whole(signOnPolicy('standard', true)),
  });
  Object.assign(provider.users, {
    passwordState: async () => ({
      status: 'OK',
      rawStatus: 'OK',
      lastChangedAt: ago(30),
      passwordPolicyId: null,
    }),
    mfaBypass: async () => ({ until: null }),
  });
  return new Directory({
    provider: Object.assign(provider, { kind: 'PINGONE', capabilities, profile: async () => profile() }),
    isPrimary,
    writable: false,
  });
}

function ago(days: number): Date {
  return new Date(noon.getTime() - days * DAY);
}

/** One of a few, always the same for the same person and question. */
function pick<T>(index: number, salt: number, ...from: readonly [T, ...T[]]): T {
  const mixed = Math.imul(index + 1, 2_654_435_761) ^ Math.imul(salt + 7, 40_503);
  return from[(mixed >>> 8) % from.length] ?? from[0];
}

export function syntheticUser(index: number, more: Partial<User> = {}): User {
  const person = index % 97 === 0 ? index + 1 : index;
  return {
    ...userOf({
      directory: KEY,
      externalId: `user-${index}`,
      username: index % 53 === 0 ? `svc-${index}` : `person.${index}`,
      email: index % 41 === 0 ? null : `person.${person}@example.com`,
      emailVerified: pick(index, 1, true, true, null, false),
      displayName: `Person ${index}`,
      mobilePhone: `+1555${String(index).padStart(7, '0')}`,
      employmentType: pick(index, 2, 'Employee', 'Employee', 'Contractor', null),
      sourceId: index % 3 === 0 ? `hr-${person}` : null,
      enabled: index % 19 !== 0,
      status: index % 19 === 0 ? 'SUSPENDED' : 'ACTIVE',
      canAuthenticate: index % 19 !== 0,
      rawStatus: 'ok',
      lastSignOn:
        index % 31 === 0
          ? unknown('MISSING')
          : known(
              index % 13 === 0 ? null : { at: ago(pick(index, 3, 1, 20, 95, 400)), remoteIp: null },
              noon,
            ),
      createdAt: ago(pick(index, 4, 10, 200, 900)),
      populationId: pick(index, 5, 'staff', 'staff', 'staff', 'partners', 'services'),
      mfaEnabled: known(index % 23 !== 0, noon),
      passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
      observedAt: noon,
    }),
    ...more,
  };
}

export function syntheticDevices(index: number): readonly MfaDevice[] {
  const types = pick<readonly MfaDeviceType[]>(
    index,
    6,
    [],
    ['SMS'],
    ['TOTP'],
    ['FIDO2', 'TOTP'],
    ['SMS', 'EMAIL'],
  );
  return types.map((type): MfaDevice => ({
    directory: KEY,
    userId: `user-${index}`,
    externalId: `${type}-${index}`,
    type,
    rawType: type,
    status: pick(index, 8, 'ACTIVE', 'ACTIVE', 'ACTIVE', 'BLOCKED'),
    rawStatus: 'ACTIVE',
    tier: tierOfType[type],
    nickname: null,
    contact: type === 'SMS' ? `+1555${String(index % 211 === 0 ? 7 : index).padStart(7, '0')}` : null,
    createdAt: ago(100),
    updatedAt: null,
  }));
}

export function syntheticRoles(index: number): readonly RoleAssignment[] {
  if (index % 50 !== 0) return [];
  const principal = { kind: 'USER' as const, externalId: `user-${index}` };
  const roleId = pick(
    index,
    9,
    'Environment Admin',
    'Identity Data Admin',
    'Help Desk Admin',
    'Identity Data Read Only',
  );
  return [assigned(roleId, { principal })];
}

/** A sweep of so many people, with a group for every fifty of them and an application for every five hundred. */
export function syntheticSweep(people: number): Sweep {
  const groups = Array.from({ length: Math.ceil(people / 50) }, (_, index): Group =>
    group({ directory: KEY, externalId: `group-${index}`, name: `Group ${index % 990}`, observedAt: noon }),
  );
  const applications = Array.from({ length: Math.ceil(people / 500) }, (_, index) =>
    (index % 3 === 0 ? worker : application)({
      directory: KEY,
      externalId: `app-${index}`,
      name: `App ${index}`,
      observedAt: noon,
    }),
  );
  const indexes = Array.from({ length: people }, (_, index) => index);
  const users = indexes.map((index) => syntheticUser(index));
  const ofUser = <T>(make: (index: number) => T): Map<string, T> =>
    new Map(indexes.map((index) => [`user-${index}`, make(index)]));
  const none = listOf<never>([]);
  const parent = (index: number): Listing<Membership> =>
    index % 10 === 0 || index === 0 ? none : listOf([membershipOf(groups, index - (index % 10))]);
  return someSweep({
    users: listOf(users),
    groups: listOf(groups),
    applications: listOf(applications),
    devices: ofUser((index) =>
      index % 37 === 0 ? unknown('UNREACHABLE') : known(syntheticDevices(index), noon),
    ),
    userRoleAssignments: ofUser((index) => (index % 50 === 0 ? listOf(syntheticRoles(index)) : none)),
    userGroups: new Map(
      indexes
        .filter((index) => index % 5 !== 0)
        .map((index) => [`user-${index}`, syntheticGroups(groups, index)]),
    ),
    groupMemberCounts: new Map(groups.map(({ externalId }) => [externalId, 100])),
    groupParents: new Map(groups.map(({ externalId }, index) => [externalId, parent(index)])),
    groupRoleAssignments: new Map(
      groups.map(({ externalId }, index) => [
        externalId,
        index % 100 === 20
          ? listOf([assigned('Help Desk Admin', { principal: { kind: 'GROUP', externalId } })])
          : none,
      ]),
    ),
    applicationRoleAssignments: new Map(applications.map(({ externalId }) => [externalId, none])),
    applicationGrants: new Map(
      applications.map(({ externalId }) => [externalId, listOf([resourceGrant('p1:read:user')])]),
    ),
    applicationPolicies: new Map(applications.map(({ externalId }) => [externalId, none])),
    coverage: { complete: true, checked: people, unknown: 0, sources: [] },
  });
}

export function syntheticGroups(groups: readonly Group[], index: number): readonly Membership[] {
  return [index % groups.length, (index * 7) % groups.length].map((at) => membershipOf(groups, at));
}

function membershipOf(groups: readonly Group[], at: number): Membership {
  const { externalId = '', name = null } = groups[at] ?? {};
  return { groupId: externalId, groupName: name, type: 'DIRECT' };
}

/** Puts sweeps under a directory in place of its sweeper. */
export function showing(directory: Directory, first: Sweep): (sweep: Sweep) => void {
  let current = first;
  Object.assign(directory, {
    sweeper: {
      read: async () => current,
      get current() {
        return current;
      },
      onUserChanged: () => () => {},
    },
  });
  return (sweep) => {
    current = sweep;
  };
}
