import { afterEach, beforeEach, expect, test } from 'vitest';
import { request } from 'undici';
import type { Json, Reply, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

const VENDOR = 'application/vnd.pingidentity.';
let now: number;
let client: TestClient;
let user: string;

beforeEach(async () => {
  now = Date.parse('2026-06-01T00:00:00Z');
  client = await openSandbox({ users: 5, clock: () => now, tokenLifetimeSeconds: 200_000 });
  const made = await client.send(
    'POST',
    'users',
    { username: 'frida', email: 'f@example.com', password: { value: 'Green-Kettle-88' } },
    `${VENDOR}user.import+json`,
  );
  user = `users/${String(made.body['id'])}`;
});
afterEach(() => client.close());

const act = (method: string, path: string, type: string, body?: object) =>
  client.send(method, path, body, `${VENDOR}${type}`);
const ask = async (url: string, token: string) =>
  (await request(url, { headers: { authorization: `Bearer ${token}` } })).statusCode;
const problem = (reply: Reply) => [reply.status, reply.body?.['details']?.[0]?.['code']];
const devicesOf = (reply: Reply) => (reply.body['_embedded']?.['devices'] ?? []) as unknown as Json[];

test('enabled, the lock of the account and the lock of the password are three things', async () => {
  const { tenant, world } = client.sandbox;
  const policy = [...(tenant.collections.get('passwordPolicies')?.values() ?? [])].find(
    (one) => one['default'] === true,
  );
  if (policy !== undefined) policy['lockout'] = { failureCount: 3, durationSeconds: 900 };
  world.touch();
  const check = (password: string) => act('POST', `${user}/password`, 'password.check+json', { password });
  for (let count = 0; count < 3; count += 1) expect((await check('wrong')).status).toBe(400);
  const locked = await client.get(`${user}/password`);
  expect(locked.body).toMatchObject({ status: 'PASSWORD_LOCKED_OUT', secondsUntilUnlock: 900 });
  expect(problem(await check('Green-Kettle-88'))).toEqual([400, 'ACCOUNT_NOT_USABLE']);
  expect((await client.get(user)).body).toMatchObject({
    enabled: true,
    account: { status: 'OK', canAuthenticate: true },
  });
  const unlocked = await act('POST', `${user}/password`, 'password.unlock+json');
  expect(unlocked.body['status']).toBe('OK');
  expect(unlocked.body).not.toHaveProperty('secondsUntilUnlock');
  for (let count = 0; count < 3; count += 1) await check('wrong');
  now += 900_000;
  expect((await check('Green-Kettle-88')).status).toBe(200);
});

test('unlocking leaves a demand to change the password as it is', async () => {
  await act('POST', `${user}/password`, 'password.forceChange+json');
  const unlocked = await act('POST', `${user}/password`, 'password.unlock+json');
  expect(unlocked.body['status']).toBe('MUST_CHANGE_PASSWORD');
});

test('a lock with an end says how long it lasts, and ends by itself', async () => {
  await act('POST', user, 'account.lock+json', { unlockAt: '2026-06-01T01:00:00.000Z' });
  expect((await client.get(user)).body['account']).toMatchObject({
    status: 'LOCKED',
    secondsUntilUnlock: 3600,
  });
  now += 3_600_000;
  expect((await client.get(user)).body['account']).toEqual({ status: 'OK', canAuthenticate: true });
});

test('a bypass of MFA is gone when its time is over', async () => {
  await client.send('PUT', `${user}/bypassMFA`, { bypassMFAEnabledUntil: '2026-06-01T01:00:00.000Z' });
  now += 3_600_000;
  expect((await client.get(`${user}/bypassMFA`)).body).not.toHaveProperty('bypassMFAEnabledUntil');
});

test('by the switch an account.lock straight after PUT enabled is 415, once', async () => {
  client.sandbox.settings.lockRefusedAfterEnabled = true;
  await client.send('PUT', `${user}/enabled`, { enabled: true });
  expect((await act('POST', user, 'account.lock+json')).status).toBe(415);
  expect((await act('POST', user, 'account.lock+json')).status).toBe(200);
});

test('a password that is set must fit the policy, and a hash is taken as it is', async () => {
  const set = (value: string) =>
    act('PUT', `${user}/password`, 'password.set+json', { value, forceChange: false });
  expect(problem(await set('short'))).toEqual([400, 'INVALID_VALUE']);
  expect(problem(await set('Frida-12345678'))).toEqual([400, 'INVALID_VALUE']);
  expect((await set('Silent-Meadow-73')).body['status']).toBe('OK');
  expect((await set('{SSHA512}c2FsdA==')).status).toBe(200);
  expect((await set('Silent-Meadow-73')).status).toBe(400);
  const wrong = { currentPassword: 'x', newPassword: 'Amber-Trolley-31' };
  expect((await act('PUT', `${user}/password`, 'password.reset+json', wrong)).status).toBe(400);
  expect((await client.send('PUT', `${user}/password`, { value: 'x' })).status).toBe(415);
});

test('who has no password here cannot be made to change it, and who signs on elsewhere gets none', async () => {
  await act('PUT', `${user}/password`, 'password.setValue+json', {});
  expect(problem(await act('POST', `${user}/password`, 'password.forceChange'))).toEqual([
    400,
    'NO_PASSWORD',
  ]);
  const { tenant } = client.sandbox;
  const id = [...(tenant.collections.get('identityProviders')?.keys() ?? [])][0];
  tenant.details.get('users/password')?.delete(user.slice(6));
  await client.send('PUT', `${user}/identityProvider`, { identityProvider: { id } });
  expect((await client.get(`${user}/password`)).body['status']).toBe('EXTERNAL');
  const set = await act('PUT', `${user}/password`, 'password.set+json', { value: 'Silent-Meadow-73' });
  expect(problem(set)).toEqual([400, 'CONSTRAINT_VIOLATION']);
});

test('the bodies of password operations never come back', async () => {
  const set = { value: 'Silent-Meadow-73', forceChange: false };
  const answers = [
    await act('PUT', `${user}/password`, 'password.set+json', set),
    await client.get(`${user}/password`),
    await client.get(user),
  ];
  expect(JSON.stringify([answers, client.sandbox.world.audit])).not.toContain('Silent-Meadow-73');
});

test('a device waits for its code, and then stands at the end of the order', async () => {
  const pair = async (body: object) =>
    String((await client.send('POST', `${user}/devices`, body)).body['id']);
  const sms = await pair({ type: 'SMS', phone: '+1.5125550100' });
  now += 1000;
  const mail = await pair({ type: 'EMAIL', email: 'f@example.com' });
  const totp = await pair({ type: 'TOTP' });
  const reorder = (...ids: string[]) =>
    act('POST', `${user}/devices`, 'devices.reorder+json', { order: ids.map((id) => ({ id })) });
  expect((await reorder(mail, totp)).status).toBe(400);
  expect((await reorder(mail, 'unknown')).status).toBe(400);
  expect(devicesOf(await reorder(mail, sms)).map((one) => one['id'])).toEqual([mail, sms, totp]);
  const activate = (otp: string) => act('POST', `${user}/devices/${totp}`, 'device.activate+json', { otp });
  expect(problem(await activate('000000'))).toEqual([400, 'INVALID_OTP']);
  expect((await activate('123456')).body['status']).toBe('ACTIVE');
  expect(problem(await activate('123456'))).toEqual([400, 'CONSTRAINT_VIOLATION']);
  const places = devicesOf(await client.get(`${user}/devices?expand=order`));
  expect(places.map((one) => one['_embedded']?.['order'])).toEqual([1, 2, 3]);
  await client.send('DELETE', `${user}/devices/${mail}`);
  expect(devicesOf(await client.get(`${user}/devices`))[0]?.['id']).toBe(sms);
});

test('a device needs where codes go; a mobile one is paired by a key', async () => {
  const pair = async (body: object) => (await client.send('POST', `${user}/devices`, body)).status;
  expect(await pair({ type: 'EMAIL' })).toBe(400);
  expect(await pair({ type: 'SMS', phone: '0512555' })).toBe(400);
  expect(await pair({ type: 'MOBILE' })).toBe(400);
  const applications = [
    { id: [...(client.sandbox.tenant.collections.get('applications')?.keys() ?? [])][0] },
  ];
  const key = await client.send('POST', `${user}/pairingKeys`, { applications });
  expect(String(key.body['code'])).toMatch(/^[A-Z2-9]{14}$/);
  now += 49 * 3_600_000;
  const path = `${user}/pairingKeys/${String(key.body['id'])}`;
  expect((await client.get(path)).body['status']).toBe('EXPIRED');
});

test('userinfo is for people: no token is 401, that of an application 403, and a person’s opens nothing else', async () => {
  const { authUrl, apiUrl, tenant, tokens } = client.sandbox;
  const address = `${authUrl}/${tenant.environmentId}/as/userinfo`;
  expect(await ask(address, 'nonsense')).toBe(401);
  expect(await ask(address, await client.token())).toBe(403);
  const own = tokens.issue({
    clientId: tenant.worker.clientId,
    environmentId: tenant.environmentId,
    organizationId: tenant.organizationId,
    issuer: authUrl,
    lifetimeSeconds: 60,
    userId: user.slice(6),
  });
  expect(await ask(address, own)).toBe(200);
  expect(await ask(`${apiUrl}${client.environment}/users`, own)).toBe(401);
});
