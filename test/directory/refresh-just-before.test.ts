import { expect, test } from 'vitest';
import { planDevices } from '../../src/directory/mfa-plan.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { TestClient } from '../sandbox/test-client.ts';
import { openRefreshStage, scopeOf } from './refresh-stage.ts';

const SMS = { type: 'SMS', phone: '+1.5125550100' };

function userIn({ sandbox }: TestClient, at = 0): Row {
  const user = [...(sandbox.tenant.collections.get('users')?.values() ?? [])][at];
  if (user === undefined) throw new Error('Expected a user.');
  return user;
}

test('devices that changed just before a sweep, which a report may not know yet, are read again by the first refresh', async () => {
  const { directory, client, calls } = await openRefreshStage();
  const [one, other] = [userIn(client, 0), userIn(client, 1)];
  expect((await client.send('POST', `users/${one.id}/devices`, SMS)).status).toBe(201);
  await client.send('PATCH', `users/${other.id}`, { title: 'Astronaut' });
  await directory.sweeper.refresh(scopeOf());
  calls();
  await directory.sweeper.refresh(scopeOf());
  // The other one's row was read after it had changed.
  expect(calls()).toMatchObject({ 'GET activities': 1, 'GET users/{userId}/devices': 1 });
  await directory.sweeper.refresh(scopeOf());
  expect(calls()).toEqual({ 'GET activities': 1 });
});

test('what was deleted just before a sweep, such as a population, makes no other sweep due', async () => {
  const { directory, client } = await openRefreshStage();
  client.sandbox.world.record({
    type: 'POPULATION.DELETED',
    resource: { type: 'POPULATION', id: 'gone' },
    correlationId: 'test',
  });
  const first = await directory.sweeper.refresh(scopeOf());
  expect((await directory.sweeper.refresh(scopeOf())).wholeAt).toEqual(first.wholeAt);
});

test('a sweep does not take devices from what is remembered of a request before it', async () => {
  const { directory, client } = await openRefreshStage();
  const { id } = userIn(client);
  const user = await directory.provider.users.get(id, scopeOf().context);
  if (user === null) throw new Error('Expected the user.');
  const [planned] = await planDevices(directory, [user], scopeOf());
  const before = await planned?.fact;
  const created = await client.send('POST', `users/${id}/devices`, SMS);
  const sweep = await directory.sweeper.refresh(scopeOf());
  const after = sweep.devices.get(id);
  if (before?.state !== 'KNOWN' || after?.state !== 'KNOWN') throw new Error('Expected known devices.');
  expect(before.value.map(({ externalId }) => externalId)).not.toContain(created.body['id']);
  expect(after.value.map(({ externalId }) => externalId)).toContain(created.body['id']);
});
