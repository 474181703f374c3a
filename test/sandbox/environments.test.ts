import { afterEach, expect, test } from 'vitest';
import { CERTIFICATE, CERTIFICATE_IN_PKCS7 } from './certificate-files.ts';
import { MFA_REPORT_TEMPLATE } from '../../src/sandbox/resources/mfa-report.ts';
import type { TestClient } from './test-client.ts';
import { grantRole, openSandbox } from './test-client.ts';

let now = Date.parse('2026-06-01T00:00:00Z');
let client: TestClient;
const open = async (options = {}) => {
  client = await openSandbox({ users: 30, clock: () => now, tokenLifetimeSeconds: 86_400, ...options });
  return client.sandbox;
};
afterEach(() => client.close());

/** How many users a filter finds, or the status of the refusal. */
const count = async (filter: string) => {
  const reply = await client.get(`users?filter=${encodeURIComponent(filter)}`);
  return reply.status === 200 ? Number(reply.body['count']) : reply.status;
};

test('a separate admin environment has lists of its own, for those with a role over it', async () => {
  const { tenant } = await open({ separateAdminEnvironment: true });
  const admin = `/environments/${tenant.adminEnvironmentId}`;
  expect((await client.get(`${admin}/applications`)).status).toBe(403);
  for (const role of ['Client Application Developer', 'Identity Data Admin'])
    grantRole(client, role, { id: tenant.adminEnvironmentId, type: 'ENVIRONMENT' });
  const applications = await client.get(`${admin}/applications`);
  expect(applications.body['_embedded']?.['applications']).toMatchObject([{ id: tenant.worker.clientId }]);
  expect((await client.get(`${admin}/users`)).body['count']).toBe(0);
  const made = await client.send('POST', `${admin}/users`, { username: 'root', email: 'r@example.com' });
  expect(made.body['environment']).toEqual({ id: tenant.adminEnvironmentId });
  expect((await client.get('users')).body['count']).toBe(30);
  expect((await client.get(`users/${String(made.body['id'])}`)).status).toBe(404);
});

test('a new environment appears after a while: 403 below it, 404 or 403 itself, and then its own roles', async () => {
  const { tenant, settings } = await open();
  grantRole(client, 'Organization Admin', { id: tenant.organizationId, type: 'ORGANIZATION' });
  settings.appearsAfterSeconds = { environments: 30 };
  const made = await client.send('POST', '/environments', {
    name: 'Late',
    region: 'EU',
    type: 'PRODUCTION',
    license: { id: tenant.licenseId },
  });
  const path = `/environments/${String(made.body['id'])}`;
  expect((await client.get(path)).status).toBe(404);
  settings.notYetStatus = 403;
  expect((await client.get(path)).status).toBe(403);
  expect((await client.get(`${path}/users`)).status).toBe(403);
  expect((await client.get('/environments')).body['count']).toBe(1);
  now += 30_000;
  expect((await client.get(`${path}/users`)).body['count']).toBe(0);
  expect((await client.get('/environments')).body['count']).toBe(2);
  expect((await client.send('DELETE', path)).status).toBe(204);
  expect((await client.get(path)).body).toMatchObject({ status: 'DELETE_PENDING' });
});

test('what was created shows late where the setting says so, and members later than their row', async () => {
  const { settings, tenant } = await open();
  grantRole(client, 'Custom Roles Admin', { id: tenant.environmentId, type: 'ENVIRONMENT' });
  settings.appearsAfterSeconds = { groups: 10, 'populations.theme': 30, 'roles.canAssign': 60 };
  const before = Number((await client.get('groups')).body['count']);
  const group = await client.send('POST', 'groups', { name: 'late' });
  const population = await client.send('POST', 'populations', { name: 'late', theme: { id: 'theme' } });
  const builtIn = [...(tenant.platform.get('roles')?.keys() ?? [])][1];
  const role = { name: 'late', permissions: [{ id: 'dir:read:user' }], canBeAssignedBy: [{ id: builtIn }] };
  const made = await client.send('POST', 'roles', role);
  const canAssign = async () => JSON.stringify((await client.get(`roles/${builtIn}`)).body['canAssign']);
  const populationPath = `populations/${String(population.body['id'])}`;
  expect((await client.get(`groups/${String(group.body['id'])}`)).status).toBe(404);
  expect((await client.get('groups')).body['count']).toBe(before);
  expect((await client.get(populationPath)).body).not.toHaveProperty('theme');
  expect(await canAssign()).not.toContain(String(made.body['id']));
  now += 10_000;
  expect((await client.get('groups')).body['count']).toBe(before + 1);
  now += 50_000;
  expect((await client.get(populationPath)).body['theme']).toEqual({ id: 'theme' });
  expect(await canAssign()).toContain(String(made.body['id']));
});

