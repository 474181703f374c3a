import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostSpared, TokenBucket } from '../../src/upstream/token-bucket.ts';

interface Phase {
  /** Calls that are wanted, as fast as the bucket lets them leave. */
  readonly calls: number;
  /** How long each is under way until the provider counts it. */
  readonly thereMs: number;
  readonly restMs: number;
}

/** How many a provider that allows `rate` a second, and as many at once, refuses of calls that keep to a bucket a little below. */
function refused(phases: readonly Phase[], rate: number, atOnce: number, spared = 0): number {
  let now = 0;
  const ours = new TokenBucket(rate * 0.985, rate * 0.97, now);
  const theirs = { tokens: rate, at: 0 };
  const underWay: { readonly arrivesAt: number; readonly backAt: number }[] = [];
  let lastArrival = 0;
  let count = 0;
  const arrive = (at: number): void => {
    theirs.tokens = Math.min(rate, theirs.tokens + ((at - theirs.at) / 1_000) * rate);
    theirs.at = at;
    if (theirs.tokens >= 1) theirs.tokens -= 1;
    else count += 1;
  };
  const comeBack = (until: number): void => {
    for (let [first] = underWay; first !== undefined && first.backAt <= until; [first] = underWay) {
      now = Math.max(now, first.backAt);
      ours.answered(now);
      underWay.shift();
    }
  };
  const send = (thereMs: number): void => {
    for (;;) {
      const readyAt = ours.readyAt(now, spared);
      const [first] = underWay;
      if (underWay.length < atOnce && readyAt <= now) break;
      const next = underWay.length < atOnce ? readyAt : Infinity;
      if (first !== undefined && first.backAt <= next) comeBack(first.backAt);
      else now = next;
    }
    ours.take(now);
    // One queue: nobody overtakes there.
    const arrivesAt = Math.max(lastArrival, now + thereMs);
    arrive(arrivesAt);
    lastArrival = arrivesAt;
    underWay.push({ arrivesAt, backAt: arrivesAt + 5 });
  };
  for (const { calls, thereMs, restMs } of phases) {
    for (let call = 0; call < calls; call += 1) send(thereMs);
    const end = now + restMs;
    comeBack(end);
    now = Math.max(now, end);
  }
  return count;
}

const phase = fc.record({
  calls: fc.integer({ min: 1, max: 400 }),
  thereMs: fc.constantFrom(1, 20, 150, 600),
  restMs: fc.constantFrom(0, 50, 400, 3_000),
});

test('a bucket below the provider’s is hardly ever refused, however long calls are under way and whenever they come in a swarm', () => {
  fc.assert(
    fc.property(
      fc.array(phase, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(50, 200, 400),
      fc.constantFrom(0, mostSpared),
      (phases, rate, spared) => {
        // Sixty-four that are all stuck for half a second at a provider whose bucket is full can be a few too many.
        expect(refused(phases, rate, 64, spared)).toBeLessThan(20);
      },
    ),
  );
});

test('a first swarm that takes long to connect holds back what comes after it until one of it is answered', () => {
  expect(refused([{ calls: 120, thereMs: 500, restMs: 0 }], 50, 64)).toBe(0);
});

test('calls one at a time at a low rate leave by the clock, not after each answer', () => {
  const bucket = new TokenBucket(1, 1, 0);
  bucket.take(0);
  expect(bucket.readyAt(900)).toBe(1_000);
  expect(bucket.readyAt(1_000)).toBe(1_000);
  bucket.take(1_000);
  bucket.answered(1_500);
  expect(bucket.readyAt(1_500)).toBe(2_000);
});

test('a call that spares some for others leaves only while these are left', () => {
  const bucket = new TokenBucket(10, 16, 0);
  for (let call = 0; call < 14; call += 1) {
    expect(bucket.readyAt(0, 1 / 8)).toBe(0);
    bucket.take(0);
  }
  bucket.answered(0);
  expect(bucket.readyAt(0, 1 / 8)).toBe(100);
  expect(bucket.readyAt(0)).toBe(0);
});

test('a slow provider with as many calls under way as may leave at once holds up nobody who spares some', () => {
  const bucket = new TokenBucket(10, 16, 0);
  for (let call = 0; call < 15; call += 1) bucket.take(0);
  bucket.answered(0);
  for (let call = 0; call < 8; call += 1) bucket.take(0);
  expect(bucket.readyAt(5_000, 1 / 8)).toBe(5_000);
});
