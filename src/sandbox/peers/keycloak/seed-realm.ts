import { Random } from '../../generate/prng.ts';
import type { PeerFactor, PeerPerson, PeerRole } from '../people.ts';
import { type RealmCredential, type RealmGroup, RealmState, type RealmUser } from './realm-state.ts';

const ADMIN_ROLES = [
  'create-client',
  'impersonation',
  'manage-authorization',
  'manage-clients',
  'manage-events',
  'manage-identity-providers',
  'manage-realm',
  'manage-users',
  'query-clients',
  'query-groups',
  'query-realms',
  'query-users',
  'view-authorization',
  'view-clients',
  'view-events',
  'view-identity-providers',
  'view-realm',
  'view-users',
] as const;
const ROLE_NAMES: Readonly<Record<Exclude<PeerRole, 'READ'>, string>> = {
  TOP: 'realm-admin',
  USERS: 'manage-users',
};
const TEAMS = 12;
const DAY_MS = 86_400_000;

interface SeedOptions {
  readonly realm: string;
  readonly people: readonly PeerPerson[];
  readonly seed: number;
  /** The `clientId` of the gateway itself. */
  readonly clientId: string;
  readonly now: number;
}

/**
 * A realm of these people. Who was removed is not there. Groups that people name are at the top; Engineering has twelve teams below
 * it, and Administrators, which gives the right to look, a Night shift in which those are who have it.
 * @param truth is told which account is whose.
 */
export function seedRealm(options: SeedOptions, truth: Map<string, string>): RealmState {
  const { people, seed, realm, clientId, now } = options;
  const random = new Random(seed, 'keycloak');
  const state = new RealmState(realm);
  addClient(state, random, 'account', {});
  const admin = addClient(state, random, realm === 'master' ? 'master-realm' : 'realm-management', {});
  addClient(state, random, 'intranet', {
    standardFlowEnabled: true,
    redirectUris: ['https://intranet.example.com/*'],
  });
  addClient(state, random, 'payroll', {}, 'saml');
  const gateway = addClient(state, random, clientId, { serviceAccountsEnabled: true });
  addRoles(state, random, admin);
  addServiceAccount(state, random, gateway, clientId, now);
  const groups = new Map(groupNames(people).map((name) => [name, addGroup(state, random, name, null)]));
  const teams = addTeams(state, random, groups.get('Engineering'));
  const administrators = addGroup(state, random, 'Administrators', null);
  const nightShift = addGroup(state, random, 'Night shift', administrators);
  give(state, administrators.roleIds, 'view-users', admin);
  for (const person of people.filter(({ status }) => status !== 'DEPROVISIONED')) {
    const user = addPerson(state, random, person, now);
    truth.set(person.personId, user.id);
    for (const name of person.groups) {
      const group = groups.get(name);
      if (group !== undefined) user.groupIds.add(group.id);
    }
    if (person.groups.includes('Engineering')) user.groupIds.add(random.pick(teams).id);
    if (person.role === 'READ') user.groupIds.add(nightShift.id);
    else if (person.role !== null) give(state, user.roleIds, ROLE_NAMES[person.role], admin);
  }
  return state;
}

function groupNames(people: readonly PeerPerson[]): readonly string[] {
  return [...new Set(people.flatMap(({ groups }) => groups))];
}

function addClient(
  state: RealmState,
  random: Random,
  clientId: string,
  members: Readonly<Record<string, unknown>>,
  protocol = 'openid-connect',
): string {
  const id = random.uuid();
  const usual = {
    enabled: true,
    publicClient: false,
    bearerOnly: false,
    standardFlowEnabled: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: false,
    clientAuthenticatorType: 'client-secret',
    redirectUris: [],
    attributes: {},
    secret: random.hex(4),
  };
  state.clients.set(id, {
    id,
    clientId,
    name: `\${client_${clientId}}`,
    protocol,
    members: { ...usual, ...members },
  });
  return id;
}

function addRoles(state: RealmState, random: Random, admin: string): void {
  const add = (name: string, clientUuid: string | null, contained: readonly string[] = []): string => {
    const id = random.uuid();
    const role = { id, name, description: `\${role_${name}}`, composites: new Set(contained), clientUuid };
    state.roles.set(id, role);
    return id;
  };
  const own = ADMIN_ROLES.map((name) => add(name, admin));
  add('realm-admin', admin, own);
  const account = state.clientNamed('account')?.id ?? null;
  const profile = add('view-profile', account);
  const defaults = add(`default-roles-${state.name}`, null, [add('offline_access', null), profile]);
  state.settings['defaultRole'] = { id: defaults, name: `default-roles-${state.name}` };
  add('employee', null);
  const manageUsers = state.roleNamed('manage-users', admin)?.id ?? '';
  add('helpdesk', null, [add('helpdesk-base', null, [manageUsers])]);
}

