import { expect, test } from 'vitest';
import { NeededDatabase } from '../../src/cli/needed-database.ts';
import { StoreError, UnopenedDatabase } from '../../src/store/store-error.ts';

function needed(ends: (() => Promise<string>)[]) {
  const [opened, failures]: [string[], string[]] = [[], []];
  let [asked, now] = [0, 1_000];
  const database = new NeededDatabase<string>({
    folder: null,
    open: () => {
      asked += 1;
      return ends.shift()?.() ?? Promise.reject(new Error('Opened too often.'));
    },
    onOpen: (what) => opened.push(what),
    onFailure: (_error, what) => failures.push(what),
    now: () => now,
  });
  return { database, opened, failures, asked: () => asked, pass: (ms: number) => void (now += ms) };
}

const failing = () => Promise.reject(new StoreError('It is broken. Mend it.'));

test('all who need it at once, and all who come after them, have the one that was opened', async () => {
  const { database, opened, asked } = needed([() => Promise.resolve('it')]);
  expect(await database.settled()).toBeNull();
  expect(asked()).toBe(0);
  expect(await Promise.all([database.opened(), database.opened(), database.opened()])).toEqual([
    'it',
    'it',
    'it',
  ]);
  expect(await database.opened()).toBe('it');
  expect(await database.settled()).toBe('it');
  expect([asked(), opened]).toEqual([1, ['it']]);
});

test('one that could not be opened is told to all who need it for five seconds, and then tried again', async () => {
  const { database, opened, failures, asked, pass } = needed([failing, () => Promise.resolve('it')]);
  const both = await Promise.allSettled([database.opened(), database.opened()]);
  for (const end of both) {
    expect(end).toMatchObject({ status: 'rejected', reason: { message: 'It is broken. Mend it.' } });
    expect(end.status === 'rejected' && end.reason).toBeInstanceOf(UnopenedDatabase);
  }
  expect([asked(), database.hasFailed, failures]).toEqual([1, true, ['the database could not be opened']]);
  pass(4_999);
  await expect(database.opened()).rejects.toThrow(UnopenedDatabase);
  await expect(database.opened()).rejects.toThrow('It is broken. Mend it.');
  expect([asked(), database.hasFailed, failures.length]).toEqual([1, true, 1]);
  pass(1);
  expect(await database.opened()).toBe('it');
  expect([asked(), database.hasFailed, opened]).toEqual([2, false, ['it']]);
});

test('after the end nothing is opened any more, and what is being opened is waited for', async () => {
  const { database, asked } = needed([() => Promise.resolve('it')]);
  const first = database.opened();
  expect(await database.end()).toBe('it');
  expect(await first).toBe('it');
  await expect(database.opened()).rejects.toThrow(UnopenedDatabase);
  const never = needed([]);
  expect(await never.database.end()).toBeNull();
  await expect(never.database.opened()).rejects.toThrow('The gateway has ended.');
  expect([asked(), never.asked()]).toEqual([1, 0]);
});
