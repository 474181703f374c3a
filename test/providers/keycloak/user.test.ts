import { describe, expect, test } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import { toUser } from '../../../src/providers/keycloak/user.ts';
import { connect, connectTo, contextOf } from './support/connect.ts';

const settings = { key: 'sso', baseUrl: '', realm: 'acme', clientId: 'rollcall', writable: false };
const observedAt = new Date('2026-03-01T00:00:00Z');

function userOf(members: object, lock: boolean | null = null, id = 'u1'): User {
  const row = { id, members: { requiredActions: [], ...members } };
  return toUser(row, { settings, observedAt, source: 'LIST', lock });
}

describe('the state of a user', () => {
  test.each<[string, object, boolean | null, User['status'], boolean | null, boolean | null]>([
    ['on, lock not asked for', { enabled: true }, null, 'ACTIVE', true, null],
    ['on, not locked', { enabled: true }, false, 'ACTIVE', true, true],
    ['on, locked', { enabled: true }, true, 'LOCKED', true, false],
    ['off', { enabled: false }, null, 'SUSPENDED', false, false],
    ['off and locked', { enabled: false }, true, 'SUSPENDED', false, false],
    ['yet to verify', { enabled: true, requiredActions: ['VERIFY_EMAIL'] }, false, 'PENDING', true, null],
    [
      'yet to verify, locked',
      { enabled: true, requiredActions: ['VERIFY_EMAIL'] },
      true,
      'LOCKED',
      true,
      false,
    ],
    [
      'to change the password',
      { enabled: true, requiredActions: ['UPDATE_PASSWORD'] },
      false,
      'ACTIVE',
      true,
      true,
    ],
    [
      'to set up a factor',
      { enabled: true, requiredActions: ['CONFIGURE_TOTP'] },
      null,
      'ACTIVE',
      true,
      null,
    ],
    ['a row that does not say', {}, null, 'UNKNOWN', null, null],
    ['a switch that is no boolean', { enabled: 'true' }, null, 'UNKNOWN', null, null],
    ['a brief row', { enabled: true, requiredActions: undefined }, null, 'UNKNOWN', true, null],
  ])('%s', (_, members, lock, status, enabled, canAuthenticate) => {
    expect(userOf(members, lock)).toMatchObject({ status, enabled, canAuthenticate });
  });

  test('keeps the words, and says when nobody asked for the lock', () => {
    expect(userOf({ enabled: true, requiredActions: ['TERMS'] }).rawStatus).toBe(
      'enabled=true lock=? actions=TERMS',
    );
    expect(userOf({ enabled: true }, false).rawStatus).toBe('enabled=true lock=no actions=');
  });

  test('says that another password is asked for, and does not know it of a brief row', () => {
    expect(userOf({ requiredActions: ['UPDATE_PASSWORD'] }).passwordChangeRequired).toBe(true);
    expect(userOf({}).passwordChangeRequired).toBe(false);
    expect(userOf({ requiredActions: undefined }).passwordChangeRequired).toBeNull();
  });

  test('an expired password is no lock and no suspension, over the wire as well', async () => {
    const { provider, user } = await connect();
    const { id } = user(({ requiredActions }) => requiredActions.includes('UPDATE_PASSWORD'));
    expect(await provider.users.get(id, contextOf())).toMatchObject({
      status: 'ACTIVE',
      passwordChangeRequired: true,
    });
  });
});

describe('what a row says of a user', () => {
  test('createdTimestamp is in milliseconds, and 0 is none', () => {
    expect(userOf({ createdTimestamp: 1_700_000_000_000 }).createdAt).toEqual(new Date(1_700_000_000_000));
    expect(userOf({ createdTimestamp: 0 }).createdAt).toBeNull();
    expect(userOf({ createdTimestamp: '2026-01-01' }).createdAt).toBeNull();
  });

  test('attributes are custom attributes, and fill what they are known to mean', () => {
    const attributes = {
      employeeNumber: ['10042'],
      costCentre: ['1', '2'],
      locale: ['de'],
      LDAP_ID: ['guid-1'],
    };
    expect(userOf({ attributes })).toMatchObject({
      customAttributes: attributes,
      employeeNumber: '10042',
      locale: 'de',
      sourceId: 'guid-1',
    });
    expect(userOf({}).customAttributes).toEqual({});
    expect(userOf({ attributes: { employeeNumber: 'not an array' } }).employeeNumber).toBeNull();
  });

  test('an account of a federated store is managed elsewhere, password and all', () => {
    expect(userOf({ federationLink: 'ldap-1' })).toMatchObject({
      managedElsewhere: true,
      passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'ldap-1' },
    });
    expect(userOf({}, null, 'f:store-1:ann')).toMatchObject({
      managedElsewhere: true,
      passwordAuthority: { identityProviderId: 'store-1' },
    });
    expect(userOf({})).toMatchObject({
      managedElsewhere: false,
      passwordAuthority: { kind: 'LOCAL', identityProviderId: null },
    });
  });

  test('the account of a client is a service; of others Keycloak does not say what they stand for', () => {
    expect(userOf({ serviceAccountClientId: 'robot' }).kind).toBe('SERVICE');
    expect(userOf({ username: 'service-account-robot' }).kind).toBe('SERVICE');
    expect(userOf({ username: 'ann' }).kind).toBeNull();
  });

  test('there is no last sign-on, which is unknown and not "never"', async () => {
    expect(userOf({}).lastSignOn).toMatchObject({ state: 'UNKNOWN', reason: 'UNSUPPORTED' });
    const { provider } = await connect();
    expect(provider.capabilities.has('LAST_SIGN_ON')).toBe(false);
  });

  test('a user without a name, an address or anything but an id is a user', () => {
    expect(userOf({ firstName: '', lastName: ' ', email: '' })).toMatchObject({
      externalId: 'u1',
      name: null,
      displayName: null,
      email: null,
    });
  });
});

describe('a lock', () => {
  test('is told of one user, by a call of its own, and never claimed of a list', async () => {
    const { provider, peer, user } = await connect();
    const locked = user((one) => one.locked);
    const page = await provider.users.list({ limit: 100, cursor: null, providerFilter: null }, contextOf());
    const listed = page.rows.find(({ externalId }) => externalId === locked.id);
    expect(listed).toMatchObject({ status: 'ACTIVE', canAuthenticate: null });
    expect(listed?.rawStatus).toContain('lock=?');
    expect(peer.requests.of('GET /admin/realms/{realm}/attack-detection/brute-force/users/{userId}')).toBe(0);
    expect(await provider.users.get(locked.id, contextOf())).toMatchObject({
      status: 'LOCKED',
      enabled: true,
      canAuthenticate: false,
    });
  });

  test('that cannot be read makes the user unreadable, not free of it', async () => {
    const { provider, peer, user } = await connect();
    peer.faults.add({ route: /brute-force/, fault: { kind: 'status', status: 403 } });
    const { id } = user((one) => one.locked);
    await expect(provider.users.get(id, contextOf())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('that the answer does not tell of is no "no"', async () => {
    const { provider } = await connectTo((url) => ({
      body: url.pathname.includes('brute-force')
        ? { numFailures: 3 }
        : { id: 'u1', enabled: true, requiredActions: [] },
    }));
    await expect(provider.users.get('u1', contextOf())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('is not asked for where the account is switched off', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(({ enabled }) => !enabled);
    expect(await provider.users.get(id, contextOf())).toMatchObject({ status: 'SUSPENDED' });
    expect(peer.requests.of('GET /admin/realms/{realm}/attack-detection/brute-force/users/{userId}')).toBe(0);
  });
});
