import { describe, expect, test } from 'vitest';
import { context, failureOf, json, provider, readUsers, upstreamTo } from './support/provider-server.ts';

describe('a refusal', () => {
  test.each(['1000000000', '3600', new Date(Date.now() + 3_600_000).toUTCString()])(
    'that names a time beyond the deadline ends the call at once (Retry-After: %s)',
    async (value) => {
      const server = await provider((_, response) => json(response, {}, 429, { 'retry-after': value }));
      const upstream = upstreamTo(server.origin);
      const error = await failureOf(upstream.call(readUsers, { ...context, deadline: Date.now() + 30_000 }));
      expect(error).toMatchObject({ code: 'RATE_LIMITED', retryable: true, facts: { status: 429 } });
      expect(error.facts.retryAfterMs).toBeGreaterThan(3_000_000);
      expect(upstream.rateLimit.throttledUntil?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);

      const next = await failureOf(upstream.call(readUsers, context));
      expect(next.code).toBe('RATE_LIMITED');
      expect(server.requests).toHaveLength(1);
    },
  );

  test("may name its time in the body; the provider's adapter reads it", async () => {
    const server = await provider((_, response) => json(response, {}, 429));
    const upstream = upstreamTo(server.origin, { parseError: () => ({ retryAfterMs: 120_000 }) });
    const error = await failureOf(upstream.call(readUsers, context));
    expect(error.facts.retryAfterMs).toBe(120_000);
  });

  test('of a call with a bucket of its own leaves the others alone', async () => {
    const server = await provider((request, response) =>
      request.url?.endsWith('/report') === true
        ? json(response, {}, 429, { 'retry-after': '3600' })
        : json(response, {}),
    );
    const upstream = upstreamTo(server.origin);
    const report = { ...readUsers, path: '/report', bucket: 'report' };
    expect((await failureOf(upstream.call(report, context))).code).toBe('RATE_LIMITED');
    expect((await upstream.call(readUsers, context)).status).toBe(200);
    expect(upstream.rateLimit).toMatchObject({ throttledUntil: null, requestsPerSecond: null });
  });
});

test('300 calls against 200 at once are all answered over the wire, and the rate is known afterwards', async () => {
  let tokens = 200;
  let refused = 0;
  const server = await provider((_, response) => {
    if (tokens >= 1) {
      tokens -= 1;
      json(response, {});
    } else {
      refused += 1;
      if (refused === 1) setTimeout(() => (tokens = 200), 900).unref();
      json(response, {}, 429, { 'retry-after': '1' });
    }
  });
  const upstream = upstreamTo(server.origin);
  const answers = await Promise.all(Array.from({ length: 300 }, () => upstream.call(readUsers, context)));
  process.stdout.write(`over the wire: ${answers.length} answered, ${refused} refused\n`);
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  // Those on the wire, and the few that left until enough had come back to be a crowd.
  expect(refused).toBeLessThanOrEqual(64 + 6);
  expect(upstream.rateLimit.requestsPerSecond).toBeGreaterThan(50);
  expect(upstream.rateLimit.requestsPerSecond).toBeLessThan(400);
});
