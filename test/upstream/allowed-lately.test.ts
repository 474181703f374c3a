import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AllowedLately } from '../../src/upstream/allowed-lately.ts';

interface Call {
  /** Milliseconds after the one before. */
  readonly after: number;
  readonly thereMs: number;
  /** From the provider until the answer is read: long while this process is busy. */
  readonly backMs: number;
}

interface Told {
  readonly lately: AllowedLately;
  readonly now: number;
  readonly underWay: number;
}

/** What has been told by the moment of the first refusal's answer, or of `untilLast` the last one's, of a provider with a full bucket. */
function tell(calls: readonly Call[], rate: number, burst: number, untilLast: boolean): Told {
  let leaves = 0;
  const all = calls.map(({ after, thereMs, backMs }) => {
    leaves += after;
    return { leaves, arrives: leaves + thereMs, reads: leaves + thereMs + backMs, allowed: false };
  });
  let [tokens, at] = [burst, 0];
  for (const call of all.toSorted((a, b) => a.arrives - b.arrives)) {
    tokens = Math.min(burst, tokens + ((call.arrives - at) / 1_000) * rate);
    at = call.arrives;
    call.allowed = tokens >= 1;
    if (call.allowed) tokens -= 1;
  }
  const last = Math.max(...all.map(({ reads }) => reads));
  const refusals = all.filter(({ allowed }) => !allowed).map(({ reads }) => reads);
  const now = untilLast ? last : Math.min(last, ...refusals);
  const lately = new AllowedLately();
  const events = all.flatMap((call) => [
    ...(call.leaves <= now ? [{ time: call.leaves, tell: () => lately.left(call.leaves) }] : []),
    ...(call.reads <= now && !call.allowed
      ? [{ time: call.reads, tell: () => lately.lost(call.reads) }]
      : []),
  ]);
  for (const event of events.toSorted((a, b) => a.time - b.time)) event.tell();
  return { lately, now, underWay: all.filter((call) => call.leaves <= now && call.reads > now).length };
}

const calls = fc.array(
  fc.record({
    after: fc.constantFrom(0, 0, 0, 1, 3, 10, 40, 700),
    thereMs: fc.constantFrom(1, 10, 100, 400),
    backMs: fc.constantFrom(1, 10, 100, 900),
  }),
  { minLength: 1, maxLength: 400 },
);

test('no rate comes out above the allowed one, however long calls are under way and answers lie unread', () => {
  fc.assert(
    fc.property(calls, fc.constantFrom(10, 50, 200), fc.boolean(), (many, rate, untilLast) => {
      const { lately, now, underWay } = tell(many, rate, rate, untilLast);
      expect(lately.fromFull(now, underWay)).toBeLessThanOrEqual(rate * 1.000_001);
    }),
  );
});

test('nor beyond a burst that is known', () => {
  fc.assert(
    fc.property(calls, fc.constantFrom(10, 50, 200), fc.constantFrom(1, 5, 40), (many, rate, burst) => {
      const { lately, now, underWay } = tell(many, rate, burst, true);
      expect(lately.beyond(burst, 0, now, underWay)).toBeLessThanOrEqual(rate * 1.000_001);
    }),
  );
});

test('a swarm after some pages, refused when its second is used up, tells the rate', () => {
  const lately = new AllowedLately();
  for (let page = 0; page < 5; page += 1) lately.left(page * 60);
  for (let call = 0; call < 300; call += 1) lately.left(300 + call / 2);
  for (let call = 0; call < 64; call += 1) lately.lost(470);
  expect(lately.fromFull(470, 0)).toBeGreaterThan(190);
});

test('what was allowed before a rest says nothing of the rate after it', () => {
  const lately = new AllowedLately();
  for (let call = 0; call < 1_000; call += 1) lately.left(call / 4);
  for (let call = 0; call < 100; call += 1) lately.left(1_500);
  expect(lately.fromFull(1_500, 0)).toBeLessThanOrEqual(100);
});

test('what was allowed before a pause does not count beyond the burst after it', () => {
  const lately = new AllowedLately();
  for (let call = 0; call < 100; call += 1) lately.left(0);
  for (let call = 0; call < 60; call += 1) lately.left(1_000 + call * 20);
  expect(lately.beyond(10, 1_000, 2_200, 0)).toBeLessThanOrEqual(50);
  expect(lately.beyond(10, 1_000, 2_200, 0)).toBeGreaterThan(40);
});
