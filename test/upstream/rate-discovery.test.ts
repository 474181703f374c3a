import { describe, expect, test } from 'vitest';
import { AdaptiveRate } from '../../src/upstream/adaptive-rate.ts';
import { RateGate, type RateLimits } from '../../src/upstream/rate-gate.ts';
import { Scheduler } from '../../src/upstream/scheduler.ts';
import { VirtualClock } from './support/virtual-clock.ts';

interface Provider {
  readonly perSecond: number;
  readonly burst: number;
  readonly pauseMs: number;
  readonly latencyMs: number;
}

interface Done {
  readonly refused: number;
  /** Refused later than those that were under way with the first. */
  readonly refusedLater: number;
  readonly ms: number;
}

/** Some pages one after the other, and then a call for each of what they list: in virtual time. */
async function run(calls: number, provider: Provider, limits: RateLimits): Promise<Done> {
  const clock = new VirtualClock();
  const scheduler = new Scheduler({ ...limits, concurrency: 64 }, clock, () => 0.5);
  const half = (): Promise<void> =>
    new Promise((resolve) => {
      clock.after(provider.latencyMs / 2, resolve);
    });
  const refusedAt: number[] = [];
  let [tokens, at] = [provider.burst, 0];
  const allows = (): boolean => {
    const now = clock.monotonic();
    tokens = Math.min(provider.burst, tokens + ((now - at) / 1_000) * provider.perSecond);
    at = now;
    if (tokens < 1) {
      refusedAt.push(now);
      return false;
    }
    tokens -= 1;
    return true;
  };
  const one = async (): Promise<void> => {
    for (;;) {
      const turn = await scheduler.turn({
        lane: 'interactive',
        priority: 0,
        bucket: undefined,
        signal: undefined,
        deadline: Infinity,
        patienceMs: Infinity,
      });
      await half();
      const allowed = allows();
      await half();
      if (allowed) {
        turn.end({ kind: 'answered' });
        return;
      }
      if (turn.end({ kind: 'refused', retryAfterMs: provider.pauseMs })) {
        await new Promise<void>((resolve) => {
          clock.after(provider.pauseMs, resolve);
        });
      }
    }
  };
  const work = async (): Promise<void> => {
    for (let page = 0; page < 5; page += 1) await one();
    await Promise.all(Array.from({ length: calls }, one));
  };
  await clock.finish(work());
  const first = refusedAt[0] ?? 0;
  const done = {
    refused: refusedAt.length,
    refusedLater: refusedAt.filter((time) => time > first + 2 * provider.latencyMs).length,
    ms: clock.monotonic(),
  };
  process.stdout.write(
    `${JSON.stringify(provider)} ${JSON.stringify(limits)}: ${done.refused} refused, ${done.refusedLater} of them later, ${done.ms.toFixed(0)} ms\n`,
  );
  return done;
}

const pingOneLike: Provider = { perSecond: 200, burst: 200, pauseMs: 1_000, latencyMs: 20 };
/** Five pages at 20 ms, the burst, and the rest at 200 a second. */
const limitMs = 5 * 20 + ((1_000 - 200) / 200) * 1_000 + 20;

describe('1,000 calls after five pages, where 200 a second are allowed', () => {
  test('with the rate configured there is no refusal, and 1.5 % are lost', async () => {
    const { refused, ms } = await run(1_000, pingOneLike, { requestsPerSecond: 200 });
    expect(refused).toBe(0);
    expect(ms / limitMs).toBeLessThan(1.015);
  });

  test('with the rate to be discovered, hardly more are refused than were under way, all of them then, and 5 % are lost', async () => {
    const { refused, refusedLater, ms } = await run(1_000, pingOneLike, {});
    expect(refused).toBeLessThan(70);
    expect(refusedLater).toBe(0);
    expect(ms / limitMs).toBeLessThan(1.05);
  });
});

describe('a provider that allows fewer at once than in a second', () => {
  test.each<[Provider, number, number]>([
    [{ perSecond: 100, burst: 1, pauseMs: 1_000, latencyMs: 20 }, 100, 16_000],
    [{ perSecond: 200, burst: 10, pauseMs: 1_000, latencyMs: 20 }, 100, 12_500],
    [{ perSecond: 200, burst: 40, pauseMs: 1_000, latencyMs: 20 }, 100, 7_500],
  ])('is no longer asked for more at once: %j', async (provider, mostLater, mostMs) => {
    const { refusedLater, ms } = await run(600, provider, {});
    expect(refusedLater).toBeLessThan(mostLater);
    expect(ms).toBeLessThan(mostMs);
  });
});

