import { describe, expect, test } from 'vitest';
import type { ParseError } from '../../src/upstream/settings.ts';
import {
  context,
  failureOf,
  json,
  provider,
  readUsers,
  suspendUser,
  upstreamTo,
} from './support/provider-server.ts';

/** As Google says it: 403 with a reason, which is a refusal for too many calls for some of them. */
const parseError: ParseError = (_status, body) => {
  const reason: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'reason') : undefined;
  const after: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'after') : undefined;
  return {
    ...(typeof reason === 'string' ? { providerCode: reason } : {}),
    throttled: reason === 'rateLimitExceeded',
    retryAfterMs: typeof after === 'number' ? after : undefined,
  };
};

describe('a 403 that means too many calls', () => {
  test('is waited for and tried again', async () => {
    const server = await provider((_request, response) =>
      server.requests.length === 1
        ? json(response, { reason: 'rateLimitExceeded', after: 5 }, 403)
        : json(response, { ok: true }),
    );
    const upstream = upstreamTo(server.origin, { parseError });
    expect((await upstream.call(readUsers, context)).body).toEqual({ ok: true });
    expect(server.requests).toHaveLength(2);
  });

  test('was not carried out: what must not be sent twice is sent again', async () => {
    const server = await provider((_request, response) =>
      server.requests.length === 1
        ? json(response, { reason: 'rateLimitExceeded', after: 1 }, 403)
        : json(response, { ok: true }),
    );
    const upstream = upstreamTo(server.origin, { parseError });
    await upstream.call(suspendUser, context);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test('that lasts is told as RATE_LIMITED with the time, and never as a missing right', async () => {
    const server = await provider((_request, response) =>
      json(response, { reason: 'rateLimitExceeded', after: 30_000 }, 403),
    );
    const upstream = upstreamTo(server.origin, { parseError });
    const error = await failureOf(upstream.call(readUsers, { ...context, deadline: Date.now() + 2_000 }));
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      retryable: true,
      facts: { status: 403, providerCode: 'rateLimitExceeded', retryAfterMs: 30_000 },
    });
    expect(error.message).not.toContain('lacks the right');
    expect(server.requests).toHaveLength(1);
  });

  test('does not open the circuit, however many there are', async () => {
    const server = await provider((_request, response) =>
      json(response, { reason: 'rateLimitExceeded', after: 60_000 }, 403),
    );
    const upstream = upstreamTo(server.origin, { parseError });
    const deadline = Date.now() + 1_000;
    const all = await Promise.all(
      Array.from({ length: 30 }, () => failureOf(upstream.call(readUsers, { ...context, deadline }))),
    );
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set(['RATE_LIMITED']));
    expect(upstream.rateLimit.circuit).toBe('closed');
  });
});

describe('a 403 that means what it says', () => {
  test.each<[string, ParseError | undefined, unknown]>([
    ['another reason', parseError, { reason: 'forbidden' }],
    ['no reason', parseError, {}],
    ['no reader of errors', undefined, { reason: 'rateLimitExceeded' }],
    [
      'a reader that fails',
      () => {
        throw new Error('not readable');
      },
      { reason: 'rateLimitExceeded' },
    ],
  ])('with %s is told at once', async (_, parse, body) => {
    const server = await provider((_request, response) => json(response, body, 403));
    const upstream = upstreamTo(server.origin, parse === undefined ? {} : { parseError: parse });
    expect(await failureOf(upstream.call(readUsers, context))).toMatchObject({
      code: 'FORBIDDEN',
      retryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  test('and an answer of 200 is one, whatever its body says', async () => {
    const server = await provider((_request, response) => json(response, { reason: 'rateLimitExceeded' }));
    const upstream = upstreamTo(server.origin, { parseError });
    expect((await upstream.call(readUsers, context)).status).toBe(200);
  });
});
