import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { Json, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

let client: TestClient;
let users: Row[];
const group: Record<string, string> = {};

beforeAll(async () => {
  client = await openSandbox({ users: 40 });
  users = [...(client.sandbox.tenant.collections.get('users')?.values() ?? [])];
  for (const name of ['child', 'parent', 'other parent', 'grandparent']) {
    group[name] = String((await client.send('POST', 'groups', { name: `test ${name}` })).body['id']);
  }
  await client.send('POST', `groups/${group['child']}/memberOfGroups`, { id: group['parent'] });
  await client.send('POST', `groups/${group['child']}/memberOfGroups`, { id: group['other parent'] });
  await client.send('POST', `groups/${group['parent']}/memberOfGroups`, { id: group['grandparent'] });
  await client.send('POST', `users/${users[0]?.id}/memberOfGroups`, { id: group['child'] });
});
afterAll(() => client.close());

const membersOf = async (id: string | undefined) => {
  const reply = await client.get(`users?filter=${encodeURIComponent(`memberOfGroups[id eq "${id}"]`)}`);
  const rows = (reply.body['_embedded']?.['users'] ?? []) as unknown as Json[];
  return rows.map((user) => String(user['id']));
};

test('a nested membership is INDIRECT for the user, through both parents and theirs', async () => {
  const reply = await client.get(`users/${users[0]?.id}/memberOfGroups?expand=group`);
  const types = new Map(
    ((reply.body['_embedded']?.['groupMemberships'] ?? []) as unknown as Json[]).map((row) => [
      String(row['_embedded']?.['group']?.['name']),
      String(row['type']),
    ]),
  );
  expect(types.get('test child')).toBe('DIRECT');
  for (const name of ['test parent', 'test other parent', 'test grandparent'])
    expect(types.get(name)).toBe('INDIRECT');
  const direct = await client.get(`users/${users[0]?.id}/memberOfGroups?filter=type%20eq%20%22DIRECT%22`);
  expect(JSON.stringify(direct.body)).not.toContain('INDIRECT');
});

test('the members of a group include nested ones, or only direct ones by the setting', async () => {
  expect(await membersOf(group['grandparent'])).toEqual([users[0]?.id]);
  client.sandbox.settings.groupMembers = 'direct';
  expect(await membersOf(group['grandparent'])).toEqual([]);
  client.sandbox.settings.groupMembers = 'effective';
});

test('a dynamic group has the people whom its filter finds, and follows their changes', async () => {
  const made = await client.send('POST', 'groups', { name: 'dynamic', userFilter: 'nickname eq "Xylo"' });
  expect(await membersOf(String(made.body['id']))).toEqual([]);
  await client.send('PATCH', `users/${users[3]?.id}`, { nickname: 'Xylo' });
  expect(await membersOf(String(made.body['id']))).toEqual([users[3]?.id]);
  const counted = await client.get(`groups/${String(made.body['id'])}?include=totalMemberCounts`);
  expect(counted.body).toMatchObject({ directMemberCounts: { users: 0 }, totalMemberCounts: { users: 1 } });
  expect(
    (await client.send('POST', `users/${users[4]?.id}/memberOfGroups`, { id: made.body['id'] })).status,
  ).toBe(400);
});

test('parents are listed, children are not, and removing twice is 404', async () => {
  const parents = await client.get(`groups/${group['child']}/memberOfGroups`);
  expect(parents.body['count']).toBe(2);
  const path = `groups/${group['child']}/memberOfGroups/${group['other parent']}`;
  expect((await client.send('DELETE', path)).status).toBe(204);
  expect((await client.send('DELETE', path)).status).toBe(404);
});

test('only a direct membership can be removed', async () => {
  const path = `users/${users[0]?.id}/memberOfGroups`;
  expect((await client.send('DELETE', `${path}/${group['grandparent']}`)).status).toBe(400);
  expect((await client.send('DELETE', `${path}/${group['child']}`)).status).toBe(204);
  expect((await client.send('DELETE', `${path}/${group['child']}`)).status).toBe(404);
});

test('include gives the ids of the groups on a single read, and nothing in a list', async () => {
  const id = String(users[1]?.id);
  const one = await client.get(`users/${id}?include=memberOfGroupIDs,memberOfGroupNames`);
  expect(Array.isArray(one.body['memberOfGroupIDs'])).toBe(true);
  const list = await client.get('users?include=memberOfGroupIDs&limit=1');
  expect(list.body['_embedded']?.['users']?.[0]).not.toHaveProperty('memberOfGroupIDs');
});

test('a user inherits the role assignments of its groups, told apart by type and group', async () => {
  const { tenant } = client.sandbox;
  const role = [...(tenant.platform.get('roles')?.values() ?? [])].find(
    ({ name }) => name === 'Environment Admin',
  )?.id;
  const target = String(group['parent']);
  await client.send('POST', `users/${users[9]?.id}/memberOfGroups`, { id: target });
  const scope = { id: tenant.environmentId, type: 'ENVIRONMENT' };
  const made = await client.send('POST', `groups/${target}/roleAssignments`, { role: { id: role }, scope });
  expect(made.status).toBe(201);
  const list = await client.get(`users/${users[9]?.id}/roleAssignments?expand=role`);
  const rows = list.body['_embedded']?.['roleAssignments'] as unknown as Json[];
  const inherited = rows.find((row) => row['group']?.['id'] === target);
  expect(inherited).toMatchObject({ type: 'INDIRECT', role: { id: role } });
  expect(inherited?.['_embedded']?.['role']?.['name']).toBeDefined();
  const path = `users/${users[9]?.id}/roleAssignments/${String(inherited?.['id'])}`;
  expect((await client.send('DELETE', path)).status).toBe(400);
});

test('a role that is held at the same or a broader scope cannot be assigned again', async () => {
  const { tenant } = client.sandbox;
  const path = `users/${users[11]?.id}/roleAssignments`;
  const role = { id: [...(tenant.platform.get('roles')?.keys() ?? [])][3] };
  const wide = { role, scope: { id: tenant.environmentId, type: 'ENVIRONMENT' } };
  const narrow = {
    role,
    scope: { id: [...(tenant.collections.get('populations')?.keys() ?? [])][0], type: 'POPULATION' },
  };
  expect((await client.send('POST', path, wide)).status).toBe(201);
  for (const body of [wide, narrow]) {
    const again = await client.send('POST', path, body);
    expect(again.status).toBe(400);
    expect(again.body['details']?.[0]).toMatchObject({ code: 'UNIQUENESS_VIOLATION', target: 'role' });
  }
});
