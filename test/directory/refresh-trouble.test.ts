import { expect, test } from 'vitest';
import type { SnapshotStore } from '../../src/directory/snapshot/snapshot-store.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { TestClient } from '../sandbox/test-client.ts';
import { openRefreshStage, said, scopeOf } from './refresh-stage.ts';

const DAY_MS = 86_400_000;
const refused = { kind: 'status', status: 403 } as const;
const broken = { kind: 'status', status: 400, code: 'INVALID_REQUEST' } as const;

function userIn({ sandbox }: TestClient, at = 0): Row {
  const user = [...(sandbox.tenant.collections.get('users')?.values() ?? [])][at];
  if (user === undefined) throw new Error('Expected a user.');
  return user;
}

function titleOf(sweep: Sweep, id: string): string | null | undefined {
  return sweep.users.rows.find(({ externalId }) => externalId === id)?.title;
}

/** A store in memory. */
function memoryStore(): SnapshotStore & { kept: Sweep | null; saves: number } {
  const store: SnapshotStore & { kept: Sweep | null; saves: number } = {
    kept: null,
    saves: 0,
    load: async () => store.kept,
    save: async (_key, sweep) => {
      store.kept = sweep;
      store.saves += 1;
    },
  };
  return store;
}

test('without the right to read the audit log a sweep is complete all the same, and the next one is a whole one again', async () => {
  const { directory, client, calls } = await openRefreshStage();
  client.sandbox.faults.add({ route: /activities$/, fault: refused });
  const first = await directory.sweeper.refresh(scopeOf());
  expect([first.mark, first.gaps, first.coverage.complete]).toEqual([null, [], true]);
  calls();
  const second = await directory.sweeper.refresh(scopeOf());
  expect(second.wholeAt > first.wholeAt).toBe(true);
  expect(calls()).toHaveProperty('GET users');
});

test('when the right is taken away later, everything is read again, and what changed is in it', async () => {
  const { directory, client } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  client.sandbox.faults.add({ route: /activities$/, fault: refused });
  const { id } = userIn(client);
  await client.send('DELETE', `users/${id}`);
  const second = await directory.sweeper.refresh(scopeOf());
  expect(second.users.rows.some(({ externalId }) => externalId === id)).toBe(false);
  expect([second.wholeAt > first.wholeAt, second.mark]).toEqual([true, null]);
});

test('an id that nobody knows and the provider refuses is dropped, and does not lead to a whole sweep', async () => {
  const { directory, client, calls } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  const id = '3a1f0c52-6d0e-4c0b-8f57-1f6f9f0f7a11';
  client.sandbox.faults.add({ path: new RegExp(`users/${id}`), fault: broken });
  const none = new Set<string>();
  const told = { userIds: new Set([id]), groupIds: none, applicationIds: none, sweepDue: null };
  directory.sweeper.noteChanged(told);
  calls();
  for (let turn = 0; turn < 4; turn += 1) {
    const next = await directory.sweeper.refresh(scopeOf());
    expect([next.wholeAt, next.gaps]).toEqual([first.wholeAt, []]);
  }
  expect(calls()).toMatchObject({ 'GET users/{userId}': 1 });
});

test('what cannot be read again stays as it was, is a gap, and never makes the snapshot fresher', async () => {
  const { directory, client, anew } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  const [one, other] = [userIn(client, 0), userIn(client, 1)];
  await client.send('PATCH', `users/${one.id}`, { title: 'Astronaut' });
  await client.send('PATCH', `users/${other.id}`, { title: 'Cosmonaut' });
  const disarm = client.sandbox.faults.add({ path: new RegExp(`users/${one.id}`), fault: broken });
  const second = await directory.sweeper.refresh(scopeOf());
  expect([titleOf(second, one.id), titleOf(second, other.id)]).toEqual([titleOf(first, one.id), 'Cosmonaut']);
  expect([second.takenAt, second.startedAt, second.mark]).toEqual([
    first.takenAt,
    first.startedAt,
    first.mark,
  ]);
  expect(second.gaps.map(({ what, count }) => [what, count])).toEqual([['CHANGES', 1]]);
  expect(second.coverage).toMatchObject({ complete: false, sources: [{ state: 'PARTIAL' }] });
  disarm();
  const third = await directory.sweeper.refresh(scopeOf());
  expect([third.gaps, third.coverage.complete, titleOf(third, one.id)]).toEqual([[], true, 'Astronaut']);
  expect(said(third)).toEqual(said(await anew()));
});

test('an audit log that does not answer fails the one who asks for fresh facts, and takes the snapshot from nobody', async () => {
  const { directory, client } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  client.sandbox.faults.add({ route: /activities$/, fault: broken });
  await expect(directory.sweeper.refresh(scopeOf())).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  expect(await directory.sweeper.read(scopeOf())).toBe(first);
});

test('a mark that the audit log does not reach back to leads to a whole sweep', async () => {
  const { directory, client, another } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  const at = new Date(Date.now() - 15 * DAY_MS).toISOString();
  const snapshots = memoryStore();
  snapshots.kept = { ...first, mark: JSON.stringify({ at, seen: [] }) };
  await client.send('PATCH', `users/${userIn(client).id}`, { title: 'Astronaut' });
  const second = await another({ snapshots }).sweeper.refresh(scopeOf());
  expect(second.wholeAt > first.wholeAt).toBe(true);
  expect(second.users.rows.some(({ title }) => title === 'Astronaut')).toBe(true);
});

