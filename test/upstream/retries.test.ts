import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  context,
  failureOf,
  json,
  provider,
  readUsers,
  suspendUser,
  upstreamTo,
} from './support/provider-server.ts';

describe('a retry', () => {
  test.each(['status', 'reset', 'cut body'])('of a read follows a failure (%s)', async (kind) => {
    let calls = 0;
    const server = await provider((request, response) => {
      calls += 1;
      if (calls > 2) json(response, { ok: true });
      else if (kind === 'status') json(response, {}, 500);
      else if (kind === 'reset') request.socket.destroy();
      else {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"ok":', () => request.socket.destroy());
      }
    });
    expect((await upstreamTo(server.origin).call(readUsers, context)).body).toEqual({ ok: true });
    expect(calls).toBe(3);
  });

  test.each(['status', 'reset'])(
    'of a write that is not idempotent never follows once it was sent (%s)',
    async (kind) => {
      const server = await provider((request, response) => {
        if (kind === 'status') json(response, {}, 503);
        else request.socket.destroy();
      });
      const error = await failureOf(upstreamTo(server.origin).call(suspendUser, context));
      expect(error).toMatchObject({ code: 'UNREACHABLE', facts: { mayHaveBeenApplied: true } });
      expect(server.requests).toHaveLength(1);
    },
  );

  test('of a write that its provider calls idempotent does follow', async () => {
    let calls = 0;
    const server = await provider((_, response) => {
      calls += 1;
      json(response, {}, calls === 1 ? 500 : 200);
    });
    await upstreamTo(server.origin).call({ ...suspendUser, idempotent: true }, context);
    expect(calls).toBe(2);
  });

  test('of any write follows where nothing was sent, and says so in the end', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => {
      closed.listen(0, '127.0.0.1', resolve);
    });
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => {
      closed.close(resolve);
    });
    const upstream = upstreamTo(`http://127.0.0.1:${port}`);
    const error = await failureOf(upstream.call(suspendUser, { ...context, deadline: Date.now() + 500 }));
    expect(error).toMatchObject({ code: 'UNREACHABLE', facts: { mayHaveBeenApplied: false } });
  });

  test('of a refused write follows: a 429 did nothing', async () => {
    let calls = 0;
    const server = await provider((_, response) => {
      calls += 1;
      // ISO, so that the wait is short: the header's own unit is a second.
      if (calls === 1) json(response, {}, 429, { 'retry-after': new Date(Date.now() + 20).toISOString() });
      else json(response, {});
    });
    await upstreamTo(server.origin).call(suspendUser, context);
    expect(calls).toBe(2);
  });

  test('ends when a provider keeps failing, with its last word', async () => {
    const server = await provider((_, response) => json(response, {}, 502));
    const error = await failureOf(
      upstreamTo(server.origin).call(readUsers, { ...context, deadline: Date.now() + 300 }),
    );
    expect(error).toMatchObject({ code: 'UNREACHABLE', retryable: true, facts: { status: 502 } });
  });

  test('is limited by the budget: a provider that only fails is not asked six times as often', async () => {
    const server = await provider((_, response) => json(response, {}, 500));
    const upstream = upstreamTo(server.origin, { limits: { concurrency: 10 } });
    await Promise.allSettled(Array.from({ length: 100 }, () => upstream.call(readUsers, context)));
    expect(server.requests.length).toBeLessThanOrEqual(100 + 10 + 20 + 5);
  });
});

test('with one call in twenty failing, all of 1,000 are answered right', async () => {
  const failed = new Set<number>();
  let calls = 0;
  const server = await provider((request, response) => {
    calls += 1;
    const turn = calls % 60;
    if (turn === 7) json(response, {}, 500);
    else if (turn === 27) json(response, {}, 503, { 'retry-after': new Date(Date.now() + 10).toISOString() });
    else if (turn === 47) request.socket.destroy();
    else json(response, { path: request.url });
    if (turn % 20 === 7) failed.add(calls);
  });
  const upstream = upstreamTo(server.origin);
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, user) =>
      upstream.call({ ...readUsers, path: `/users/${user}` }, context),
    ),
  );
  expect(answers.map((answer) => Reflect.get(Object(answer.body), 'path'))).toEqual(
    answers.map((_, user) => `/v1/users/${user}`),
  );
  expect(failed.size).toBeGreaterThan(40);
});
