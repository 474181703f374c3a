import { expect, test } from 'vitest';
import { requestScope } from '../directory/request-scope.ts';
import { callsOf, KEY, openGateway, routes, type TestGateway } from '../support/gateway.ts';
import type { UsersMfa } from './answers.ts';

const MFA = '{ users(first: 40) { nodes { externalId mfa { status source observedAt devices { type } } } } }';

async function swept(gateway: TestGateway): Promise<Date> {
  const sweep = await gateway.directory.sweeper.read(requestScope());
  gateway.directory.cache.clear();
  gateway.sandbox.requests.reset();
  return sweep.startedAt;
}

function plain({ users }: UsersMfa) {
  return users.nodes.map(({ externalId, mfa: { status, devices } }) => ({ externalId, status, devices }));
}

function sourcesOf({ users }: UsersMfa): ReadonlySet<unknown> {
  return new Set(users.nodes.map(({ mfa }) => mfa.source));
}

test('nobody is answered from the snapshot who did not say how old an answer may be', async () => {
  const gateway = await openGateway({ users: 40 });
  await swept(gateway);
  for (const headers of [{}, { 'cache-control': 'no-cache' }, { 'cache-control': 'max-age=0' }]) {
    gateway.directory.cache.clear();
    const { data } = await gateway.ask<UsersMfa>(MFA, {}, headers);
    expect(sourcesOf(data)).toEqual(new Set(['DIRECT']));
  }
});

test('who accepts an older answer gets devices from the snapshot, without a call, and is told as of when', async () => {
  const gateway = await openGateway({ users: 40 });
  const direct = await gateway.ask<UsersMfa>(MFA);
  const startedAt = await swept(gateway);
  const { data, cost } = await gateway.ask<UsersMfa>(MFA, {}, { 'Cache-Control': 'max-age=3600' });
  expect(sourcesOf(data)).toEqual(new Set(['SNAPSHOT']));
  expect(callsOf(gateway.sandbox)).toBe(gateway.sandbox.requests.of(routes.users));
  expect(cost).toMatchObject({ sources: { mfaDevices: { SNAPSHOT: 40 } } });
  expect(plain(data)).toEqual(plain(direct.data));
  for (const { mfa } of data.users.nodes)
    expect(Date.parse(String((mfa as { observedAt?: string }).observedAt))).toBeGreaterThanOrEqual(
      startedAt.getTime(),
    );
});

test('a user who was changed after the snapshot is read directly', async () => {
  const gateway = await openGateway({ users: 20 });
  await swept(gateway);
  const [changed] = gateway.users();
  if (changed === undefined) throw new Error('Expected a user.');
  changed['updatedAt'] = new Date(Date.now() + 60_000).toISOString();
  gateway.sandbox.world.touch();
  const { data } = await gateway.ask<UsersMfa>(MFA, {}, { 'cache-control': 'max-age=3600' });
  expect(data.users.nodes.find(({ externalId }) => externalId === changed.id)?.mfa.source).toBe('DIRECT');
  expect(gateway.sandbox.requests.of(routes.devices)).toBe(1);
});

test('a report that is further behind than the caller accepts is not used; without a bound it is', async () => {
  // PingOne's report is up to 15 minutes behind, and says so.
  const gateway = await openGateway({
    users: 60,
    reportThreshold: 20,
    asOf: new Date(Date.now() - 3_600_000),
  });
  const sources = async (header: string): Promise<unknown> => {
    gateway.directory.cache.clear();
    return sourcesOf((await gateway.ask<UsersMfa>(MFA, {}, { 'cache-control': header })).data);
  };
  expect(await sources('max-age=600')).toEqual(new Set(['DIRECT']));
  expect(await sources('max-age=1200')).toEqual(new Set(['REPORT']));
  // This only says that nothing may come from the gateway's memory.
  expect(await sources('no-cache')).toEqual(new Set(['REPORT']));
  expect(await sources('no-cache, max-age=600')).toEqual(new Set(['DIRECT']));
});

test('a mutation answers with what holds after it, whatever age is accepted', async () => {
  const gateway = await openGateway({ users: 20 });
  await swept(gateway);
  const active = gateway.users().filter((user) => user['enabled'] === true)[5];
  const ref = { externalId: { directory: KEY, externalId: String(active?.id) } };
  const { data, errors } = await gateway.ask<{ suspendUser: { user: { mfa: { source: string } } } }>(
    'mutation ($user: UserRef!) { suspendUser(input: { user: $user, reason: "Left" }) { ... on SuspendUserSuccess { user { mfa { source devices { id } } } } } }',
    { user: ref },
    { 'cache-control': 'max-age=3600' },
  );
  expect(errors).toEqual([]);
  expect(data.suspendUser.user.mfa.source).toBe('DIRECT');
});
