import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lane } from '../../src/upstream/call.ts';
import {
  NoTurnError,
  type Outcome,
  Scheduler,
  type SchedulerLimits,
  type Turn,
  type TurnRequest,
} from '../../src/upstream/scheduler.ts';
import { settle, VirtualClock } from './support/virtual-clock.ts';

const request: TurnRequest = {
  lane: 'interactive',
  priority: 0,
  bucket: undefined,
  signal: undefined,
  deadline: Infinity,
  patienceMs: 60_000,
};

function make(limits: SchedulerLimits): { clock: VirtualClock; scheduler: Scheduler } {
  const clock = new VirtualClock();
  return { clock, scheduler: new Scheduler(limits, clock, () => 0.5) };
}

/** Who got a turn, in order; each ends at once, so that the next may leave. */
async function order(
  scheduler: Scheduler,
  requests: readonly (readonly [string, Partial<TurnRequest>])[],
): Promise<string[]> {
  const hold = await scheduler.turn(request);
  const left: string[] = [];
  const all = requests.map(async ([name, more]) => {
    const turn = await scheduler.turn({ ...request, ...more });
    left.push(name);
    turn.end({ kind: 'answered' });
  });
  hold.end({ kind: 'answered' });
  await Promise.all(all);
  return left;
}

describe('who leaves first', () => {
  test('first come, first served within a lane; lists before the calls per row; earlier tries before new calls', async () => {
    const { scheduler } = make({ concurrency: 1 });
    const left = await order(scheduler, [
      ['device 1', {}],
      ['device 2', {}],
      ['page', { priority: 1 }],
      ['device 3', {}],
      ['tried before', { turn: 0 }],
    ]);
    expect(left).toEqual(['page', 'tried before', 'device 1', 'device 2', 'device 3']);
  });

  test('interactive calls before automation before bulk, and nobody starves', async () => {
    const { scheduler } = make({ concurrency: 1 });
    const lanes: Lane[] = ['bulk', 'automation', 'interactive'];
    const left = await order(
      scheduler,
      Array.from({ length: 300 }, (_, number) => {
        const lane = lanes[number % 3] ?? 'bulk';
        return [lane, { lane }] as const;
      }),
    );
    const first = left.slice(0, 105);
    const count = (lane: Lane): number => first.filter((each) => each === lane).length;
    expect(count('interactive')).toBeGreaterThanOrEqual(78);
    expect(count('automation')).toBeGreaterThanOrEqual(18);
    expect(count('bulk')).toBeGreaterThanOrEqual(4);
    expect(count('bulk')).toBeLessThan(8);
  });

  test('a sweep leaves connections free for a click', async () => {
    const { scheduler } = make({ concurrency: 64 });
    const sweep = Array.from({ length: 100 }, () => scheduler.turn({ ...request, lane: 'bulk' }));
    for (const each of sweep) each.catch(() => {});
    await settle();
    expect(scheduler.state).toMatchObject({ inFlight: 56, queued: 44 });
    const click = await scheduler.turn(request);
    expect(click.waitedMs).toBe(0);
    scheduler.close();
  });

  test('a sweep asks for no more while what came back is not worked on', async () => {
    const { scheduler } = make({ concurrency: 8 });
    const leaves: Turn[] = [];
    const sweep = Array.from({ length: 10 }, async () => {
      leaves.push(await scheduler.turn({ ...request, lane: 'bulk' }));
    });
    for (const each of sweep) each.catch(() => {});
    await settle();
    let workOn: (() => void) | undefined;
    const workedOn = new Promise<void>((resolve) => {
      workOn = resolve;
    });
    for (const turn of leaves.slice()) turn.end({ kind: 'answered' }, workedOn);
    await settle();
    expect(leaves).toHaveLength(7);
    expect(scheduler.state.inFlight).toBe(0);
    workOn?.();
    await settle();
    expect(leaves).toHaveLength(10);
    scheduler.close();
  });

  test('a call whose bucket is empty holds up nobody else', async () => {
    const { clock, scheduler } = make({
      concurrency: 8,
      buckets: { report: { requestsPerSecond: 0.2, burst: 1 } },
    });
    const times: [string, number][] = [];
    const ask = async (name: string, bucket: string | undefined): Promise<void> => {
      const turn = await scheduler.turn({ ...request, bucket });
      times.push([name, clock.monotonic()]);
      turn.end({ kind: 'answered' });
    };
    await clock.finish(
      Promise.all([ask('report 1', 'report'), ask('report 2', 'report'), ask('read', undefined)]),
    );
    expect(times.slice(0, 2)).toEqual([
      ['report 1', 0],
      ['read', 0],
    ]);
    expect(times[2]?.[1]).toBeGreaterThanOrEqual(5_000);
    expect(times[2]?.[1]).toBeLessThan(5_200);
  });
});

