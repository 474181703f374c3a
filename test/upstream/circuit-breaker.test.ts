import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { CircuitBreaker, circuitLimits } from '../../src/upstream/circuit-breaker.ts';
import { createUpstream } from '../../src/upstream/create-upstream.ts';
import { RetryBudget } from '../../src/upstream/retry-budget.ts';
import { fixedToken } from '../../src/upstream/token-source.ts';
import type { HttpResult } from '../../src/upstream/transport.ts';
import { context, failureOf, readUsers } from './support/provider-server.ts';
import { VirtualClock } from './support/virtual-clock.ts';

describe('the circuit', () => {
  const { lastingMs, openMs, minimum } = circuitLimits;

  /** A breaker that has just opened, at `lastingMs`. */
  function opened(): CircuitBreaker {
    const breaker = new CircuitBreaker();
    for (let each = 0; each < minimum; each += 1) breaker.failed(each === 0 ? 0 : lastingMs, false);
    return breaker;
  }

  test("stays closed when a provider's restart breaks every connection at once", () => {
    const breaker = new CircuitBreaker();
    for (let each = 0; each < 500; each += 1) breaker.failed(10, false);
    expect(breaker.state(20)).toBe('closed');
  });

  test('stays closed while one call in twenty fails, however long', () => {
    const breaker = new CircuitBreaker();
    for (let each = 0; each < 5_000; each += 1) {
      if (each % 20 === 0) breaker.failed(each * 10, false);
      else breaker.succeeded(each * 10, false);
    }
    expect(breaker.state(50_000)).toBe('closed');
  });

  test('opens when nothing but failures came for a while, or mostly failures', () => {
    expect(opened().state(lastingMs)).toBe('open');
    const mostly = new CircuitBreaker();
    for (let each = 0; each < 60; each += 1) {
      if (each % 3 === 0) mostly.succeeded(each * 100, false);
      else mostly.failed(each * 100, false);
    }
    expect(mostly.state(5_900)).not.toBe('closed');
  });

  test('lets one probe through, closes by its success, and opens for longer by its failure', () => {
    const breaker = opened();
    const at = lastingMs + openMs;
    expect(breaker.allows(at - 1)).toBe(false);
    expect(breaker.allows(at)).toBe(true);
    expect(breaker.leave(at)).toBe(true);
    expect(breaker.allows(at)).toBe(false);
    breaker.abandoned(true);
    expect(breaker.leave(at)).toBe(true);
    breaker.failed(at, true);
    expect(breaker.state(at + openMs)).toBe('open');
    expect(breaker.state(at + 2 * openMs)).toBe('half-open');
    expect(breaker.leave(at + 2 * openMs)).toBe(true);
    breaker.succeeded(at + 2 * openMs, true);
    expect(breaker.state(at + 2 * openMs)).toBe('closed');
  });
});

test('a provider that is down is left alone, callers learn at once, and its return is noticed', async () => {
  const clock = new VirtualClock();
  let down = true;
  let sent = 0;
  const upstream = createUpstream({
    directory: 'acme',
    baseUrl: 'http://127.0.0.1/v1',
    tokens: fixedToken(new Secret('t')),
    clock,
    random: () => 0.5,
    transport: {
      async send(): Promise<HttpResult> {
        sent += 1;
        return down
          ? { kind: 'failure', reason: 'connect', sent: false }
          : { kind: 'answer', status: 200, headers: {}, body: Buffer.from('{}'), cut: false };
      },
      async close() {},
    },
  });
  for (let round = 0; round < 8; round += 1) {
    await clock.finish(Promise.allSettled([1, 2, 3].map(() => upstream.call(readUsers, context))));
  }
  expect(upstream.rateLimit.circuit).toBe('open');
  const before = sent;
  expect(await failureOf(upstream.call(readUsers, context))).toMatchObject({
    code: 'CIRCUIT_OPEN',
    retryable: true,
  });
  expect(sent).toBe(before);

  down = false;
  await clock.advance(60_000);
  const answers = await clock.finish(Promise.all([1, 2, 3].map(() => upstream.call(readUsers, context))));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(upstream.rateLimit.circuit).toBe('closed');
});

test('the retry budget is a fifth of the calls and a small store that fills again', () => {
  const budget = new RetryBudget(10, 0);
  const spent = (now: number): number => {
    let count = 0;
    while (budget.spend(now)) count += 1;
    return count;
  };
  expect(spent(0)).toBe(10);
  for (let call = 0; call < 100; call += 1) budget.earn();
  expect(spent(0)).toBeGreaterThanOrEqual(19);
  expect(spent(5_000)).toBe(5);
  expect(spent(60_000)).toBe(10);
});
