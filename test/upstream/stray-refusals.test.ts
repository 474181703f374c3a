import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { createUpstream } from '../../src/upstream/create-upstream.ts';
import type { SchedulerLimits } from '../../src/upstream/scheduler.ts';
import { fixedToken } from '../../src/upstream/token-source.ts';
import { SimulatedProvider, type SimulatedLimits } from './support/simulated-provider.ts';
import { VirtualClock } from './support/virtual-clock.ts';

/** The same chances in every run (a linear congruential generator; Numerical Recipes' constants). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Run {
  readonly answered: number;
  readonly refusals: number;
  /** Calls answered a second, from the first to the last. */
  readonly throughput: number;
  /** Milliseconds between a refusal told to a call and its next try, at least. */
  readonly earliestReturnMs: number;
}

const free: SimulatedLimits = { perSecond: 1_000_000, burst: 1_000_000, latencyMs: 20 };

async function run(
  calls: number,
  limits: SimulatedLimits,
  own: SchedulerLimits = {},
  seed = 1,
): Promise<Run> {
  const clock = new VirtualClock();
  const random = chances(seed);
  const simulated = new SimulatedProvider(clock, { ...limits, random });
  const upstream = createUpstream({
    directory: 'simulated',
    baseUrl: 'http://127.0.0.1/v1',
    tokens: fixedToken(new Secret('t')),
    clock,
    random,
    transport: simulated,
    limits: own,
  });
  const all = Promise.allSettled(
    Array.from({ length: calls }, (_, number) =>
      upstream.call(
        { method: 'GET', route: '/users/{userId}/devices', path: `/users/${number}/devices` },
        { lane: 'bulk', transactionId: `t${number}` },
      ),
    ),
  );
  const settled = await clock.finish(all);
  return {
    answered: settled.filter((each) => each.status === 'fulfilled').length,
    refusals: simulated.refusals,
    throughput: (calls / clock.monotonic()) * 1_000,
    earliestReturnMs: simulated.earliestReturnMs,
  };
}

function say(title: string, { answered, refusals, throughput, earliestReturnMs }: Run, full: number): void {
  process.stdout.write(
    `${title}: ${answered} answered, ${refusals} refused, ${throughput.toFixed(0)} a second, ` +
      `${(throughput / full).toFixed(2)} of the undisturbed, back after ${earliestReturnMs.toFixed(0)} ms at the earliest\n`,
  );
}

describe('refusals by chance, at 64 calls at once and 20 ms', () => {
  test.each([
    ['3 % with Retry-After: 0', 0.03, '0', 0.5],
    ['3 % that say nothing', 0.03, undefined, 0.5],
    ['3 % with Retry-After: 1', 0.03, '1', 0.5],
    ['6 % that say nothing', 0.06, undefined, 0.4],
  ])('%s: the others go on', async (title, strayShare, retryAfter, atLeast) => {
    const calls = 8_000;
    const undisturbed = await run(calls, free);
    const limits = { ...free, strayShare, ...(retryAfter === undefined ? {} : { retryAfter }) };
    const disturbed = await run(calls, limits);
    say(title, disturbed, undisturbed.throughput);
    expect(disturbed.answered).toBe(calls);
    expect(disturbed.throughput / undisturbed.throughput).toBeGreaterThan(atLeast);
    expect(disturbed.earliestReturnMs).toBeGreaterThanOrEqual(retryAfter === '1' ? 1_000 : 0);
  });
});

test.each([
  ['configured', { requestsPerSecond: 200, burst: 200 }],
  ['discovered', {}],
])(
  'refusals by chance beside a limit of 200 a second, %s: near the allowed rate all the same',
  async (title, own) => {
    const limits: SimulatedLimits = { perSecond: 200, burst: 200, latencyMs: 20, retryAfter: '1' };
    const undisturbed = await run(3_000, limits, own);
    const disturbed = await run(3_000, { ...limits, strayShare: 0.03 }, own);
    say(`3 % beside a limit, ${title}`, disturbed, undisturbed.throughput);
    expect(disturbed.answered).toBe(3_000);
    expect(disturbed.earliestReturnMs).toBeGreaterThanOrEqual(1_000);
    expect(disturbed.throughput / undisturbed.throughput).toBeGreaterThan(0.5);
  },
);

test('a crowd at the start is recovered from, although refusals by chance go on', async () => {
  const limits = { ...free, firstRefused: 40, strayShare: 0.03, retryAfter: '0' };
  const result = await run(8_000, limits);
  say('after a crowd', result, 3_200);
  expect(result.answered).toBe(8_000);
  expect(result.throughput).toBeGreaterThan(500);
});
