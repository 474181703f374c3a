import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { createUpstream } from '../../src/upstream/create-upstream.ts';
import type { SchedulerLimits } from '../../src/upstream/scheduler.ts';
import { fixedToken } from '../../src/upstream/token-source.ts';
import { SimulatedProvider, type SimulatedLimits } from './support/simulated-provider.ts';
import { VirtualClock } from './support/virtual-clock.ts';

interface Run {
  readonly answered: number;
  readonly refusals: number;
  readonly seconds: number;
  readonly overIdeal: number;
  readonly provider: SimulatedProvider;
}

/** `calls` calls at once, in virtual time. */
async function run(calls: number, provider: SimulatedLimits, limits: SchedulerLimits): Promise<Run> {
  const clock = new VirtualClock();
  const simulated = new SimulatedProvider(clock, provider);
  const upstream = createUpstream({
    directory: 'simulated',
    baseUrl: 'http://127.0.0.1/v1',
    tokens: fixedToken(new Secret('t')),
    clock,
    random: () => 0.5,
    transport: simulated,
    limits,
  });
  const all = Promise.allSettled(
    Array.from({ length: calls }, (_, number) =>
      upstream.call(
        { method: 'GET', route: '/users/{userId}/devices', path: `/users/${number}/devices` },
        { lane: 'interactive', transactionId: `t${number}` },
      ),
    ),
  );
  const settled = await clock.finish(all);
  const seconds = clock.monotonic() / 1_000;
  const ideal = Math.max(provider.latencyMs / 1_000, (calls - provider.burst) / provider.perSecond);
  return {
    answered: settled.filter((each) => each.status === 'fulfilled').length,
    refusals: simulated.refusals,
    seconds,
    overIdeal: seconds / ideal,
    provider: simulated,
  };
}

function say(title: string, { answered, refusals, seconds, overIdeal }: Run): void {
  process.stdout.write(
    `${title}: ${answered} answered, ${refusals} refused, ${seconds.toFixed(2)} s, ${overIdeal.toFixed(3)} of ideal\n`,
  );
}

const pingOneLike: SimulatedLimits = {
  perSecond: 200,
  burst: 200,
  retryAfter: '1',
  latencyMs: 20,
  jitterMs: 6,
};

describe('a burst of 1,000 calls where 200 a second are allowed', () => {
  test('with the rate configured, all are answered with hardly a refusal, in nearly the ideal time', async () => {
    const result = await run(1_000, pingOneLike, { requestsPerSecond: 200, burst: 200 });
    say('configured', result);
    expect(result.answered).toBe(1_000);
    expect(result.refusals).toBeLessThan(20);
    expect(result.overIdeal).toBeLessThan(1.05);
    expect(result.provider.mostInFlight).toBeLessThanOrEqual(64);
  });

  test('with slow first connections too', async () => {
    const result = await run(
      1_000,
      { ...pingOneLike, latencyMs: 150 },
      { requestsPerSecond: 200, burst: 200 },
    );
    say('configured, 150 ms away', result);
    expect(result.answered).toBe(1_000);
    expect(result.refusals).toBeLessThan(20);
  });

  test('with the rate to be discovered, all are answered, within 1.15 of the ideal time', async () => {
    const result = await run(1_000, pingOneLike, {});
    say('discovered', result);
    expect(result.answered).toBe(1_000);
    expect(result.refusals).toBeLessThan(150);
    expect(result.overIdeal).toBeLessThan(1.15);
  });

  test.each([
    ['a quick provider', { ...pingOneLike, latencyMs: 4 }],
    ['a slow provider', { ...pingOneLike, latencyMs: 100 }],
    ['one that says two seconds', { ...pingOneLike, retryAfter: '2' }],
    ['half of it', { ...pingOneLike, perSecond: 100, burst: 100 }],
    ['twice as much burst', { ...pingOneLike, burst: 400 }],
  ])('discovered also from %s', async (title, provider) => {
    const result = await run(1_000, provider, {});
    say(`discovered, ${title}`, result);
    expect(result.answered).toBe(1_000);
    expect(result.overIdeal).toBeLessThan(1.5);
  });
});

describe('harder providers', () => {
  test.each([
    ['a small burst', { perSecond: 200, burst: 40, retryAfter: '1', latencyMs: 20 }],
    ['a large burst and a low rate', { perSecond: 20, burst: 500, retryAfter: '1', latencyMs: 20 }],
    ['refusals that say nothing', { perSecond: 200, burst: 200, latencyMs: 20 }],
    ['Retry-After: 0', { perSecond: 200, burst: 200, retryAfter: '0', latencyMs: 20 }],
    ['a quota by the minute', { perSecond: 10, burst: 600, retryAfter: '10', latencyMs: 20 }],
  ])('%s: every call is answered', async (title, provider) => {
    const result = await run(800, provider, {});
    say(title, result);
    expect(result.answered).toBe(800);
  });

  test('one refusal at the very start does not slow everything down for long', async () => {
    const result = await run(
      400,
      { perSecond: 1_000, burst: 1_000, firstRefused: 3, retryAfter: '1', latencyMs: 20 },
      {},
    );
    say('refused at the start', result);
    expect(result.answered).toBe(400);
    expect(result.seconds).toBeLessThan(8);
  });

  test('a long sweep runs at nearly the allowed rate and is seldom refused', async () => {
    const result = await run(12_000, pingOneLike, {});
    say('sweep', result);
    expect(result.answered).toBe(12_000);
    expect(result.overIdeal).toBeLessThan(1.1);
    expect(result.refusals).toBeLessThan(240);
  });
});
