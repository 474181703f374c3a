import { expect, test } from 'vitest';
import { Turns } from '../../src/upstream/turns.ts';

test('of several long works one goes on in each turn of the event loop, and all of them come to their end', async () => {
  let turn = 0;
  let isOver = false;
  const count = (): void => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const stretches: { readonly work: string; readonly turn: number }[] = [];
  const long = async (work: string): Promise<void> => {
    const turns = new Turns();
    for (let step = 0; step < 5; step += 1) {
      while (!turns.isOver);
      await turns.pause();
      stretches.push({ work, turn });
    }
  };
  await Promise.all(['one', 'another', 'a third'].map(long));
  isOver = true;
  expect(stretches).toHaveLength(15);
  expect(new Set(stretches.map((each) => each.turn)).size).toBe(15);
  // None of them waits for the end of another one.
  expect(new Set(stretches.slice(0, 3).map(({ work }) => work)).size).toBe(3);
});
