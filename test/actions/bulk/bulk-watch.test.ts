import { expect, test } from 'vitest';
import { BulkNews } from '../../../src/actions/bulk/bulk-news.ts';
import type { BulkOperation } from '../../../src/actions/bulk/bulk-operation.ts';
import type { BulkStore } from '../../../src/actions/bulk/bulk-store.ts';
import { watchBulk } from '../../../src/actions/bulk/bulk-watch.ts';
import { waitFor } from '../../../src/actions/bulk/wait-for.ts';
import { BulkChanges } from '../../../src/graphql/bulk-changes.ts';

const operation = {
  id: 'one',
  state: 'RUNNING',
  counts: { succeeded: 0, failed: 0, refused: 0, notStarted: 0, pending: 2 },
  passesAt: null,
} as unknown as BulkOperation;

/** A store of one operation, that counts how often it is read. */
function oneOperation() {
  const told = { now: operation, reads: 0, fails: false };
  const get = async (): Promise<BulkOperation> => {
    told.reads += 1;
    if (told.fails) throw new Error('The database is gone.');
    return told.now;
  };
  return { told, store: { get } as unknown as BulkStore, news: new BulkNews() };
}

test('three hundred who listen to one operation read it as often as one does', async () => {
  const { told, store, news } = oneOperation();
  const ended: BulkOperation = { ...operation, state: 'DONE' };
  const listeners = Array.from({ length: 300 }, async () =>
    waitFor(store, news, 'one', ({ state }) => state === 'DONE', { waitMs: 60_000 }),
  );
  for (let turn = 0; turn < 100; turn += 1) news.tell('one');
  told.now = ended;
  news.tell('one');
  expect(new Set(await Promise.all(listeners))).toEqual(new Set([ended]));
  expect(told.reads).toBeLessThanOrEqual(3);
});

test('when the last listener has left, nothing is read any more', async () => {
  const { told, store, news } = oneOperation();
  const left: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    const listener = { heard: () => resolve(), failed: () => {} };
    left.push(watchBulk(store, news, 'one', listener), watchBulk(store, news, 'one', listener));
  });
  for (const leave of left) leave();
  const { reads } = told;
  news.tell('one');
  expect(told.reads).toBe(reads);
});

test('who waits is told of a database that is gone, and can wait again', async () => {
  const { told, store, news } = oneOperation();
  told.fails = true;
  await expect(waitFor(store, news, 'one', () => true, { waitMs: 60_000 })).rejects.toThrow('gone');
  told.fails = false;
  expect(await waitFor(store, news, 'one', () => true, { waitMs: 60_000 })).toBe(operation);
});

test('whoever leaves a subscription while it waits is let go at once, and so is the watcher', async () => {
  const { told, store, news } = oneOperation();
  const caller = new AbortController();
  let seats = 2;
  const changes = () =>
    new BulkChanges({
      watch: (listener) => watchBulk(store, news, 'one', listener),
      onEnd: () => (seats -= 1),
      signal: caller.signal,
    });
  const [leaving, aborted] = [changes(), changes()];
  expect(await leaving.next()).toEqual({ done: false, value: operation });
  expect(await aborted.next()).toEqual({ done: false, value: operation });
  const waiting = [leaving.next(), aborted.next()];
  await leaving.return();
  caller.abort();
  expect(await Promise.all(waiting)).toEqual([
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
  expect(seats).toBe(0);
  const { reads } = told;
  news.tell('one');
  expect(told.reads).toBe(reads);
});

test('a subscription tells each state once, the newest to who is slow, and ends with the operation', async () => {
  const { told, store, news } = oneOperation();
  let ends = 0;
  const changes = new BulkChanges({
    watch: (listener) => watchBulk(store, news, 'one', listener),
    onEnd: () => (ends += 1),
    signal: undefined,
  });
  expect((await changes.next()).value).toBe(operation);
  const done: BulkOperation = { ...operation, state: 'DONE' };
  told.now = done;
  news.tell('one');
  expect((await changes.next()).value).toBe(done);
  expect(await changes.next()).toEqual({ done: true, value: undefined });
  expect(ends).toBe(1);
});
