import { request } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import { FaultSwitch } from '../../src/sandbox/http/faults.ts';
import type { TestClient } from './test-client.ts';
import { askToken, openSandbox } from './test-client.ts';

const USERS = '/environments/{environmentId}/users';
let client: TestClient;
beforeEach(async () => {
  client = await openSandbox({ users: 30 });
  await client.token();
});
afterEach(() => client.close());

async function raw(
  fault: Fault,
  signal?: AbortSignal,
): Promise<{ status: number; type: string; text: string }> {
  client.sandbox.faults.add({ route: USERS, method: 'GET', fault, times: 1 });
  const answer = await request(`${client.sandbox.apiUrl}${client.environment}/users`, {
    headers: { authorization: `Bearer ${await client.token()}` },
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    text: await answer.body.text(),
  };
}

test('a status comes with the envelope or without, and with Retry-After as given', async () => {
  client.sandbox.faults.add({
    route: USERS,
    fault: { kind: 'status', status: 429, retryAfter: 'Mon, 01 Jun 2026 00:00:10 GMT' },
    times: 1,
  });
  const limited = await client.get('users');
  expect([limited.status, limited.body['code'], limited.headers['retry-after']]).toEqual([
    429,
    'REQUEST_LIMITED',
    'Mon, 01 Jun 2026 00:00:10 GMT',
  ]);
  expect(await raw({ kind: 'status', status: 503, withBody: false })).toMatchObject({
    status: 503,
    text: '',
  });
  expect((await raw({ kind: 'status', status: 500 })).text).toContain('UNEXPECTED_ERROR');
  expect((await client.get('users')).status).toBe(200);
});

test('a cut connection is an error for the client, and status 0 in the counters', async () => {
  await expect(raw({ kind: 'reset' })).rejects.toThrow(/closed|hang up|reset/i);
  expect(client.sandbox.requests.answered(0, `GET ${USERS}`)).toBe(1);
});

test('a write can be carried out although the connection is cut', async () => {
  const id = [...(client.sandbox.tenant.collections.get('users')?.keys() ?? [])][0] ?? '';
  const user = client.sandbox.tenant.collections.get('users')?.get(id);
  const wanted = user?.['enabled'] !== true;
  for (const applied of [false, true]) {
    client.sandbox.faults.clear();
    client.sandbox.faults.add({ method: 'PUT', fault: { kind: 'reset', applied } });
    await expect(client.send('PUT', `users/${id}/enabled`, { enabled: wanted })).rejects.toThrow(
      /closed|hang up|reset/i,
    );
    expect(user?.['enabled'] === wanted).toBe(applied);
  }
});

test('truncated answers end too early, or are whole and broken', async () => {
  await expect(raw({ kind: 'truncated' })).rejects.toThrow(/closed|terminated|reset/i);
  const { status, text } = await raw({ kind: 'truncated', wholeLength: true });
  expect(status).toBe(200);
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
});

test('a slow body can be waited for or given up', async () => {
  expect(JSON.parse((await raw({ kind: 'slow-body', delayMs: 5 })).text)).toHaveProperty('_embedded');
  await expect(raw({ kind: 'slow-body' }, AbortSignal.timeout(50))).rejects.toThrow(/abort|timeout/i);
});

test('HTML, nothing, or any JSON can stand in for the answer', async () => {
  expect((await raw({ kind: 'html' })).type).toBe('text/html');
  expect(await raw({ kind: 'empty' })).toMatchObject({ status: 200, text: '' });
  const body = { _embedded: { users: [{ username: 'without id' }] } };
  expect(JSON.parse((await raw({ kind: 'body', body })).text)).toEqual(body);
  expect((await raw({ kind: 'latency', delayMs: 1 })).status).toBe(200);
});

test('a rule can be for one path only', async () => {
  const [one, two] = [...(client.sandbox.tenant.collections.get('users')?.keys() ?? [])];
  client.sandbox.faults.add({ path: new RegExp(`${one}/devices`), fault: { kind: 'status', status: 500 } });
  expect((await client.get(`users/${one}/devices`)).status).toBe(500);
  expect((await client.get(`users/${two}/devices`)).status).toBe(200);
});

test('the token endpoint can fail too', async () => {
  client.sandbox.faults.add({
    route: '/{environmentId}/as/token',
    fault: { kind: 'status', status: 503 },
    times: 1,
  });
  expect((await askToken(client.sandbox)).status).toBe(503);
  expect((await askToken(client.sandbox)).status).toBe(200);
});

test('a share is spread evenly, and the same every time', () => {
  const faults = new FaultSwitch();
  faults.add({ fault: { kind: 'empty' }, share: 0.1, after: 5 });
  const fired = Array.from(
    { length: 105 },
    (_, index) => [index + 1, faults.take('GET', '/x', '/x')] as const,
  )
    .filter(([, fault]) => fault !== undefined)
    .map(([index]) => index);
  expect(fired).toEqual([15, 25, 35, 45, 55, 65, 75, 85, 95, 105]);
  expect(() => faults.add({ fault: { kind: 'empty' }, share: 2 })).toThrow('at most 1; received 2');
});
