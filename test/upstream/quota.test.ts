import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RateGate } from '../../src/upstream/rate-gate.ts';
import { NoTurnError, Scheduler, type Turn, type TurnRequest } from '../../src/upstream/scheduler.ts';
import type { Quota } from '../../src/upstream/settings.ts';
import { context, failureOf, json, provider, readUsers, upstreamTo } from './support/provider-server.ts';
import { settle, VirtualClock } from './support/virtual-clock.ts';

const request: TurnRequest = {
  lane: 'interactive',
  priority: 0,
  bucket: undefined,
  signal: undefined,
  deadline: Infinity,
  patienceMs: 60_000,
};

function make(): { clock: VirtualClock; scheduler: Scheduler } {
  const clock = new VirtualClock();
  return { clock, scheduler: new Scheduler({ concurrency: 64 }, clock, () => 0.5) };
}

/** Lets `calls` out as they may leave, each ending at once; answers when each left. */
async function departures(
  { clock, scheduler }: ReturnType<typeof make>,
  calls: number,
  more: Partial<TurnRequest> = {},
): Promise<number[]> {
  const left: number[] = [];
  const all = Promise.all(
    Array.from({ length: calls }, async () => {
      const turn = await scheduler.turn({ ...request, ...more });
      left.push(clock.monotonic());
      turn.end({ kind: 'answered' });
    }),
  );
  await clock.finish(all);
  return left;
}

const never = Number.NEGATIVE_INFINITY;

describe('a quota that answers tell of', () => {
  test('holds nobody up while more than half of it is left', async () => {
    const stage = make();
    stage.scheduler.learn(undefined, { limit: 100, remaining: 51, resetsInMs: 10_000 });
    expect(await departures(stage, 30)).toEqual(Array.from({ length: 30 }, () => 0));
  });

  test('is spread over the time that is left below half', async () => {
    const stage = make();
    stage.scheduler.learn(undefined, { limit: 100, remaining: 10, resetsInMs: 10_000 });
    expect(await departures(stage, 5)).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });

  test('closes at 0 until the next window, and shows it', async () => {
    const stage = make();
    stage.scheduler.learn(undefined, { limit: 100, remaining: 0, resetsInMs: 10_000 });
    expect(stage.scheduler.state.throttledUntil).toEqual(new Date(stage.clock.now() + 10_000));
    expect(await departures(stage, 3)).toEqual([10_000, 10_000, 10_000]);
    expect(stage.scheduler.state.throttledUntil).toBeNull();
  });

  test('sends away who would not wait as long, also of those who wait already', async () => {
    const { scheduler } = make();
    const quota = { limit: 100, remaining: 0, resetsInMs: 120_000 };
    const hold = await Promise.all(Array.from({ length: 64 }, () => scheduler.turn(request)));
    const waiting = scheduler.turn(request).catch((error: unknown) => error);
    scheduler.learn(undefined, quota);
    expect(await waiting).toMatchObject({ reason: 'throttled', retryAfterMs: 120_000 });
    const later = await scheduler.turn(request).catch((error: unknown) => error);
    expect(later).toBeInstanceOf(NoTurnError);
    for (const turn of hold) turn.end({ kind: 'answered' });
  });

  test('of one bucket leaves the others alone', async () => {
    const stage = make();
    stage.scheduler.learn('reports', { limit: 5, remaining: 0, resetsInMs: 10_000 });
    expect(await departures(stage, 4)).toEqual([0, 0, 0, 0]);
    expect(await departures(stage, 1, { bucket: 'reports' })).toEqual([10_000]);
  });

  test('is over when its window is', async () => {
    const stage = make();
    stage.scheduler.learn(undefined, { limit: 100, remaining: 2, resetsInMs: 1_000 });
    await stage.clock.advance(1_000);
    expect(await departures(stage, 20)).toEqual(Array.from({ length: 20 }, () => 1_000));
  });

  test('that an overtaken answer tells does not grow again', () => {
    const gate = new RateGate({}, 0, () => 0.5);
    gate.told(0, { limit: 10, remaining: 6, resetsInMs: 10_000 });
    gate.told(1, { limit: 10, remaining: 9, resetsInMs: 9_999 });
    for (let call = 0; call < 6; call += 1) gate.leave(1);
    expect(gate.readyAt(1)).toBe(10_000);
  });

  test('of a window that is over does not close the one after it', () => {
    const gate = new RateGate({}, 0, () => 0.5);
    gate.told(60_000, { limit: 10, remaining: 9, resetsInMs: 60_000 });
    expect(gate.told(60_010, { limit: 10, remaining: 0, resetsInMs: 50 })).toBe(false);
    expect(gate.readyAt(60_010)).toBeLessThanOrEqual(60_010);
  });

  test.each<[string, Partial<Quota>]>([
    ['no number', { remaining: Number.NaN }],
    ['a reset that is no number', { resetsInMs: Number.NaN }],
    ['a reset that lies behind (a clock that is wrong)', { resetsInMs: -1 }],
    ['a reset in many years (seconds read as milliseconds)', { resetsInMs: 1.7e12 }],
    ['a reset that never comes', { resetsInMs: Infinity }],
    ['less than nothing left', { remaining: -3 }],
    ['no limit at all', { limit: 0 }],
  ])('with %s is passed over and shuts nobody out', (_, wrong) => {
    const gate = new RateGate({}, 0, () => 0.5);
    expect(gate.told(0, { limit: 10, remaining: 0, resetsInMs: 1_000, ...wrong })).toBe(false);
    expect(gate.readyAt(0)).toBeLessThanOrEqual(0);
  });
});

