import { expect, test } from 'vitest';
import type { UserEvent } from '../../src/directory/refresh/change-of.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { TestClient } from '../sandbox/test-client.ts';
import { openRefreshStage, said, scopeOf } from './refresh-stage.ts';

function rowsOf({ sandbox }: TestClient, name: string): readonly Row[] {
  return [...(sandbox.tenant.collections.get(name)?.values() ?? [])];
}

function roleOf({ sandbox }: TestClient, name: string): Row | undefined {
  return [...(sandbox.tenant.platform.get('roles')?.values() ?? [])].find((row) => row['name'] === name);
}

test('a refresh of a directory in which nothing changed is one call', async () => {
  const { directory, calls } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  calls();
  const second = await directory.sweeper.refresh(scopeOf());
  expect(calls()).toEqual({ 'GET activities': 1 });
  expect(said(second)).toEqual(said(first));
  expect(second.wholeAt).toEqual(first.wholeAt);
});

test('a user whose account was changed at the provider shows as it is now, after four calls for that user', async () => {
  const { directory, client, calls, anew } = await openRefreshStage();
  await directory.sweeper.refresh(scopeOf());
  const [user] = rowsOf(client, 'users');
  calls();
  await client.send('PATCH', `users/${user?.id}`, { title: 'Astronaut' });
  calls();
  const sweep = await directory.sweeper.refresh(scopeOf());
  expect(sweep.users.rows.find(({ externalId }) => externalId === user?.id)?.title).toBe('Astronaut');
  expect(calls()).toEqual({
    'GET activities': 1,
    'GET users/{userId}': 1,
    'GET users/{userId}/devices': 1,
    'GET users/{userId}/roleAssignments': 1,
    'GET users/{userId}/memberOfGroups': 1,
  });
  expect(said(sweep)).toEqual(said(await anew()));
});

test('users who are added and removed come and leave, and whoever listens is told of each', async () => {
  const { directory, client, anew } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  const events: UserEvent[] = [];
  const taken: (readonly [string, boolean])[] = [];
  directory.sweeper.onUserEvent((event) => events.push(event));
  directory.sweeper.onUserChanged((user, before) => {
    taken.push([user.externalId, before.users.rows.some(({ externalId }) => externalId === user.externalId)]);
  });
  const gone = rowsOf(client, 'users').find(
    ({ id }) => (client.sandbox.tenant.userGroups.get(id)?.size ?? 0) > 0,
  );
  await client.send('DELETE', `users/${gone?.id}`);
  const created = await client.send('POST', 'users', { username: 'newcomer', email: 'n@example.com' });
  const id = String(created.body['id']);
  const sweep = await directory.sweeper.refresh(scopeOf());
  expect(sweep.users.rows).toHaveLength(first.users.rows.length);
  expect(new Map(events.map(({ user, change }) => [user.externalId, change]))).toEqual(
    new Map([
      [gone?.id, 'REMOVED'],
      [id, 'ADDED'],
    ]),
  );
  expect(taken).toEqual([[id, false]]);
  expect(said(sweep)).toEqual(said(await anew()));
});

test('a device that was added, a role that was given, a membership that came: each is in the next snapshot', async () => {
  const { directory, client, anew } = await openRefreshStage();
  await directory.sweeper.refresh(scopeOf());
  const [user, other, third] = rowsOf(client, 'users');
  const role = roleOf(client, 'Identity Data Read Only');
  const group = rowsOf(client, 'groups').find(
    (row) => row['userFilter'] === undefined && row['population'] === undefined,
  );
  const device = await client.send('POST', `users/${user?.id}/devices`, {
    type: 'SMS',
    phone: '+1.5125550100',
  });
  const given = await client.send('POST', `users/${other?.id}/roleAssignments`, {
    role: { id: role?.id },
    scope: { id: client.sandbox.tenant.environmentId, type: 'ENVIRONMENT' },
  });
  const joined = await client.send('POST', `users/${third?.id}/memberOfGroups`, { id: group?.id });
  expect([device.status, given.status, joined.status]).toEqual([201, 201, 201]);
  const sweep = await directory.sweeper.refresh(scopeOf());
  expect(sweep.userRoleAssignments.get(other?.id ?? '')?.rows.map(({ roleId }) => roleId)).toContain(
    role?.id,
  );
  expect(sweep.userGroups.get(third?.id ?? '')?.map(({ groupId }) => groupId)).toContain(group?.id);
  expect(said(sweep)).toEqual(said(await anew()));
});
