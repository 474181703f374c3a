import { expect, test } from 'vitest';
import type { Lane } from '../../src/upstream/call.ts';
import { Scheduler } from '../../src/upstream/scheduler.ts';
import { VirtualClock } from './support/virtual-clock.ts';

/** Asks for a turn and answers how long it took; the call itself takes 20 ms. */
async function waited(scheduler: Scheduler, clock: VirtualClock, lane: Lane): Promise<number> {
  const turn = await scheduler.turn({
    lane,
    priority: 0,
    bucket: undefined,
    signal: undefined,
    deadline: Infinity,
    patienceMs: 60_000,
  });
  clock.after(20, () => turn.end({ kind: 'answered' }));
  return turn.waitedMs;
}

test('whoever clicks while a sweep uses every call that is allowed does not wait for the next one', async () => {
  const clock = new VirtualClock();
  const scheduler = new Scheduler({ requestsPerSecond: 50 }, clock, () => 0.5);
  const sweep = Array.from({ length: 500 }, () => waited(scheduler, clock, 'bulk'));
  await clock.advance(3_000);
  const clicks = Array.from({ length: 5 }, () => waited(scheduler, clock, 'interactive'));
  expect(await clock.finish(Promise.all(clicks))).toEqual([0, 0, 0, 0, 0]);
  const longest = Math.max(...(await clock.finish(Promise.all(sweep))));
  // The calls that it spares are a part of the first swarm, not of each second: 500 calls at 50 a second, less that swarm.
  expect(longest).toBeGreaterThan(9_000);
  expect(longest).toBeLessThan(9_800);
});

test('with one call at a time there is nothing to spare, and a sweep goes on', async () => {
  const clock = new VirtualClock();
  const scheduler = new Scheduler({ requestsPerSecond: 2, burst: 1 }, clock, () => 0.5);
  const sweep = Array.from({ length: 6 }, () => waited(scheduler, clock, 'bulk'));
  expect(Math.max(...(await clock.finish(Promise.all(sweep))))).toBeLessThan(2_600);
});
