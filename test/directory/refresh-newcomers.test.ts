import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { UserEvent } from '../../src/directory/refresh/change-of.ts';
import { planMemberships } from '../../src/directory/membership-plan.ts';
import type { User } from '../../src/model/user.ts';
import { openRefreshStage, said, scopeOf, type RefreshStage } from './refresh-stage.ts';

const broken = { kind: 'status', status: 400, code: 'INVALID_REQUEST' } as const;
const refused = { kind: 'status', status: 403 } as const;

async function create({ client, directory }: RefreshStage, username = 'newcomer'): Promise<User> {
  const created = await client.send('POST', 'users', { username, email: `${username}@example.com` });
  const user = await directory.provider.users.get(String(created.body['id']), scopeOf().context);
  if (user === null) throw new Error('Expected the user.');
  return user;
}

function eventsOf({ directory }: RefreshStage): (readonly [string, UserEvent['change']])[] {
  const events: (readonly [string, UserEvent['change']])[] = [];
  directory.sweeper.onUserEvent(({ user, change }) => events.push([user.externalId, change]));
  return events;
}

test('a newcomer whose groups cannot be read is left out until they can: it does not look like being in none', async () => {
  const stage = await openRefreshStage();
  const { directory, client, anew } = stage;
  await directory.sweeper.refresh(scopeOf());
  const { externalId: id } = await create(stage);
  const disarm = client.sandbox.faults.add({
    path: new RegExp(`users/${id}/memberOfGroups`),
    fault: broken,
  });
  const second = await directory.sweeper.refresh(scopeOf());
  expect(second.users.rows.some(({ externalId }) => externalId === id)).toBe(false);
  expect(second.gaps.map(({ what }) => what)).toEqual(['CHANGES']);
  expect(planMemberships(directory, [id], { maxAgeMs: 600_000 }).inSnapshot.size).toBe(0);
  disarm();
  const third = await directory.sweeper.refresh(scopeOf());
  expect(third.gaps).toEqual([]);
  expect(said(third)).toEqual(said(await anew()));
});

test('a new group whose members cannot be read is left out until they can: it does not look like having none', async () => {
  const { directory, client, anew } = await openRefreshStage();
  await directory.sweeper.refresh(scopeOf());
  const created = await client.send('POST', 'groups', { name: 'Everybody', userFilter: 'enabled eq true' });
  const id = String(created.body['id']);
  const disarm = client.sandbox.faults.add({ method: 'GET', route: /\/users$/, fault: broken });
  const second = await directory.sweeper.refresh(scopeOf());
  expect(second.groups.rows.some(({ externalId }) => externalId === id)).toBe(false);
  expect(second.gaps.map(({ what }) => what)).toEqual(['CHANGES']);
  disarm();
  const third = await directory.sweeper.refresh(scopeOf());
  expect(third.groupMemberCounts.get(id)).toBeGreaterThan(0);
  expect(said(third)).toEqual(said(await anew()));
});

test('a user who was created here is told of as added once, and is in the snapshot with what is not known of it', async () => {
  const stage = await openRefreshStage();
  const { directory, anew } = stage;
  await directory.sweeper.refresh(scopeOf());
  const events = eventsOf(stage);
  const user = await create(stage);
  directory.sweeper.replaceUser(user);
  directory.sweeper.replaceUser(user);
  const { current } = directory.sweeper;
  expect(current?.users.rows.at(-1)).toEqual(user);
  expect(current?.coverage).toMatchObject({ complete: false, unknown: 1 });
  expect(planMemberships(directory, [user.externalId], { maxAgeMs: 600_000 }).inSnapshot.size).toBe(0);
  const refreshed = await directory.sweeper.refresh(scopeOf());
  expect(events).toEqual([[user.externalId, 'ADDED']]);
  expect(refreshed.coverage).toMatchObject({ complete: true, unknown: 0 });
  expect(said(refreshed)).toEqual(said(await anew()));
});

test('without a snapshot the first reading of a user is no news, and a different one after it is', async () => {
  const stage = await openRefreshStage();
  const { directory } = stage;
  const events = eventsOf(stage);
  const user = await create(stage);
  directory.sweeper.replaceUser(user);
  directory.sweeper.replaceUser({ ...user, observedAt: new Date() });
  expect(events).toEqual([]);
  directory.sweeper.replaceUser({ ...user, title: 'Astronaut' });
  expect(events).toEqual([[user.externalId, 'UPDATED']]);
});

test('a whole sweep tells who came, who changed and who left since the one before it', async () => {
  const stage = await openRefreshStage();
  const { directory, client } = stage;
  client.sandbox.faults.add({ route: /activities$/, fault: refused });
  const { users } = await directory.sweeper.refresh(scopeOf());
  const [changed, gone] = users.rows.map(({ externalId }) => externalId);
  const events = eventsOf(stage);
  await directory.sweeper.refresh(scopeOf());
  await setImmediate();
  expect(events).toEqual([]);
  const { externalId: added } = await create(stage);
  await client.send('PATCH', `users/${changed}`, { title: 'Astronaut' });
  await client.send('DELETE', `users/${gone}`);
  await directory.sweeper.refresh(scopeOf());
  for (let turn = 0; turn < 1_000 && events.length < 3; turn += 1) await setImmediate();
  expect(new Map(events)).toEqual(
    new Map([
      [changed, 'UPDATED'],
      [added, 'ADDED'],
      [gone, 'REMOVED'],
    ]),
  );
  expect(events).toHaveLength(3);
});

