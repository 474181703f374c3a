import { expect, test } from 'vitest';
import { Arrivals } from '../../src/upstream/arrivals.ts';
import type { Lane } from '../../src/upstream/call.ts';
import { systemClock } from '../../src/upstream/clock.ts';

/** In which turn of the event loop each of these answers is worked off. */
async function turnsOf(answers: readonly (readonly [Lane, number])[]): Promise<readonly number[]> {
  let turn = 0;
  const counting = { isOver: false };
  const count = (): void => {
    turn += 1;
    if (!counting.isOver) setImmediate(count);
  };
  const arrivals = new Arrivals(systemClock);
  const begun = answers.map(async ([lane, bytes]) => {
    await arrivals.after(lane, bytes);
    return turn;
  });
  setImmediate(count);
  const turns = await Promise.all(begun);
  counting.isOver = true;
  return turns;
}

test('small answers that arrived together are worked off together', async () => {
  const turns = await turnsOf(Array.from({ length: 60 }, () => ['interactive', 2_000] as const));
  expect(new Set(turns).size).toBe(1);
});

test('of large ones each has a turn of its own, in the order in which they came', async () => {
  const turns = await turnsOf(Array.from({ length: 4 }, () => ['bulk', 450_000] as const));
  expect(new Set(turns).size).toBe(4);
  expect(turns).toEqual(turns.toSorted((a, b) => a - b));
});

test('what a person waits for goes before those of the bulk lane', async () => {
  const [first, , person] = await turnsOf([
    ['bulk', 450_000],
    ['bulk', 450_000],
    ['interactive', 2_000],
  ]);
  expect(person).toBeLessThanOrEqual(first ?? 0);
});

test('the calls that an answer made room for are written before it is worked off', async () => {
  const order: string[] = [];
  const worked = new Arrivals(systemClock).after('interactive', 2_000).then(() => order.push('worked off'));
  // As undici does with a connection that was used before.
  setImmediate(() => order.push('written'));
  await worked;
  expect(order).toEqual(['written', 'worked off']);
});

test('while somebody waits for answers, a sweep rests for as long as it worked', async () => {
  const arrivals = new Arrivals(systemClock);
  arrivals.asked();
  const spans: { readonly from: number; readonly to: number }[] = [];
  const work = async (): Promise<void> => {
    await arrivals.after('bulk', 450_000);
    const from = performance.now();
    let to = from;
    while (to - from < 20) to = performance.now();
    spans.push({ from, to });
  };
  await Promise.all([work(), work(), work()]);
  expect(spans).toHaveLength(3);
  const rests = spans.slice(1).map(({ from }, index) => {
    const before = spans[index] ?? { from: 0, to: 0 };
    return from - before.to - (before.to - before.from);
  });
  // A timer may be early by the fraction of a millisecond that it was set in.
  expect(Math.min(...rests)).toBeGreaterThanOrEqual(-2);
});

test('a sweep goes on although somebody else always has answers to work on', async () => {
  const arrivals = new Arrivals(systemClock);
  const crowd = { isOver: false, worked: 0 };
  const people = Array.from({ length: 4 }, async () => {
    while (!crowd.isOver) {
      await arrivals.after('interactive', 450_000);
      crowd.worked += 1;
    }
  });
  await arrivals.after('bulk', 450_000);
  const before = crowd.worked;
  crowd.isOver = true;
  await Promise.all(people);
  expect(before).toBeGreaterThan(8);
  expect(before).toBeLessThan(32);
});
