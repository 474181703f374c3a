import { afterEach, beforeEach, expect, test } from 'vitest';
import { MFA_REPORT_TEMPLATE } from '../../src/sandbox/resources/mfa-report.ts';
import type { Json, Reply, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

const dataExplorationTemplate = { id: MFA_REPORT_TEMPLATE };
let now: number;
let client: TestClient;
beforeEach(async () => {
  now = Date.parse('2026-06-01T00:00:00Z');
  client = await openSandbox({ users: 1500, clock: () => now, tokenLifetimeSeconds: 86_400 });
});
afterEach(() => client.close());

const ask = (body: object = {}, query = '?expand=entries') => {
  now += 5000;
  return client.send('POST', `dataExplorations${query}`, { dataExplorationTemplate, sync: 'true', ...body });
};
const entriesOf = (reply: Reply) => (reply.body['_embedded']?.['entries'] ?? []) as unknown as Json[];

async function everything(first: Reply): Promise<Json[]> {
  const rows = [...entriesOf(first)];
  let next = first.body['_links']?.['next']?.['href'];
  while (next !== undefined) {
    const reply: Reply = await client.get(String(next));
    rows.push(...entriesOf(reply));
    next = reply.body['_links']?.['next']?.['href'];
  }
  return rows;
}

test('gives every device once, over pages of at most a thousand', async () => {
  const first = await ask();
  expect(first.status).toBe(201);
  expect(entriesOf(first)).toHaveLength(1000);
  const rows = await everything(first);
  const devices = [...(client.sandbox.tenant.children.get('users/devices')?.values() ?? [])].flatMap(
    (all) => [...all.keys()],
  );
  const reported = rows.flatMap((row) => (row['deviceId'] === undefined ? [] : [String(row['deviceId'])]));
  expect(reported.toSorted()).toEqual(devices.toSorted());
  expect(new Set(rows.map((row) => row['userId'])).size).toBe(1500);
});

test('shows the asked fields only, and filters by quoted booleans', async () => {
  const rows = await everything(
    await ask({ fields: [{ name: 'userId' }, { name: 'deviceStatus' }], filter: '(mfaEnabled eq "true")' }),
  );
  const people = client.sandbox.tenant.collections.get('users');
  expect(rows.every((row) => people?.get(String(row['userId']))?.['mfaEnabled'] === true)).toBe(true);
  expect(
    rows.every((row) => Object.keys(row).every((key) => key === 'userId' || key === 'deviceStatus')),
  ).toBe(true);
  expect((await ask({ filter: 'mfaEnabled eq true' })).status).toBe(400);
  expect((await ask({ fields: [{ name: 'shoeSize' }] })).status).toBe(400);
});

test('can be asked for once in five seconds', async () => {
  expect((await ask()).status).toBe(201);
  now += 4000;
  const early = await client.send('POST', 'dataExplorations', { dataExplorationTemplate });
  expect([early.status, early.headers['retry-after']]).toEqual([429, '1']);
  now += 1000;
  expect((await client.send('POST', 'dataExplorations', { dataExplorationTemplate })).status).toBe(201);
});

test('lags behind by up to fifteen minutes', async () => {
  const before = (await everything(await ask())).length;
  const user = [...(client.sandbox.tenant.children.get('users/devices')?.keys() ?? [])][0];
  const device = [
    ...(client.sandbox.tenant.children
      .get('users/devices')
      ?.get(user ?? '')
      ?.keys() ?? []),
  ][0];
  client.sandbox.tenant.children
    .get('users/devices')
    ?.get(user ?? '')
    ?.delete(device ?? '');
  const has = (rows: Json[]) => rows.some((row) => row['deviceId'] === device);
  const stale = await everything(await ask());
  expect([stale.length, has(stale)]).toEqual([before, true]);
  now += 15 * 60_000;
  expect(has(await everything(await ask()))).toBe(false);
});

test('can be polled: IN_PROGRESS, then SUCCESS, then entries, then gone', async () => {
  const made = await ask({ sync: 'false' }, '');
  expect(made.body['status']).toBe('IN_PROGRESS');
  const path = `dataExplorations/${String(made.body['id'])}`;
  expect((await client.get(`${path}/entries`)).status).toBe(400);
  expect((await client.get(path)).body['status']).toBe('IN_PROGRESS');
  expect((await client.get(path)).body['status']).toBe('SUCCESS');
  expect(entriesOf(await client.get(`${path}/entries?limit=10`))).toHaveLength(10);
  now += 30 * 60_000;
  expect((await client.get(path)).status).toBe(404);
});

test('wants its one template, sync for expand, and can be refused', async () => {
  expect((await ask({ dataExplorationTemplate: { id: 'other' } })).status).toBe(400);
  expect((await ask({ sync: 'false' })).status).toBe(400);
  client.sandbox.settings.report.refused = true;
  expect((await ask()).status).toBe(403);
});