test('that a fact came to be known, or is not known any more, is told as no change', async () => {
  const stage = await openRefreshStage();
  const { directory, client } = stage;
  client.sandbox.faults.add({ route: /activities$/, fault: refused });
  await directory.sweeper.refresh(scopeOf());
  const events = eventsOf(stage);
  const disarm = client.sandbox.faults.add({ route: /devices$/, fault: broken });
  expect((await directory.sweeper.refresh(scopeOf())).gaps).not.toEqual([]);
  disarm();
  await directory.sweeper.refresh(scopeOf());
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
  expect(events).toEqual([]);
});

test('what is changed here while news are told is in the snapshot with what they tell', async () => {
  const { directory, client } = await openRefreshStage();
  const { sweeper } = directory;
  const [one, other, third] = (await sweeper.refresh(scopeOf())).users.rows;
  if (third === undefined) throw new Error('Expected three users.');
  for (const user of [one, other])
    await client.send('PATCH', `users/${user?.externalId}`, { title: 'There' });
  let isFirst = true;
  sweeper.onUserChanged(() => {
    if (isFirst) {
      isFirst = false;
      sweeper.replaceUser({ ...third, title: 'Here' });
    }
  });
  const titles = new Map(
    (await sweeper.refresh(scopeOf())).users.rows.map(({ externalId, title }) => [externalId, title]),
  );
  expect([one, other, third].map((user) => titles.get(user?.externalId ?? ''))).toEqual([
    'There',
    'There',
    'Here',
  ]);
});

test('a user who was read here while its removal was asked for stays removed', async () => {
  const { directory, client } = await openRefreshStage();
  const { sweeper } = directory;
  const [user] = (await sweeper.refresh(scopeOf())).users.rows;
  if (user === undefined) throw new Error('Expected a user.');
  await client.send('DELETE', `users/${user.externalId}`);
  const refreshing = sweeper.refresh(scopeOf());
  sweeper.replaceUser(user);
  const { users } = await refreshing;
  expect(users.rows.some(({ externalId }) => externalId === user.externalId)).toBe(false);
});

test('the rest of a user who was created here is read before the next question is answered, and once', async () => {
  const stage = await openRefreshStage();
  const { directory, anew, calls, clock } = stage;
  await directory.sweeper.refresh(scopeOf());
  const user = await create(stage);
  directory.sweeper.replaceUser(user);
  calls();
  const [one, other] = await Promise.all([
    directory.sweeper.read(scopeOf()),
    directory.sweeper.read(scopeOf()),
  ]);
  expect(Object.values(calls()).reduce((sum, count) => sum + count, 0)).toBe(5);
  expect(one.coverage).toMatchObject({ complete: true, unknown: 0 });
  expect(said(other)).toEqual(said(await anew()));
  calls();
  clock.move(2_000);
  await directory.sweeper.read(scopeOf());
  expect(calls()).toEqual({});
});

test('the rest of a user who was created here is read a second later, though nobody asks', async () => {
  const stage = await openRefreshStage();
  const { sweeper } = stage.directory;
  await sweeper.refresh(scopeOf());
  sweeper.replaceUser(await create(stage));
  stage.clock.move(1_000);
  await expect.poll(() => sweeper.current?.coverage.complete, { timeout: 4_000 }).toBe(true);
});

test('where nobody tells of changes, a user who was created here is read alone, and whoever asks for fresh facts has everything read', async () => {
  const stage = await openRefreshStage();
  const { directory, client, calls } = stage;
  client.sandbox.faults.add({ route: /activities$/, fault: refused });
  const first = await directory.sweeper.refresh(scopeOf());
  const user = await create(stage);
  directory.sweeper.replaceUser(user);
  calls();
  const next = await directory.sweeper.read(scopeOf());
  expect(next.coverage).toMatchObject({ complete: true, unknown: 0 });
  expect(next.takenAt).toEqual(first.takenAt);
  expect(Object.values(calls()).reduce((sum, count) => sum + count, 0)).toBe(4);
  directory.sweeper.replaceUser(await create(stage, 'another'));
  const whole = await directory.sweeper.refresh(scopeOf());
  expect(whole.takenAt.getTime()).toBeGreaterThan(first.takenAt.getTime());
  expect(whole.coverage.complete).toBe(true);
});

test('a user who was created here and cannot be read holds up one question, and stays a gap', async () => {
  const stage = await openRefreshStage();
  const { directory, client, calls } = stage;
  await directory.sweeper.refresh(scopeOf());
  const user = await create(stage);
  client.sandbox.faults.add({ path: new RegExp(`users/${user.externalId}`), fault: broken });
  directory.sweeper.replaceUser(user);
  expect((await directory.sweeper.read(scopeOf())).coverage.complete).toBe(false);
  calls();
  expect((await directory.sweeper.read(scopeOf())).coverage).toMatchObject({ complete: false, unknown: 1 });
  expect(calls()).toEqual({});
});
