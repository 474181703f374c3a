import { describe, expect, test } from 'vitest';
import { Latch } from './support/latch.ts';
import {
  context,
  failureOf,
  json,
  provider,
  readUsers,
  suspendUser,
  upstreamTo,
} from './support/provider-server.ts';

describe('a caller that goes away', () => {
  test('takes its calls along: those on the wire are cut, those in the queue never leave', async () => {
    const gone = new AbortController();
    let cut = 0;
    const done = new Latch();
    const server = await provider((_, response) => {
      response.on('close', () => {
        cut += 1;
        if (cut === 4) done.open();
      });
      if (server.requests.length === 4) gone.abort();
    });
    const upstream = upstreamTo(server.origin, { limits: { concurrency: 4 } });
    const calls = Array.from({ length: 50 }, () =>
      failureOf(upstream.call(readUsers, { ...context, signal: gone.signal })),
    );
    const errors = await Promise.all(calls);
    await done.opened;
    expect(new Set(errors.map((error) => error.code))).toEqual(new Set(['CANCELLED']));
    expect(server.requests).toHaveLength(4);
    expect(upstream.rateLimit).toMatchObject({ inFlight: 0, queued: 0, circuit: 'closed' });
  });

  test('ends the wait for a retry and the wait for a refusal', async () => {
    const gone = new AbortController();
    const server = await provider((request, response) => {
      json(response, {}, request.url?.endsWith('/busy') === true ? 429 : 503, { 'retry-after': '30' });
      if (server.requests.length === 2) setImmediate(() => setImmediate(() => gone.abort()));
    });
    const upstream = upstreamTo(server.origin);
    const waiting = ['/busy', '/down'].map((path) =>
      failureOf(upstream.call({ ...readUsers, path }, { ...context, signal: gone.signal })),
    );
    expect((await Promise.all(waiting)).map((error) => error.code)).toEqual(['CANCELLED', 'CANCELLED']);
  });

  test('before it asked sends nothing', async () => {
    const server = await provider((_, response) => json(response, {}));
    const error = await failureOf(
      upstreamTo(server.origin).call(readUsers, { ...context, signal: AbortSignal.abort() }),
    );
    expect(error.code).toBe('CANCELLED');
    expect(server.requests).toHaveLength(0);
  });

  test('in the middle of a write is told that it may have happened', async () => {
    const gone = new AbortController();
    const server = await provider(() => gone.abort());
    const error = await failureOf(
      upstreamTo(server.origin).call(suspendUser, { ...context, signal: gone.signal }),
    );
    expect(error).toMatchObject({ code: 'CANCELLED', facts: { mayHaveBeenApplied: true } });
  });
});

describe('a deadline', () => {
  test('ends a call on the wire and one in the queue', async () => {
    const server = await provider(() => {});
    const upstream = upstreamTo(server.origin, { limits: { concurrency: 1 } });
    const deadline = Date.now() + 60;
    const errors = await Promise.all(
      [1, 2].map(() => failureOf(upstream.call(readUsers, { ...context, deadline }))),
    );
    expect(errors.map((error) => error.code)).toEqual(['TIMED_OUT', 'TIMED_OUT']);
    expect(server.requests).toHaveLength(1);
    expect(upstream.rateLimit).toMatchObject({ inFlight: 0, queued: 0 });
  });

  test('that has passed sends nothing', async () => {
    const server = await provider((_, response) => json(response, {}));
    const error = await failureOf(
      upstreamTo(server.origin).call(readUsers, { ...context, deadline: Date.now() - 1 }),
    );
    expect(error.code).toBe('TIMED_OUT');
    expect(server.requests).toHaveLength(0);
  });
});

test('closing a directory ends what is under way and what waits, as CANCELLED', async () => {
  const first = new Latch();
  const server = await provider(() => first.open());
  const upstream = upstreamTo(server.origin, { limits: { concurrency: 1 } });
  const calls = [1, 2].map(() => failureOf(upstream.call(readUsers, context)));
  await first.opened;
  await upstream.close();
  expect((await Promise.all(calls)).map((error) => error.code)).toEqual(['CANCELLED', 'CANCELLED']);
  expect((await failureOf(upstream.call(readUsers, context))).code).toBe('CANCELLED');
});
