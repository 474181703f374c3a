import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { Reply, TestClient } from './test-client.ts';
import { grantRole, openSandbox } from './test-client.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
let client: TestClient;
beforeAll(async () => {
  client = await openSandbox({ users: 60, clock: () => NOW });
  const { environmentId } = client.sandbox.tenant;
  grantRole(client, 'Custom Roles Admin', { id: environmentId, type: 'ENVIRONMENT' });
});
afterAll(() => client.close());

const rows = (collection: string) => [...(client.sandbox.tenant.collections.get(collection)?.values() ?? [])];
const find = (collection: string, wanted: (row: Row) => boolean) => rows(collection).find(wanted)?.id ?? '';
const problem = (reply: Reply) => [reply.status, reply.body?.['details']?.[0]?.['code']];
const remove = async (path: string) => problem(await client.send('DELETE', path));
const create = async (path: string, body: object) =>
  String((await client.send('POST', path, body)).body['id']);
const CONSTRAINT = [400, 'CONSTRAINT_VIOLATION'];

test.each([
  'passwordPolicies',
  'signOnPolicies',
  'deviceAuthenticationPolicies',
  'fido2Policies',
  'populations',
])('the default among %s cannot be deleted, and stays until another takes over', async (list) => {
  const usual = find(list, (row) => row['default'] === true);
  expect(await remove(`${list}/${usual}`)).toEqual(CONSTRAINT);
  const { body } = await client.get(`${list}/${usual}`);
  const kept = await client.send('PUT', `${list}/${usual}`, { ...Object(body), default: false });
  expect(kept.body['default']).toBe(true);
  const other = find(list, (row) => row['default'] !== true);
  const row = (await client.get(`${list}/${other}`)).body;
  await client.send('PUT', `${list}/${other}`, { ...Object(row), default: true });
  expect(
    rows(list)
      .filter((one) => one['default'] === true)
      .map(({ id }) => id),
  ).toEqual([other]);
});

test('a population with users cannot be deleted, an empty one can', async () => {
  const full = find('populations', (row) => row['name'] === 'Customers' || row['name'] === 'Contractors');
  const id =
    client.sandbox.world.usersIn(full) > 0
      ? full
      : String(Reflect.get(Object(rows('users')[0]?.['population']), 'id'));
  expect(await remove(`populations/${id}`)).toEqual(CONSTRAINT);
  const empty = await create('populations', { name: 'Empty' });
  expect((await client.send('DELETE', `populations/${empty}`)).status).toBe(204);
});

test.each([
  ['groups', { name: 'Twice' }],
  ['populations', { name: 'Twice' }],
  ['signOnPolicies', { name: 'Twice' }],
  ['agreements', { name: 'Twice', enabled: true }],
])('a second one of the same name among %s is 400 with the id of the first', async (list, body) => {
  const id = await create(list, body);
  const again = await client.send('POST', list, body);
  expect(again.body['details']?.[0]).toMatchObject({
    code: 'UNIQUENESS_VIOLATION',
    innerError: { existingId: id },
  });
  const other = await create(list, { ...body, name: 'Once' });
  expect(problem(await client.send('PUT', `${list}/${other}`, body))).toEqual([400, 'UNIQUENESS_VIOLATION']);
});

test('groups form no ring, and dynamic or external ones take no members', async () => {
  const [a, b, c] = [
    await create('groups', { name: 'a' }),
    await create('groups', { name: 'b' }),
    await create('groups', { name: 'c' }),
  ];
  const nest = async (child: string, parent: string) =>
    problem(await client.send('POST', `groups/${child}/memberOfGroups`, { id: parent }));
  expect((await nest(a, b))[0]).toBe(201);
  expect((await nest(b, c))[0]).toBe(201);
  expect(await nest(c, a)).toEqual(CONSTRAINT);
  expect(await nest(a, a)).toEqual(CONSTRAINT);
  expect(await nest(a, b)).toEqual([400, 'UNIQUENESS_VIOLATION']);
  const external = find('groups', (row) => row['sourceType'] === 'IDP');
  const dynamic = find('groups', (row) => typeof row['userFilter'] === 'string');
  expect(await nest(a, external)).toEqual(CONSTRAINT);
  expect(await nest(external, a)).toEqual(CONSTRAINT);
  expect(await nest(a, dynamic)).toEqual(CONSTRAINT);
  const path = `users/${rows('users')[0]?.id}/memberOfGroups`;
  for (const id of [external, dynamic])
    expect(problem(await client.send('POST', path, { id }))).toEqual(CONSTRAINT);
  const external1 = (await client.get(`groups/${external}`)).body;
  const filtered = await client.send('PUT', `groups/${external}`, {
    ...Object(external1),
    userFilter: 'title eq "x"',
  });
  expect(problem(filtered)).toEqual(CONSTRAINT);
});

test('250 groups may be nested in one, and no more', async () => {
  const parent = await create('groups', { name: 'full' });
  const { groupParents } = client.sandbox.tenant;
  for (let count = 0; count < 250; count += 1) groupParents.set(`child ${count}`, new Set([parent]));
  const child = await create('groups', { name: 'one too many' });
  const reply = await client.send('POST', `groups/${child}/memberOfGroups`, { id: parent });
  expect(problem(reply)).toEqual([400, 'SIZE_LIMIT_EXCEEDED']);
  for (let count = 0; count < 250; count += 1) groupParents.delete(`child ${count}`);
});

