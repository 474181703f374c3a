import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

const VENDOR = 'application/vnd.pingidentity.';
let client: TestClient;
let user: string;

beforeEach(async () => {
  client = await openSandbox({ users: 20, clock: () => Date.parse('2026-06-01T00:00:00Z') });
  const people = [...(client.sandbox.tenant.collections.get('users')?.values() ?? [])];
  user = `users/${people.find((one) => one['enabled'] === true && one['identityProvider'] !== undefined)?.id}`;
});
afterEach(() => client.close());

test('PUT enabled suspends, leaves the lock alone, and is written down with the transaction id', async () => {
  const put = await client.send('PUT', `${user}/enabled`, { enabled: false });
  expect([put.status, put.body['enabled']]).toEqual([200, false]);
  expect((await client.get(`${user}/enabled`)).body['enabled']).toBe(false);
  const { body } = await client.get(user);
  expect(body).toMatchObject({ enabled: false, account: { canAuthenticate: false } });
  expect((await client.send('PUT', `${user}/enabled`, { enabled: 'no' })).status).toBe(400);
  const [write] = client.sandbox.requests.writes;
  expect(write).toMatchObject({
    route: 'PUT /environments/{environmentId}/users/{userId}/enabled',
    body: { enabled: false },
    status: 200,
  });
  const filter =
    'recordedAt ge "2026-05-31T00:00:00Z" and recordedAt le "2026-06-02T00:00:00Z" and action.type eq "USER.UPDATED"';
  const audit = await client.get(`activities?filter=${encodeURIComponent(filter)}`);
  expect(audit.body['_embedded']?.['activities']?.[0]).toMatchObject({
    correlationId: write?.transactionId,
    resources: [{ type: 'USER', id: user.slice('users/'.length) }],
  });
  expect((await client.get('activities?filter=action.type%20eq%20%22x%22')).status).toBe(400);
});

test('PATCH merges, null clears, unknown and protected members are ignored', async () => {
  await client.send('PATCH', user, {
    nickname: 'Nick',
    name: { given: 'New' },
    invented: 1,
    enabled: false,
    mfaEnabled: true,
  });
  const before = (await client.get(user)).body;
  expect(before).toMatchObject({ nickname: 'Nick', enabled: true, name: { given: 'New' } });
  expect(before).not.toHaveProperty('invented');
  expect(before['name']?.['family']).toBeDefined();
  await client.send('PATCH', user, { nickname: null });
  expect((await client.get(user)).body).not.toHaveProperty('nickname');
  client.sandbox.settings.patchChangesStatus = true;
  await client.send('PATCH', user, { enabled: false });
  expect((await client.get(user)).body['enabled']).toBe(false);
  client.sandbox.settings.readOnlyMembers = 'refuse';
  expect((await client.send('PATCH', user, { lastSignOn: {} })).status).toBe(400);
});

test('the content type chooses: lock, unlock, and 415 for plain JSON', async () => {
  const lock = await client.send(
    'POST',
    user,
    { unlockAt: '2026-07-01T00:00:00Z' },
    `${VENDOR}account.lock+json`,
  );
  expect(lock.body['account']).toMatchObject({ status: 'LOCKED', canAuthenticate: false });
  const unlock = await client.send('POST', user, undefined, `${VENDOR}account.unlock+json`);
  expect(unlock.body['account']).toEqual({ status: 'OK', canAuthenticate: true });
  client.sandbox.settings.lockWithoutEnd = false;
  const idle = await client.send('POST', user, {}, `${VENDOR}account.lock+json`);
  expect(idle.body['account']).toMatchObject({ status: 'OK' });
  const plain = await client.send('POST', user, {});
  expect([plain.status, plain.body['code']]).toEqual([415, 'INVALID_REQUEST']);
  const past = await client.send(
    'POST',
    user,
    { unlockAt: '2020-01-01T00:00:00Z' },
    `${VENDOR}account.lock+json`,
  );
  expect(past.status).toBe(400);
});

test('a wrong verb is 405, an unknown path 404, a foreign environment 403 while its own address says 404', async () => {
  expect((await client.send('PUT', 'users', {})).status).toBe(405);
  expect((await client.get('unknown')).status).toBe(404);
  expect((await client.get('users/nobody')).body['code']).toBe('NOT_FOUND');
  const other = '/environments/00000000-0000-4000-8000-000000000000';
  expect((await client.get(`${other}/users`)).status).toBe(403);
  expect((await client.get(other)).status).toBe(404);
});

test('forceChange makes the password state MUST_CHANGE_PASSWORD', async () => {
  const types = [`${VENDOR}password.forceChange`, `${VENDOR}password.forceChange+json`];
  client.sandbox.world.setDetail('users/password', user.slice(6), { status: 'OK' });
  expect((await client.send('POST', `${user}/password`, undefined, types[0])).status).toBe(200);
  expect((await client.get(`${user}/password?expand=passwordPolicy`)).body).toMatchObject({
    status: 'MUST_CHANGE_PASSWORD',
    _embedded: { passwordPolicy: { name: expect.any(String) } },
  });
  client.sandbox.settings.forceChangeStatus = 204;
  expect((await client.send('POST', `${user}/password`, undefined, types[1])).status).toBe(204);
});

test('bypassMFA is absent until it is set, and mfaEnabled shows on the list row', async () => {
  client.sandbox.world.setDetail('users/bypassMFA', user.slice(6), {});
  expect((await client.get(`${user}/bypassMFA`)).body).not.toHaveProperty('bypassMFAEnabledUntil');
  await client.send('PUT', `${user}/bypassMFA`, { bypassMFAEnabledUntil: '2026-06-02T00:00:00Z' });
  expect((await client.get(`${user}/bypassMFA`)).body['bypassMFAEnabledUntil']).toBe('2026-06-02T00:00:00Z');
  const flag = (await client.get(user)).body['mfaEnabled'] as unknown as boolean;
  await client.send('PUT', `${user}/mfaEnabled`, { mfaEnabled: !flag });
  expect((await client.get(user)).body['mfaEnabled']).toBe(!flag);
});