test('a certificate is read from PEM and from PKCS7, and anything else is refused', async () => {
  await open();
  for (const file of [CERTIFICATE, CERTIFICATE_IN_PKCS7]) {
    const made = await client.upload('certificates', { usageType: 'SIGNING', file });
    expect(made.body).toMatchObject({
      name: 'imported.example',
      algorithm: 'EC',
      keyLength: 256,
      signatureAlgorithm: 'SHA256withECDSA',
      subjectDN: 'CN=imported.example, O=Rollcall Works, C=GB',
    });
    expect(typeof made.body['serialNumber']).toBe('number');
  }
  const body = { usageType: 'SIGNING', file: 'no certificate' };
  expect((await client.upload('certificates', body)).status).toBe(400);
  expect((await client.upload('certificates', { ...body, usageType: 'DECORATION' })).status).toBe(400);
  expect((await client.send('POST', 'certificates', body)).status).toBe(415);
});

test('a report as a file is polled for its links, which last five minutes, and has no entries', async () => {
  await open();
  const made = await client.send('POST', 'dataExplorations', {
    dataExplorationTemplate: { id: MFA_REPORT_TEMPLATE },
    deliverAs: 'ASYNC_FILE',
  });
  const path = `dataExplorations/${String(made.body['id'])}`;
  expect(made.body).toMatchObject({ status: 'IN_PROGRESS', deliverAs: 'ASYNC_FILE' });
  expect((await client.get(path)).body).not.toHaveProperty('zipPassword');
  const first = (await client.get(path)).body;
  expect(first).toMatchObject({ status: 'SUCCESS', zipPassword: expect.any(String) });
  expect(String(first['csvPresignedUrl'])).toContain('.csv.zip?expires=');
  now += 60_000;
  expect((await client.get(path)).body['jsonPresignedUrl']).not.toBe(first['jsonPresignedUrl']);
  expect((await client.get(`${path}/entries`)).status).toBe(400);
});

test('employment dates are filtered by bounds, other attributes of the schema by the setting', async () => {
  const { tenant, settings, world } = await open();
  const [one, two, three] = [...(tenant.collections.get('users')?.values() ?? [])];
  for (const user of tenant.collections.get('users')?.values() ?? []) delete user['startDate'];
  Object.assign(one ?? {}, { startDate: '2026-01-01', costCenter: 'A1' });
  Object.assign(two ?? {}, { startDate: '2026-02-01', costCenter: 'B2' });
  Object.assign(three ?? {}, { startDate: '2026-03-01', costCenter: 'C3' });
  world.touch();
  expect(await count('startDate ge "2026-02-01"')).toBe(2);
  expect(await count('startDate ge "2026-01-15" and startDate le "2026-02-15"')).toBe(1);
  expect(await count('costCenter ge "B2"')).toBe(400);
  settings.customAttributeBounds = true;
  expect(await count('costCenter gt "B2" and costCenter le "C3"')).toBeGreaterThanOrEqual(1);
});

test('activities are filtered by one family of attributes besides the bounds, by GET and by POST alike', async () => {
  await open();
  await client.send('POST', 'groups', { name: 'audited' });
  const bounds = 'recordedAt ge "2026-05-31T00:00:00Z" and recordedAt le "2026-06-30T00:00:00Z"';
  const ask = async (filter: string) => {
    const byGet = await client.get(`activities?filter=${encodeURIComponent(filter)}`);
    const byPost = await client.send('POST', 'activities', { filter });
    expect([byPost.status, byPost.body['count']]).toEqual([byGet.status, byGet.body['count']]);
    return byGet.status === 200 ? Number(byGet.body['count']) : byGet.status;
  };
  expect(await ask(`${bounds} and action.type eq "GROUP.CREATED"`)).toBe(1);
  expect(await ask(`${bounds} and action.type eq "GROUP.CREATED" and resources.type eq "GROUP"`)).toBe(400);
  expect(await ask('action.type eq "GROUP.CREATED"')).toBe(400);
});