describe('whatever is told', () => {
  test('no more calls leave in the window than it allows, when nothing further is heard', () => {
    const quotas = fc.record({
      limit: fc.integer({ min: 1, max: 200 }),
      remaining: fc.integer({ min: 0, max: 200 }),
      resetsInMs: fc.integer({ min: 1, max: 120_000 }),
    });
    fc.assert(
      fc.property(
        quotas,
        fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 300 }),
        (quota, waits) => {
          const gate = new RateGate({}, 0, () => 0.5);
          gate.told(0, quota);
          let now = 0;
          let left = 0;
          for (const wait of waits) {
            now += wait;
            if (now >= quota.resetsInMs) break;
            if (gate.readyAt(now) > now) continue;
            gate.leave(now);
            left += 1;
          }
          expect(left).toBeLessThanOrEqual(quota.remaining);
        },
      ),
    );
  });

  test('a provider with windows refuses nothing, however long the ways there and back, and all calls are done', async () => {
    const shape = fc.record({
      limit: fc.integer({ min: 4, max: 40 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
      windowMs: fc.integer({ min: 5_000, max: 60_000 }),
      calls: fc.integer({ min: 1, max: 120 }),
      ways: fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 })), {
        minLength: 1,
        maxLength: 20,
      }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async (server) => {
        const { refused, answered } = await simulate(server);
        expect(refused).toBe(0);
        expect(answered).toBe(server.calls);
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  test('the scheduler goes on: nobody waits for ever, whatever comes as a quota', async () => {
    const any = fc.record({
      limit: fc.double(),
      remaining: fc.double(),
      resetsInMs: fc.oneof(fc.double(), fc.integer({ min: -1_000, max: 50_000 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(any, { maxLength: 5 }), async (quotas) => {
        const stage = make();
        for (const quota of quotas) stage.scheduler.learn(undefined, quota);
        const left = await departures(stage, 3, { patienceMs: Infinity });
        expect(Math.max(never, ...left)).toBeLessThan(3 * 86_400_000 + 1);
      }),
      { numRuns: 60 },
    );
  });
});

interface Simulated {
  readonly limit: number;
  readonly concurrency: number;
  readonly windowMs: number;
  readonly calls: number;
  /** Milliseconds there and back, of one call after the other. */
  readonly ways: readonly (readonly [number, number])[];
}

/** A provider that counts calls in fixed windows and tells what is left in each answer. */
async function simulate({ limit, concurrency, windowMs, calls, ways }: Simulated) {
  const clock = new VirtualClock();
  const scheduler = new Scheduler({ concurrency }, clock, () => 0.5);
  const used = new Map<number, number>();
  let refused = 0;
  const arrive = (): Quota => {
    const now = clock.monotonic();
    const window = Math.floor(now / windowMs);
    const count = (used.get(window) ?? 0) + 1;
    used.set(window, count);
    if (count > limit) refused += 1;
    return { limit, remaining: Math.max(0, limit - count), resetsInMs: (window + 1) * windowMs - now };
  };
  const waitFor = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  let answered = 0;
  const one = async (number: number): Promise<void> => {
    const turn: Turn = await scheduler.turn({ ...request, patienceMs: Infinity });
    const [there, back] = ways[number % ways.length] ?? [1, 1];
    await waitFor(there);
    const quota = arrive();
    await waitFor(back);
    scheduler.learn(undefined, quota);
    turn.end({ kind: 'answered' });
    answered += 1;
  };
  await clock.finish(Promise.all(Array.from({ length: calls }, (_, number) => one(number))));
  await settle();
  return { refused, answered };
}

describe('over the wire', () => {
  test('headers are read of every answer, refusals and errors too', async () => {
    const server = await provider((_request, response) =>
      json(response, {}, 404, { 'x-left': '0', 'x-reset': '30000' }),
    );
    const upstream = upstreamTo(server.origin, {
      readQuota: (headers) =>
        headers['x-left'] === undefined
          ? undefined
          : { limit: 100, remaining: Number(headers['x-left']), resetsInMs: Number(headers['x-reset']) },
    });
    expect(await failureOf(upstream.call(readUsers, context))).toMatchObject({ code: 'NOT_FOUND' });
    expect(upstream.rateLimit.throttledUntil).not.toBeNull();
    const deadline = Date.now() + 5_000;
    const second = await failureOf(upstream.call(readUsers, { ...context, deadline }));
    expect(second).toMatchObject({ code: 'RATE_LIMITED' });
    expect(second.facts.retryAfterMs).toBeGreaterThan(20_000);
    expect(server.requests).toHaveLength(1);
  });
});
