import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

let client: TestClient;
beforeEach(async () => {
  client = await openSandbox({ users: 60 });
});
afterEach(() => client.close());

/** Leaves the worker application with these roles only. */
function grant(...roles: { name: string; scope: { id: string; type: string } }[]): void {
  const { tenant, world } = client.sandbox;
  const rows = new Map(
    roles.map(({ name, scope }, index) => {
      const role = [...(tenant.platform.get('roles')?.values() ?? [])].find((one) => one['name'] === name);
      const id = `assignment-${index}`;
      return [id, { id, role: { id: role?.id }, scope }] as const;
    }),
  );
  tenant.children.get('applications/roleAssignments')?.set(tenant.worker.clientId, rows);
  world.touch();
}

const environment = () => ({ id: client.sandbox.tenant.environmentId, type: 'ENVIRONMENT' });
const population = () => ({
  id: [...(client.sandbox.tenant.collections.get('populations')?.keys() ?? [])][0] ?? '',
  type: 'POPULATION',
});

test('without a role every read is 403 INSUFFICIENT_PERMISSIONS, or an empty list by the setting', async () => {
  grant();
  const refused = await client.get('users');
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({
    code: 'ACCESS_FAILED',
    details: [{ code: 'INSUFFICIENT_PERMISSIONS' }],
  });
  client.sandbox.settings.missingRights = 'empty';
  expect((await client.get('users')).body).toMatchObject({ _embedded: { users: [] }, count: 0 });
});

test('Identity Data Read Only reads people and devices, and writes nothing', async () => {
  grant({ name: 'Identity Data Read Only', scope: environment() });
  const list = await client.get('users?limit=1');
  const id = String(list.body['_embedded']?.['users']?.[0]?.['id']);
  expect((await client.get(`users/${id}/devices`)).status).toBe(200);
  expect((await client.send('PUT', `users/${id}/enabled`, { enabled: false })).status).toBe(403);
  expect((await client.get('signOnPolicies')).status).toBe(403);
  expect((await client.get('mfaSettings')).status).toBe(403);
});

test('a role for one population shows its people only, not the others, and no report', async () => {
  const scope = population();
  grant({ name: 'Identity Data Admin', scope });
  const list = await client.get('users?limit=200');
  const rows = list.body['_embedded']?.['users'] as unknown as Json[];
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row['population']?.['id'] === scope.id)).toBe(true);
  expect(Number(list.body['count'])).toBe(rows.length);
  const stranger = [...(client.sandbox.tenant.collections.get('users')?.values() ?? [])].find(
    (user) => (user['population'] as { id: string }).id !== scope.id,
  );
  expect((await client.get(`users/${stranger?.id}`)).status).toBe(404);
  expect((await client.get(`users/${stranger?.id}/devices`)).status).toBe(404);
  expect((await client.get('populations')).body['count']).toBe(1);
  expect((await client.get('passwordPolicies')).status).toBe(403);
  const report = await client.send('POST', 'dataExplorations', {});
  expect(report.status).toBe(403);
});

test('a role for another environment gives nothing here', async () => {
  grant({ name: 'Identity Data Admin', scope: { id: 'elsewhere', type: 'ENVIRONMENT' } });
  expect((await client.get('users')).status).toBe(403);
});

test('a role for the organization covers its environments', async () => {
  grant({
    name: 'Identity Data Admin',
    scope: { id: client.sandbox.tenant.organizationId, type: 'ORGANIZATION' },
  });
  expect((await client.get('users')).status).toBe(200);
});
