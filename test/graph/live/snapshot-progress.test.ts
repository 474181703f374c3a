import { expect, test } from 'vitest';
import type { Caller } from '../../../src/access/caller.ts';
import { requestScope } from '../../directory/request-scope.ts';
import { KEY, operation } from '../../support/gateway.ts';
import { type Listening, openLive } from './live-gateway.ts';

const PROGRESS = operation('snapshot-progress');

interface Progress {
  readonly directory: { readonly key: string };
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly startedAt: string;
  readonly estimatedEndAt: string | null;
}

async function progressIn(listening: Listening): Promise<Progress> {
  const event = await listening.next();
  expect(event?.errors).toBeUndefined();
  if (event === null) throw new Error('Expected an event; the stream has ended.');
  return (event.data as { snapshotProgress: Progress }).snapshotProgress;
}

test('whoever listens hears a sweep from its first phase to its last', async () => {
  const { listen, directory } = await openLive({ users: 60 });
  const listening = await listen(PROGRESS, { directory: KEY });
  const sweep = directory.sweeper.read(requestScope());
  const heard: Progress[] = [];
  do heard.push(await progressIn(listening));
  while (heard.at(-1)?.phase !== 'DONE');
  await sweep;
  const phases = heard.map(({ phase }) => phase);
  expect(phases[0]).toBe('USERS');
  expect(heard.at(-1)).toMatchObject({ directory: { key: KEY }, done: 60, total: 60, estimatedEndAt: null });
  expect(new Set(heard.map(({ startedAt }) => startedAt)).size).toBe(1);
});

test('listening begins no sweep; the newest that is complete is told of as done', async () => {
  const { listen, directory, sandbox } = await openLive({ users: 20 });
  const early = await listen(PROGRESS, { directory: KEY });
  expect(sandbox.requests.total).toBe(0);
  expect(directory.sweeper.state).toBe('NONE');
  await directory.sweeper.read(requestScope());
  const late = await listen(PROGRESS, { directory: KEY });
  expect(await progressIn(late)).toMatchObject({ phase: 'DONE', done: 20, total: 20 });
  early.leave();
});

test('a listener who fetches nothing holds back one state, however far the sweep goes', async () => {
  const { listen, directory } = await openLive({ users: 200 });
  const listening = await listen(PROGRESS, { directory: KEY });
  await directory.sweeper.read(requestScope());
  const heard: string[] = [];
  while (heard.at(-1) !== 'DONE') heard.push((await progressIn(listening)).phase);
  // Five phases that begin, the end, and what four a second add: not one for each of the hundreds of users.
  expect(heard.length).toBeLessThan(60);
});

test('a directory that is not there, or not for the caller to see, is refused', async () => {
  const elsewhere: Caller = {
    name: 'elsewhere',
    roles: [],
    grants: [{ permission: 'directory:read', directories: ['other'] }],
  };
  const confined = await openLive({ users: 5, caller: elsewhere });
  const refused = await (await confined.listen(PROGRESS, { directory: KEY })).next();
  expect(refused?.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  const { listen } = await openLive({ users: 5 });
  const unknown = await (await listen(PROGRESS, { directory: 'nowhere' })).next();
  expect(unknown?.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('the sixth subscription of a caller is refused, and one that is left makes room', async () => {
  const { listen, directory } = await openLive({ users: 5 });
  await directory.sweeper.read(requestScope());
  const open = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const listening = await listen(PROGRESS, { directory: KEY });
    await progressIn(listening);
    open.push(listening);
  }
  const sixth = await (await listen(PROGRESS, { directory: KEY })).next();
  expect(sixth?.errors?.[0]?.extensions?.code).toBe('TOO_MANY_SUBSCRIPTIONS');
  open[0]?.leave();
  await expect
    .poll(async () => (await (await listen(PROGRESS, { directory: KEY })).next())?.errors)
    .toBeUndefined();
});
