import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
let client: TestClient;
beforeAll(async () => {
  client = await openSandbox({ users: 300, clock: () => NOW });
});
afterAll(() => client.close());

const query = (start: string, hours: number, periods: number) =>
  `applicationSignons?filter=${encodeURIComponent(`occurredAt ge "${start}"`)}&samplePeriod=${hours}&samplePeriodCount=${periods}`;

test('the environment, the organization and its licences are read', async () => {
  const { tenant } = client.sandbox;
  const environment = await client.get(`${client.environment}?expand=billOfMaterials`);
  expect(environment.body).toMatchObject({
    id: tenant.environmentId,
    organization: { id: tenant.organizationId },
  });
  expect(environment.body['_embedded']?.['billOfMaterials']).toBeDefined();
  expect((await client.get('/organizations')).body['count']).toBe(1);
  const licenses = await client.get(`/organizations/${tenant.organizationId}/licenses`);
  expect(licenses.body['_embedded']?.['licenses']).toHaveLength(1);
  const filter = encodeURIComponent(`organization.id eq "${tenant.organizationId}" and name sw "Work"`);
  expect((await client.get(`/environments?filter=${filter}`)).body['count']).toBe(1);
  expect(
    (await client.get('/environments?filter=name%20sw%20%22a%22%20or%20name%20sw%20%22b%22')).status,
  ).toBe(400);
});

test('built-in roles carry their permissions', async () => {
  const roles = (await client.get('/roles')).body['_embedded']?.['roles'] as unknown as Json[];
  const readOnly = roles.find((role) => role['name'] === 'Identity Data Read Only');
  expect(JSON.stringify(readOnly?.['permissions'])).toContain('dir:read:user');
});

test('application sign-ons are counted by period, within the documented bounds', async () => {
  const { applicationSignOns } = client.sandbox.tenant;
  const application = [...(client.sandbox.tenant.collections.get('applications')?.keys() ?? [])][0] ?? '';
  applicationSignOns.clear();
  applicationSignOns.set(application, [
    { at: '2026-05-30T10:00:00Z', count: 3 },
    { at: '2026-05-31T10:00:00Z', count: 4 },
    { at: '2026-01-31T10:00:00Z', count: 99 },
  ]);
  const reply = await client.get(query('2026-05-30T00:00:00Z', 24, 2));
  const row = reply.body['_embedded']?.['applicationSignons']?.[0];
  expect(row).toMatchObject({ id: application, authentications: [{ value: 3 }, { value: 4 }] });
  expect((await client.get(query('2026-05-30T00:00:00Z', 9000, 2))).status).toBe(400);
});

test('identities are counted day by day', async () => {
  const filter = encodeURIComponent(
    'startDate eq "2026-05-01T00:00:00Z" and endDate eq "2026-05-03T00:00:00Z"',
  );
  const reply = await client.get(`totalIdentities?filter=${filter}`);
  expect(reply.body['_embedded']?.['totalIdentities']).toHaveLength(3);
  expect((await client.get('totalIdentities')).status).toBe(400);
});

test('a certificate has a serial number that is a JSON number of any size', async () => {
  const [row] = [...(client.sandbox.tenant.collections.get('certificates')?.values() ?? [])];
  if (row !== undefined) row['serialNumber'] = '12345678901234567890';
  expect(
    typeof (await client.get('certificates')).body['_embedded']?.['certificates']?.[0]?.['serialNumber'],
  ).toBe('number');
});