test('deleting what many objects refer to, such as a role, leads to a whole sweep', async () => {
  const { directory, client } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  client.sandbox.world.record({
    type: 'POPULATION.DELETED',
    resource: { type: 'POPULATION', id: 'gone' },
    correlationId: 'test',
  });
  expect((await directory.sweeper.refresh(scopeOf())).wholeAt > first.wholeAt).toBe(true);
});

test('when a tenth of the directory changed, everything is read again', async () => {
  const { directory, client, calls } = await openRefreshStage({ users: 40 });
  const first = await directory.sweeper.refresh(scopeOf());
  for (let at = 0; at < 30; at += 1)
    await client.send('PATCH', `users/${userIn(client, at).id}`, { title: 'Astronaut' });
  calls();
  const second = await directory.sweeper.refresh(scopeOf());
  expect(calls()).not.toHaveProperty('GET users/{userId}');
  expect(second.wholeAt > first.wholeAt).toBe(true);
});

test('changes are asked for in the background, once in a while and only when there is a snapshot', async () => {
  const { directory, client, clock, calls } = await openRefreshStage();
  expect(clock.waiting).toBe(0);
  const first = await directory.sweeper.refresh(scopeOf());
  await client.send('PATCH', `users/${userIn(client).id}`, { title: 'Astronaut' });
  calls();
  clock.move(59_000);
  expect(calls()).toEqual({});
  const seen = new Promise((resolve) => directory.sweeper.onUserEvent(resolve));
  clock.move(2_000);
  expect(await seen).toMatchObject({ change: 'UPDATED', user: { title: 'Astronaut' } });
  expect(directory.sweeper.current?.wholeAt).toEqual(first.wholeAt);
  await directory.sweeper.refresh(scopeOf());
  expect(clock.waiting).toBe(1);
});

test('a whole sweep is due a day after the last one, however often changes were put in', async () => {
  const { directory, clock } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  clock.move(DAY_MS - 120_000);
  expect((await directory.sweeper.refresh(scopeOf())).wholeAt).toEqual(first.wholeAt);
  clock.move(180_000);
  expect((await directory.sweeper.refresh(scopeOf())).wholeAt > first.wholeAt).toBe(true);
});

test('a saved snapshot is served at once, and what changed while nobody looked is put in before it counts as fresh', async () => {
  const snapshots = memoryStore();
  const { directory, client, another, calls } = await openRefreshStage({}, { snapshots });
  const first = await directory.sweeper.refresh(scopeOf());
  await directory.sweeper.stop();
  expect(snapshots.saves).toBe(1);
  await client.send('PATCH', `users/${userIn(client).id}`, { title: 'Astronaut' });
  calls();
  const { sweeper } = another({ snapshots });
  const served = await sweeper.read(scopeOf());
  expect(served.takenAt).toEqual(first.takenAt);
  const fresh = await sweeper.refresh(scopeOf());
  expect(fresh.users.rows.some(({ title }) => title === 'Astronaut')).toBe(true);
  expect(calls()).not.toHaveProperty('GET users');
  expect(sweeper.state).toBe('READY');
});

test('a saved snapshot whose last whole reading is too long ago is not used', async () => {
  const snapshots = memoryStore();
  const { directory, another } = await openRefreshStage({}, { snapshots });
  const first = await directory.sweeper.refresh(scopeOf());
  snapshots.kept = { ...first, wholeAt: new Date(Date.now() - 2 * DAY_MS) };
  const second = await another({ snapshots }).sweeper.read(scopeOf());
  expect(second.wholeAt > first.wholeAt).toBe(true);
});

test('a user that was changed here while changes were asked for is as it was read back here', async () => {
  const { directory, client } = await openRefreshStage();
  const first = await directory.sweeper.refresh(scopeOf());
  const [user] = first.users.rows;
  if (user === undefined) throw new Error('Expected a user.');
  await client.send('PATCH', `users/${user.externalId}`, { title: 'Astronaut' });
  const refreshing = directory.sweeper.refresh(scopeOf());
  directory.sweeper.replaceUser({ ...user, title: 'Changed here' });
  const second = await refreshing;
  expect(second.users.rows.find(({ externalId }) => externalId === user.externalId)?.title).toBe(
    'Changed here',
  );
});

test('what a notification names is read again, with no word of how it changed believed', async () => {
  const { directory, client, clock } = await openRefreshStage();
  client.sandbox.faults.add({ route: /activities$/, fault: refused });
  const first = await directory.sweeper.refresh(scopeOf());
  const { id } = userIn(client);
  await client.send('PATCH', `users/${id}`, { title: 'Astronaut' });
  const changed = directory.provider.events?.changedIn([
    { action: { type: 'USER.DELETED' }, resources: [{ type: 'USER', id, title: 'Invented' }] },
  ]);
  if (changed === undefined || changed === null) throw new Error('Expected a notification to be understood.');
  const seen = new Promise((resolve) => directory.sweeper.onUserEvent(resolve));
  directory.sweeper.noteChanged(changed);
  clock.move(1_000);
  expect(await seen).toMatchObject({ change: 'UPDATED', user: { title: 'Astronaut' } });
  const second = directory.sweeper.current;
  expect([second?.takenAt, second?.wholeAt]).toEqual([first.takenAt, first.wholeAt]);
});
