import { afterEach, expect, test, vi } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import type { UserEvent } from '../../../src/directory/refresh/change-of.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { KEY } from '../../support/gateway.ts';
import { openLive } from './live-gateway.ts';

afterEach(() => vi.useRealTimers());

function unreadable(): never {
  throw new Error('The file cannot be read.');
}

const CHANGES = 'subscription { userChanged { change } }';
const withKey: Caller = { ...localCaller, credential: { kind: 'KEY', id: '0123456789ab' } };
const expiresAt = new Date(Date.now() + 3_600_000);
const withToken: Caller = { ...localCaller, credential: { kind: 'TOKEN', expiresAt } };

async function open(caller: Caller) {
  const gateway = await openLive({ users: 5, caller });
  const sweep = await gateway.directory.sweeper.read(requestScope());
  const tellers = new Set<(event: UserEvent) => void>();
  gateway.directory.sweeper.onUserEvent = (listener) => {
    tellers.add(listener);
    return () => tellers.delete(listener);
  };
  const [user] = sweep.users.rows;
  if (user === undefined) throw new Error('Expected a user.');
  const tell = (): void => {
    for (const each of tellers) each({ user, change: 'UPDATED', observedAt: new Date() });
  };
  return { ...gateway, tell, tellers };
}

test('a listener whose key was revoked is told so instead of the next news, and nothing after it', async () => {
  const { listen, tell, tellers, actions } = await open(withKey);
  const asked: Caller[] = [];
  let isGood = true;
  Object.assign(actions, { stillGood: (caller: Caller) => asked.push(caller) > 0 && isGood });
  const listening = await listen(CHANGES);
  tell();
  expect((await listening.next())?.data).toEqual({ userChanged: { change: 'UPDATED' } });
  expect(asked[0]?.credential).toEqual(withKey.credential);
  isGood = false;
  tell();
  const last = await listening.next();
  expect(last?.data ?? null).toBeNull();
  expect(last?.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(await listening.next()).toBeNull();
  expect(tellers.size).toBe(0);
});

test('a listener whose token has come to its end hears nothing more', async () => {
  const { listen, tell } = await open(withToken);
  const listening = await listen(CHANGES);
  tell();
  expect((await listening.next())?.data).toEqual({ userChanged: { change: 'UPDATED' } });
  vi.useFakeTimers({ toFake: ['Date'], now: expiresAt.getTime() + 30_000 });
  tell();
  expect((await listening.next())?.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(await listening.next()).toBeNull();
});

test('where it cannot be known whether a key is still good, the stream ends too', async () => {
  const { listen, tell, actions } = await open(withKey);
  const listening = await listen(CHANGES);
  Object.assign(actions, { stillGood: unreadable });
  tell();
  expect((await listening.next())?.errors?.[0]?.extensions?.code).toBe('AUTH_UNAVAILABLE');
});

test('what is read for an event has a deadline of its own, and goes in the slowest lane', async () => {
  const { listen, tell, directory } = await open(withKey);
  const read = vi.spyOn(directory.cache, 'read');
  const listening = await listen('subscription { userChanged { user { groups(first: 5) { totalCount } } } }');
  const before = Date.now();
  tell();
  expect((await listening.next())?.errors).toBeUndefined();
  const contexts = read.mock.calls.map(([, , scope]) => scope.context);
  expect(contexts.length).toBeGreaterThan(0);
  for (const { lane, deadline } of contexts) {
    expect(lane).toBe('bulk');
    expect(deadline).toBeGreaterThanOrEqual(before + 60_000);
  }
});

test('the progress of a sweep, which tells how many there are, is not for callers of single populations', async () => {
  const population = '00000000-0000-4000-8000-000000000000';
  const grants = localCaller.grants.map((grant) => ({ ...grant, populations: [population] }));
  const { listen } = await open({ ...localCaller, name: 'confined', grants });
  const heard = await (
    await listen(`subscription { snapshotProgress(directory: "${KEY}") { phase done total } }`)
  ).next();
  expect(heard?.data ?? null).toBeNull();
  expect(heard?.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
