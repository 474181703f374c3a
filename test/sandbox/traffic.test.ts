import { createConnection } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

const DEVICES = 'GET /environments/{environmentId}/users/{userId}/devices';
let client: TestClient;
afterEach(() => client.close());

test('beyond the rate comes 429 with the seconds to wait, and the budget grows back with the clock', async () => {
  let now = Date.parse('2026-06-01T00:00:00Z');
  client = await openSandbox({
    users: 5,
    clock: () => now,
    settings: { rate: { requestsPerSecond: 10, burst: 3 } },
  });
  const statuses = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await client.get('users')).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
  const refused = await client.get('users');
  expect(refused.headers['retry-after']).toBe('1');
  expect(refused.body).toMatchObject({
    code: 'REQUEST_LIMITED',
    details: [{ code: 'LIMIT_EXCEEDED', innerError: { retryAfter: '2026-06-01T00:00:01.000Z' } }],
  });
  client.sandbox.settings.retryAfter = 'http-date';
  expect((await client.get('users')).headers['retry-after']).toBe('Mon, 01 Jun 2026 00:00:01 GMT');
  now += 100;
  expect((await client.get('users')).status).toBe(200);
});

test('analytics and audit have budgets of their own', async () => {
  client = await openSandbox({
    users: 5,
    settings: { analyticsRate: { requestsPerSecond: 0.001, burst: 0.5 } },
  });
  expect((await client.get('applicationSignons')).status).toBe(429);
  expect((await client.get('users')).status).toBe(200);
  expect((await client.get('activities')).status).toBe(400);
});

test('requests are counted by route and status, with the most that were in flight at once', async () => {
  client = await openSandbox({ users: 50 });
  await client.token();
  client.sandbox.requests.reset();
  // Long enough for all to arrive before the first is answered, on a busy machine too.
  client.sandbox.settings.latencyMs = 1500;
  const ids = [...(client.sandbox.tenant.collections.get('users')?.keys() ?? [])];
  await Promise.all(ids.slice(0, 8).map((id) => client.get(`users/${id}/devices`)));
  client.sandbox.settings.latencyMs = 0;
  await client.get('users/nobody/devices');
  const { requests } = client.sandbox;
  expect(requests.of(DEVICES)).toBe(9);
  expect([requests.answered(200, DEVICES), requests.answered(404, DEVICES), requests.answered(404)]).toEqual([
    8, 1, 1,
  ]);
  expect(requests.highWater).toBe(8);
  expect([requests.inFlight, requests.total]).toEqual([0, 9]);
  expect(requests.byRoute).toEqual({ [DEVICES]: 9 });
  requests.reset();
  expect(requests.of(DEVICES)).toBe(0);
});

test('the transaction id comes back, and is recorded', async () => {
  client = await openSandbox({ users: 5 });
  const reply = await client.get('users', { 'X-Ping-External-Transaction-ID': 'abc-1' });
  expect(reply.headers['x-ping-external-transaction-id']).toBe('abc-1');
  expect(client.sandbox.requests.transactionIds).toEqual(['abc-1']);
});

test('only loopback is listened to, and closing ends requests that are in flight', async () => {
  client = await openSandbox({ users: 5 });
  expect(client.sandbox.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  const socket = createConnection(Number(new URL(client.sandbox.apiUrl).port), '127.0.0.1');
  const ended = new Promise((resolve) => {
    socket.on('close', resolve).on('error', resolve);
  });
  await new Promise((resolve) => {
    socket.on('connect', resolve);
  });
  await client.sandbox.close();
  await ended;
  client = await openSandbox({ users: 5 });
});

test('a request that is not one ends its connection, and nothing else', async () => {
  client = await openSandbox({ users: 5 });
  const socket = createConnection(Number(new URL(client.sandbox.apiUrl).port), '127.0.0.1');
  const ended = new Promise((resolve) => {
    socket.on('close', resolve);
  });
  socket.resume().write('GET /v1/roles HTTP/1.1\r\nHost: [\r\n\r\n');
  await ended;
  expect((await client.get('/roles')).status).toBe(200);
});

test('a large directory is walked whole, and a dynamic group over it is found', async () => {
  client = await openSandbox({ users: 20_000, settings: { rate: { requestsPerSecond: 1e6, burst: 1e6 } } });
  const group = await client.send('POST', 'groups', { name: 'large', userFilter: 'enabled eq true' });
  const filter = encodeURIComponent(`memberOfGroups[id eq "${String(group.body['id'])}"]`);
  const first = await client.get(`users?filter=${filter}`);
  expect(Number(first.body['count'])).toBeGreaterThan(10_000);
  let path = 'users?limit=200';
  let seen = 0;
  for (;;) {
    const page = await client.get(path);
    seen += Number(page.body['size']);
    const next = page.body['_links']?.['next']?.['href'];
    if (next === undefined) break;
    path = String(next);
  }
  expect(seen).toBe(20_000);
});