describe('a refusal', () => {
  test('lowers the rate once for all the calls of its burst', async () => {
    const { clock, scheduler } = make({ concurrency: 50, requestsPerSecond: 100 });
    const turns = await Promise.all(Array.from({ length: 50 }, () => scheduler.turn(request)));
    await clock.advance(100);
    for (const turn of turns.slice(0, 40)) turn.end({ kind: 'answered' });
    for (const turn of turns.slice(40, 46)) turn.end({ kind: 'refused', retryAfterMs: 1_000 });
    const after = scheduler.state.requestsPerSecond;
    expect(after).toBeLessThan(50);
    for (const turn of turns.slice(46)) turn.end({ kind: 'refused', retryAfterMs: 1_000 });
    expect(scheduler.state.requestsPerSecond).toBe(after);
    expect(scheduler.state.throttledUntil?.getTime()).toBe(clock.now() + 1_000);
  });

  test('that comes alone among accepted calls holds back its own call only', async () => {
    const { clock, scheduler } = make({ concurrency: 50, requestsPerSecond: 100 });
    const turns = await Promise.all(Array.from({ length: 50 }, () => scheduler.turn(request)));
    for (const turn of turns.slice(0, 40)) expect(turn.end({ kind: 'answered' })).toBe(false);
    expect(turns[40]?.end({ kind: 'refused', retryAfterMs: 1_000 })).toBe(true);
    expect(scheduler.state).toMatchObject({ requestsPerSecond: 100, throttledUntil: null });
    await scheduler.turn(request);
    expect(clock.monotonic()).toBeLessThan(100);
  });

  test('that names a long time is of a quota, and holds back everybody however alone it is', async () => {
    const { clock, scheduler } = make({ concurrency: 50 });
    const turns = await Promise.all(Array.from({ length: 50 }, () => scheduler.turn(request)));
    for (const turn of turns.slice(0, 40)) turn.end({ kind: 'answered' });
    expect(turns[40]?.end({ kind: 'refused', retryAfterMs: 30_000 })).toBe(false);
    expect(scheduler.state.throttledUntil?.getTime()).toBe(clock.now() + 30_000);
  });

  test('sends away at once who cannot wait so long, and keeps who can', async () => {
    const { clock, scheduler } = make({ concurrency: 1 });
    const turn = await scheduler.turn(request);
    const short = scheduler.turn({ ...request, deadline: clock.monotonic() + 900 });
    const long = scheduler.turn({ ...request, deadline: clock.monotonic() + 9_000 });
    turn.end({ kind: 'refused', retryAfterMs: 1_000 });
    await expect(short).rejects.toMatchObject({ reason: 'throttled', retryAfterMs: 1_000 });
    await clock.finish(long);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1_000);
  });
});