test('a group of a population takes its people only, and nobody is in two groups of one name', async () => {
  const user = rows('users')[0];
  const own = String(Reflect.get(Object(user?.['population']), 'id'));
  const other = find('populations', (row) => row.id !== own);
  const join = async (id: string) =>
    problem(await client.send('POST', `users/${user?.id}/memberOfGroups`, { id }));
  expect(await join(await create('groups', { name: 'same name', population: { id: other } }))).toEqual(
    CONSTRAINT,
  );
  expect((await join(await create('groups', { name: 'same name', population: { id: own } })))[0]).toBe(201);
  expect(await join(await create('groups', { name: 'same name' }))).toEqual([400, 'UNIQUENESS_VIOLATION']);
});

test('a role is assigned at a scope that exists and that it applies to', async () => {
  const { platform, environmentId, organizationId } = client.sandbox.tenant;
  const role = (name: string) =>
    [...(platform.get('roles')?.values() ?? [])].find((one) => one['name'] === name)?.id;
  const path = `users/${rows('users')[1]?.id}/roleAssignments`;
  const assign = async (name: string, id: string, type: string) =>
    (await client.send('POST', path, { role: { id: role(name) }, scope: { id, type } })).status;
  expect(await assign('Organization Admin', environmentId, 'ENVIRONMENT')).toBe(400);
  expect(await assign('Organization Admin', 'elsewhere', 'ORGANIZATION')).toBe(400);
  expect(await assign('Organization Admin', organizationId, 'ORGANIZATION')).toBe(201);
});

test('a read-only assignment cannot be deleted; one of the service only for a while', async () => {
  const { children, worker } = client.sandbox.tenant;
  const readOnly = [...(children.get('users/roleAssignments') ?? [])].flatMap(([user, held]) =>
    [...held.values()].flatMap((row) =>
      row['readOnly'] === true ? [`${user}/roleAssignments/${row.id}`] : [],
    ),
  );
  expect(readOnly.length).toBeGreaterThan(0);
  for (const path of readOnly) expect(await remove(`users/${path}`)).toEqual(CONSTRAINT);
  client.sandbox.settings.creatorGrantsReadOnlySeconds = 60;
  const population = await create('populations', { name: 'Granted' });
  const grant = [
    ...(children.get('applications/roleAssignments')?.get(worker.clientId)?.values() ?? []),
  ].find((row) => Reflect.get(Object(row['scope']), 'id') === population);
  const path = `applications/${worker.clientId}/roleAssignments/${grant?.id}`;
  expect((await client.get(path)).body['readOnly']).toBe(true);
  expect(await remove(path)).toEqual(CONSTRAINT);
  client.sandbox.world.readOnlyUntil.set(grant?.id ?? '', NOW);
  expect((await remove(path))[0]).toBe(204);
});

test('a built-in role cannot be changed, and a custom one names permissions that exist', async () => {
  const { platform } = client.sandbox.tenant;
  const builtIn = [...(platform.get('roles')?.values() ?? [])][0];
  const body = { name: 'x', permissions: [{ id: 'dir:read:user' }], canBeAssignedBy: [{ id: builtIn?.id }] };
  expect(problem(await client.send('PUT', `roles/${builtIn?.id}`, body))).toEqual(CONSTRAINT);
  expect(await remove(`roles/${builtIn?.id}`)).toEqual(CONSTRAINT);
  const unknown = await client.send('POST', 'roles', { ...body, permissions: [{ id: 'dir:read:minds' }] });
  expect(problem(unknown)).toEqual([400, 'INVALID_VALUE']);
});

test('mappings and applications of the service stay', async () => {
  const system = find('applications', (row) => row['type'] === 'PING_ONE_ADMIN_CONSOLE');
  expect(await remove(`applications/${system}`)).toEqual(CONSTRAINT);
  const { children } = client.sandbox.tenant;
  for (const [path, parent] of [
    ['applications/attributes', 'applications'],
    ['identityProviders/attributes', 'identityProviders'],
  ] as const) {
    const [owner, mappings] = [...(children.get(path) ?? [])][0] ?? [];
    const core = [...(mappings?.values() ?? [])].find((row) => row['mappingType'] === 'CORE');
    expect(await remove(`${parent}/${owner}/attributes/${core?.id}`)).toEqual(CONSTRAINT);
  }
});

test('the secret of a worker application with more rights than the caller can be kept from it', async () => {
  const { settings, tenant } = client.sandbox;
  const id = await create('applications', {
    name: 'Stronger',
    enabled: true,
    protocol: 'OPENID_CONNECT',
    type: 'WORKER',
    grantTypes: ['CLIENT_CREDENTIALS'],
    tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
    assignActorRoles: true,
  });
  settings.strongerSecrets = 'refuse';
  expect((await client.get(`applications/${id}/secret`)).status).toBe(200);
  const role = [...(tenant.platform.get('roles')?.values() ?? [])].find(
    (one) => one['name'] === 'Organization Admin',
  );
  const scope = { id: tenant.organizationId, type: 'ORGANIZATION' };
  await client.send('POST', `applications/${id}/roleAssignments`, { role: { id: role?.id }, scope });
  expect(problem(await client.get(`applications/${id}/secret`))).toEqual([403, 'INSUFFICIENT_PERMISSIONS']);
  settings.strongerSecrets = 'show';
});