/** A crowd at the start, and another as soon as calls begin again: `allowed` of those were accepted. */
function burstLearnt(pauseMs: number, allowed: number, adaptive = new AdaptiveRate(Infinity)): AdaptiveRate {
  for (let call = 0; call < 164; call += 1) adaptive.left(0);
  for (let call = 0; call < 100; call += 1) adaptive.accepted(10, 0, 164 - call - 1);
  for (let call = 0; call < 64; call += 1) adaptive.refused(10, 0, pauseMs, 64 - call - 1);
  const again = 10 + pauseMs;
  const all = allowed + 40;
  for (let call = 0; call < all; call += 1) adaptive.left(again);
  for (let call = 0; call < allowed; call += 1) adaptive.accepted(again + 10, 1, all - call - 1);
  for (let call = allowed; call < all; call += 1) adaptive.refused(again + 10, 1, pauseMs, all - call - 1);
  return adaptive;
}

describe('a burst that was learnt', () => {
  test('is what was accepted at once', () => {
    const adaptive = burstLearnt(1_000, 20);
    expect(adaptive.burst).toBe(20);
    expect(adaptive.rate).toBeLessThan(60);
  });

  test('is not learnt of a crowd after most of it was accepted', () => {
    const adaptive = burstLearnt(1_000, 80);
    expect(adaptive.burst).toBe(Infinity);
    expect(adaptive.generation).toBe(2);
  });

  test.each([
    [1_000, 1.9, 2.1],
    [5_000, 1.15, 1.25],
  ])('lets the rate grow the slower the more a refusal costs (%i ms)', (pauseMs, least, most) => {
    const adaptive = burstLearnt(pauseMs, 20);
    const before = adaptive.rate;
    const resumes = 20 + 2 * pauseMs;
    adaptive.fellShort();
    adaptive.accepted(resumes + 1_000, 2, 0);
    expect(adaptive.rate / before).toBeGreaterThan(least);
    expect(adaptive.rate / before).toBeLessThan(most);
  });

  test('grows again by 1 % a second in which calls wait, up to the configured one', () => {
    const adaptive = burstLearnt(1_000, 20, new AdaptiveRate(60, 60));
    const grown = (seconds: number): number => {
      for (let second = 0; second < seconds; second += 1) {
        now += 1_000;
        adaptive.fellShort();
        adaptive.accepted(now, 2, 0);
      }
      return adaptive.burst;
    };
    let now = 2_020;
    expect(grown(50)).toBeCloseTo(20 * 1.01 ** 50, 6);
    expect(grown(200)).toBe(60);
  });

  test('is none where only one at a time may leave: then it is the pace that is too fast', () => {
    const adaptive = burstLearnt(30_000, 0, new AdaptiveRate(60, 1));
    const before = adaptive.rate;
    adaptive.fellShort();
    adaptive.accepted(60_020 + 1_000, 2, 0);
    expect(adaptive.rate / before).toBeGreaterThan(1.9);
  });
});

test('calls that failed are no calls that a provider allowed', () => {
  const gate = new RateGate({}, 0, () => 0.5);
  for (let call = 0; call < 220; call += 1) gate.leave(0);
  for (let call = 0; call < 100; call += 1) gate.returned(10, 0, true);
  for (let call = 0; call < 100; call += 1) gate.returned(10, 0, false);
  for (let call = 0; call < 20; call += 1) gate.refused(10, 0, 1_000);
  expect(gate.requestsPerSecond).toBeLessThanOrEqual(100);
  expect(gate.requestsPerSecond).toBeGreaterThan(90);
});

/** Milliseconds from one call to the next when all that may leave at once has left. */
function paceOf(limits: RateLimits): number {
  const gate = new RateGate(limits, 0, () => 0.5);
  for (let now = 0; gate.readyAt(now) <= now;) gate.returned(now, gate.leave(now), true);
  const first = gate.readyAt(0);
  gate.returned(first, gate.leave(first), true);
  return gate.readyAt(first) - first;
}

test('a configured rate is kept to within 0.3 % where a burst evens things out, within 1.5 % where there is hardly any', () => {
  expect(paceOf({ requestsPerSecond: 200 })).toBeCloseTo(1_000 / (200 * 0.997), 3);
  expect(paceOf({ requestsPerSecond: 200, burst: 10 })).toBeCloseTo(1_000 / (200 * 0.985), 3);
  expect(paceOf({ requestsPerSecond: 10 })).toBeCloseTo(1_000 / (10 * 0.985), 3);
});