function give(state: RealmState, roleIds: Set<string>, name: string, clientUuid: string | null): void {
  const role = state.roleNamed(name, clientUuid);
  if (role === undefined) throw new Error(`Expected a role ${name} in the realm, found none.`);
  roleIds.add(role.id);
}

function addGroup(state: RealmState, random: Random, name: string, parent: RealmGroup | null): RealmGroup {
  const path = `${parent?.path ?? ''}/${name.replaceAll('/', '~/')}`;
  const group = { id: random.uuid(), name, parentId: parent?.id ?? null, path, roleIds: new Set<string>() };
  state.groups.set(group.id, group);
  return group;
}

function addTeams(state: RealmState, random: Random, parent: RealmGroup | undefined): readonly RealmGroup[] {
  return Array.from({ length: TEAMS }, (_, index) =>
    addGroup(state, random, `Team ${String(index + 1).padStart(2, '0')}`, parent ?? null),
  );
}

function blankUser(id: string, username: string, now: number): RealmUser {
  return {
    id,
    username,
    email: null,
    firstName: '',
    lastName: '',
    enabled: true,
    emailVerified: false,
    createdTimestamp: now - 400 * DAY_MS,
    requiredActions: [],
    attributes: {},
    federationLink: null,
    credentials: [],
    sessions: [],
    groupIds: new Set(),
    roleIds: new Set(),
    federatedIdentities: [],
    locked: false,
    serviceAccountOf: null,
  };
}

function addServiceAccount(
  state: RealmState,
  random: Random,
  clientUuid: string,
  clientId: string,
  now: number,
): RealmUser {
  const username = `service-account-${clientId}`;
  const user = { ...blankUser(random.uuid(), username, now), serviceAccountOf: clientUuid };
  state.users.set(user.id, user);
  return user;
}

function addPerson(state: RealmState, random: Random, person: PeerPerson, now: number): RealmUser {
  if (person.kind === 'SERVICE') {
    const clientId = person.username.replace(/@.*$/, '');
    const uuid = addClient(state, random, clientId, { serviceAccountsEnabled: true });
    return addServiceAccount(state, random, uuid, clientId, now);
  }
  const created = Date.parse(person.createdAt);
  const lastSignOn = person.lastSignOnAt === null ? null : Date.parse(person.lastSignOnAt);
  const isAlive = person.status === 'ACTIVE' && lastSignOn !== null && now - lastSignOn < 30 * DAY_MS;
  const user: RealmUser = {
    ...blankUser(random.uuid(), person.username, now),
    email: person.email,
    firstName: person.givenName,
    lastName: person.familyName,
    enabled: person.status !== 'SUSPENDED',
    emailVerified: person.status !== 'PENDING',
    createdTimestamp: created,
    requiredActions: actionsOf(person),
    attributes: {
      ...(person.employeeNumber === null ? {} : { employeeNumber: [person.employeeNumber] }),
      ...(person.title === null ? {} : { title: [person.title] }),
      ...(person.sourceId === null ? {} : { LDAP_ID: [person.sourceId] }),
      ...(person.aliases.length === 0 ? {} : { alias: [...person.aliases] }),
    },
    federationLink: person.sourceId === null ? null : 'ldap-store',
    credentials: [
      { id: random.uuid(), type: 'password', createdDate: created },
      ...person.factors.flatMap((factor) => credentialOf(factor, random, created)),
    ],
    sessions: isAlive
      ? [{ id: random.uuid(), start: lastSignOn, lastAccess: lastSignOn + 60_000, ipAddress: '192.0.2.10' }]
      : [],
    federatedIdentities: person.external
      ? [{ identityProvider: 'partner', userId: person.personId, userName: person.username }]
      : [],
    locked: person.status === 'LOCKED',
  };
  state.users.set(user.id, user);
  return user;
}

function actionsOf({ status }: PeerPerson): string[] {
  if (status === 'PENDING') return ['VERIFY_EMAIL'];
  return status === 'PASSWORD_EXPIRED' ? ['UPDATE_PASSWORD'] : [];
}

/** Keycloak has no pushes, short messages or questions: pushes become one-time codes, questions the codes on paper. */
function credentialOf(factor: PeerFactor, random: Random, created: number): readonly RealmCredential[] {
  const common = { id: random.uuid(), createdDate: created };
  if (factor === 'FIDO2') return [{ ...common, type: 'webauthn', userLabel: 'Security key' }];
  if (factor === 'QUESTION') return [{ ...common, type: 'recovery-authn-codes' }];
  if (factor === 'SMS') return [];
  const credentialData = JSON.stringify({ subType: 'totp', digits: 6, period: 30, algorithm: 'HmacSHA1' });
  return [{ ...common, type: 'otp', userLabel: factor === 'TOTP' ? 'Phone' : 'App', credentialData }];
}