test('a user is created, is unique by name, and takes everything below it along when deleted', async () => {
  const made = await client.send('POST', 'users', {
    username: 'new.one',
    email: 'n@example.com',
    enabled: true,
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    enabled: true,
    account: { status: 'OK' },
    identityProvider: { type: 'PING_ONE' },
  });
  const again = await client.send('POST', 'users', { username: 'NEW.one' });
  expect(again.body['details']?.[0]).toMatchObject({
    code: 'UNIQUENESS_VIOLATION',
    target: 'username',
    innerError: { existingId: made.body['id'] },
  });
  expect((await client.send('POST', 'users', {})).body['details']?.[0]?.['code']).toBe('REQUIRED_VALUE');
  const path = `users/${String(made.body['id'])}`;
  expect((await client.send('DELETE', path)).status).toBe(204);
  expect((await client.send('DELETE', path)).status).toBe(404);
});

test('import takes what a plain creation ignores', async () => {
  const type = `${VENDOR}user.import+json`;
  const body = { username: 'imported', mfaEnabled: true, password: { value: 'x' } };
  expect((await client.send('POST', 'users', body, type)).body['mfaEnabled']).toBe(true);
  expect(JSON.stringify((await client.get('users?limit=200')).body)).not.toContain('"password"');
});

test('moving to another population drops the groups of the old one', async () => {
  const record = (await client.get(user)).body;
  const old = String(record['population']?.['id']);
  const group = await client.send('POST', 'groups', { name: 'of the old', population: { id: old } });
  await client.send('POST', `${user}/memberOfGroups`, { id: group.body['id'] });
  const other = [...(client.sandbox.tenant.collections.get('populations')?.keys() ?? [])].find(
    (id) => id !== old,
  );
  expect((await client.send('PUT', `${user}/population`, { id: other })).status).toBe(200);
  expect((await client.get(`${user}/memberOfGroups/${String(group.body['id'])}`)).status).toBe(404);
});

test('devices are paired, blocked, named and removed, up to the maximum', async () => {
  client.sandbox.tenant.children.get('users/devices')?.delete(user.slice(6));
  const made = await client.send('POST', `${user}/devices`, { type: 'SMS', phone: '+1.5550100' });
  expect([made.status, made.body['status']]).toEqual([201, 'ACTIVE']);
  const device = `${user}/devices/${String(made.body['id'])}`;
  const blocked = await client.send('POST', device, undefined, `${VENDOR}device.block+json`);
  expect(blocked.body['block']).toMatchObject({ status: 'BLOCKED' });
  expect((await client.send('PUT', `${device}/nickname`, { nickname: 'Mine' })).body['nickname']).toBe(
    'Mine',
  );
  expect((await client.get(`${user}/devices?filter=type%20eq%20%22SMS%22`)).body['count']).toBe(1);
  const statuses = [];
  for (let paired = 1; paired < 16; paired += 1)
    statuses.push((await client.send('POST', `${user}/devices`, { type: 'EMAIL' })).status);
  expect(statuses.at(-1)).toBe(400);
  expect((await client.send('DELETE', device)).status).toBe(204);
});

test('of many sessions the ten newest are listed', async () => {
  const rows = new Map(
    Array.from({ length: 12 }, (_, day) => {
      const id = `session-${day}`;
      return [id, { id, createdAt: `2026-05-${String(day + 1).padStart(2, '0')}T00:00:00.000Z` }] as const;
    }),
  );
  const all = client.sandbox.tenant.children.get('users/sessions') ?? new Map();
  client.sandbox.tenant.children.set('users/sessions', all.set(user.slice(6), rows));
  const listed = await client.get(`${user}/sessions`);
  expect(listed.body['size']).toBe(10);
  expect(listed.body['_embedded']?.['sessions']?.[0]?.['id']).toBe('session-11');
  expect((await client.send('DELETE', `${user}/sessions/session-11`)).status).toBe(204);
});

test('defaults, read-only rows and policies in use cannot be deleted', async () => {
  const { collections, children } = client.sandbox.tenant;
  const policies = [...(collections.get('passwordPolicies')?.values() ?? [])];
  const standard = policies.find((policy) => policy['default'] === true);
  const refused = await client.send('DELETE', `passwordPolicies/${standard?.id}`);
  expect(refused.body['details']?.[0]?.['code']).toBe('CONSTRAINT_VIOLATION');
  const used = [...(collections.get('deviceAuthenticationPolicies')?.values() ?? [])].find(
    (policy) => policy['default'] !== true,
  );
  const actions = [...(children.get('signOnPolicies/actions')?.values() ?? [])][0];
  const action = [...(actions?.values() ?? [])][0];
  if (action !== undefined) action['deviceAuthenticationPolicy'] = { id: used?.id };
  expect((await client.send('DELETE', `deviceAuthenticationPolicies/${used?.id}`)).status).toBe(409);
});

test('rotating a secret answers 200 with the previous one, and DELETE drops that', async () => {
  const { worker } = client.sandbox.tenant;
  const path = `applications/${worker.clientId}/secret`;
  const rotated = await client.send('POST', path, {});
  expect([rotated.status, rotated.body['previous']?.['secret'] !== undefined]).toEqual([200, true]);
  expect((await client.send('DELETE', path)).status).toBe(204);
  expect((await client.get(path)).body).not.toHaveProperty('previous');
});