/** What a generated test does, step by step. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      lane: fc.constantFrom<Lane>('interactive', 'automation', 'bulk'),
      bucket: fc.constantFrom(undefined, 'audit'),
      patient: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(50),
      how: fc.constantFrom<Outcome>(
        { kind: 'answered' },
        { kind: 'failed' },
        { kind: 'abandoned' },
        { kind: 'refused', retryAfterMs: 700 },
        { kind: 'refused', retryAfterMs: undefined },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 900 }) }),
  },
);

test('whatever is asked, cancelled, failed, refused or ended twice: every call settles once, the limits hold, and no slot is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.integer({ min: 2, max: 40 }), { nil: undefined }),
      async (steps, concurrency, requestsPerSecond) => {
        const { clock, scheduler } = make({
          concurrency,
          ...(requestsPerSecond === undefined ? {} : { requestsPerSecond, burst: 2 }),
          buckets: { audit: { requestsPerSecond: 5, burst: 1 } },
        });
        const asked: { stop: AbortController; settled: number; cancelled: boolean }[] = [];
        const running: Turn[] = [];
        const work: Promise<void>[] = [];
        const check = (): void => {
          expect(scheduler.state.inFlight).toBe(running.length);
          expect(running.length).toBeLessThanOrEqual(concurrency);
        };
        const ask = async (lane: Lane, bucket: string | undefined, patient: boolean): Promise<void> => {
          const entry = { stop: new AbortController(), settled: 0, cancelled: false };
          asked.push(entry);
          try {
            const turn = await scheduler.turn({
              ...request,
              lane,
              bucket,
              signal: entry.stop.signal,
              deadline: patient ? Infinity : clock.monotonic() + 500,
            });
            entry.settled += 1;
            expect(entry.cancelled).toBe(false);
            expect(scheduler.state.throttledUntil).toBeNull();
            running.push(turn);
          } catch (error) {
            entry.settled += 1;
            if (!(error instanceof NoTurnError)) throw error;
          }
        };
        for (const each of steps) {
          if (each.do === 'ask') work.push(ask(each.lane, each.bucket, each.patient));
          if (each.do === 'wait') await clock.advance(each.ms);
          if (each.do === 'cancel' && asked.length > 0) {
            const entry = asked[each.which % asked.length];
            if (entry !== undefined && entry.settled === 0) {
              // Let go of what was granted already: a grant and a cancellation in one moment may cross.
              await settle();
              if (entry.settled === 0) entry.cancelled = true;
              entry.stop.abort();
            }
          }
          if (each.do === 'end' && running.length > 0) {
            const [turn] = running.splice(each.which % running.length, 1);
            turn?.end(each.how);
            turn?.end({ kind: 'answered' });
          }
          await settle();
          check();
        }
        // Everything that still waits is let out in the end, or told why not.
        for (let round = 0; round < 400 && asked.some((entry) => entry.settled === 0); round += 1) {
          for (const turn of running.splice(0)) turn.end({ kind: 'answered' });
          await clock.advance(500);
          check();
        }
        for (const turn of running.splice(0)) turn.end({ kind: 'answered' });
        await Promise.all(work);
        expect(asked.map((entry) => entry.settled)).toEqual(asked.map(() => 1));
        expect(scheduler.state).toMatchObject({ inFlight: 0, queued: 0 });
      },
    ),
    { numRuns: 120 },
  );
});

test('a thousand calls that wait with one deadline hold one timer, and are all sent away by it', async () => {
  const { clock, scheduler } = make({ concurrency: 1 });
  const hold = await scheduler.turn(request);
  const reasons = Array.from({ length: 1_000 }, async (_, index) =>
    scheduler.turn({ ...request, deadline: index === 7 ? 50 : 100 }).then(
      () => 'left',
      (error: unknown) => (error instanceof NoTurnError ? error.reason : 'another error'),
    ),
  );
  await settle();
  expect(clock.timers).toBe(1);
  await clock.advance(60);
  expect(scheduler.state.queued).toBe(999);
  expect(clock.timers).toBe(1);
  await clock.advance(60);
  expect(new Set(await Promise.all(reasons))).toEqual(new Set(['deadline']));
  expect(clock.timers).toBe(0);
  hold.end({ kind: 'answered' });
});
