import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/upstream/call.ts';
import {
  context,
  failureOf,
  json,
  provider,
  readUsers,
  suspendUser,
  upstreamTo,
} from './support/provider-server.ts';

describe('an answer', () => {
  test('comes parsed, with its headers, and the request says who asks', async () => {
    const server = await provider((_, response) => json(response, { size: 1 }, 200, { 'x-a': 'b' }));
    const upstream = upstreamTo(server.origin, { transactionHeader: 'X-Ping-External-Transaction-ID' });
    const answer = await upstream.call(
      { ...readUsers, query: { filter: 'name.given eq "Zoë & co"' } },
      context,
    );
    expect(answer).toMatchObject({ status: 200, body: { size: 1 }, headers: { 'x-a': 'b' } });
    expect(server.requests[0]).toMatchObject({
      url: '/v1/environments/e1/users?filter=name.given%20eq%20%22Zo%C3%AB%20%26%20co%22',
      headers: {
        authorization: 'Bearer token-1',
        'x-ping-external-transaction-id': 'tx-1',
        'accept-encoding': 'identity',
      },
    });
  });

  test('may be empty for a write, and keeps its media type', async () => {
    const server = await provider((_, response) => response.writeHead(204).end());
    const contentType = 'application/vnd.pingidentity.account.unlock+json';
    const answer = await upstreamTo(server.origin).call({ ...suspendUser, contentType }, context);
    expect(answer.body).toBeUndefined();
    expect(server.requests[0]).toMatchObject({
      body: '{"enabled":false}',
      headers: { 'content-type': contentType },
    });
  });

  test('with a byte-order mark, as text/plain, is still JSON', async () => {
    const server = await provider((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end('\uFEFF{"ok":true}');
    });
    expect((await upstreamTo(server.origin).call(readUsers, context)).body).toEqual({ ok: true });
  });

  test('with members named __proto__ loses only those', async () => {
    const server = await provider((_, response) => {
      response.end(
        '{"a":{"__proto__":{"admin":true},"b":1},"\\u005f_proto__":{"admin":true},"__\\u0070roto__":{"admin":true}}',
      );
    });
    const { body } = await upstreamTo(server.origin).call(readUsers, context);
    expect(JSON.stringify(body)).toBe('{"a":{"b":1}}');
    expect(Reflect.get(Object.assign({}, body), 'admin')).toBeUndefined();
  });

  test.each([
    ['HTML', '<html>Sign in to the hotel network</html>', {}],
    ['two documents', '{"a":1}{"a":2}', {}],
    ['cut off JSON', '{"a":', {}],
    ['nothing at all', '', {}],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}],
    ['nested without end', '['.repeat(200) + ']'.repeat(200), {}],
    ['compressed unasked', 'x', { 'content-encoding': 'gzip' }],
  ])('that is %s is a BAD_RESPONSE that shows none of it', async (_, body, headers) => {
    const server = await provider((_request, response) => {
      response.writeHead(200, headers);
      response.end(body);
    });
    const error = await failureOf(upstreamTo(server.origin).call(readUsers, context));
    expect(error).toMatchObject({
      code: 'BAD_RESPONSE',
      retryable: false,
      facts: { status: 200, transactionId: 'tx-1' },
    });
    expect(error.message).not.toContain('hotel');
  });

  test('that is too long is cut while it is read', async () => {
    let written = 0;
    const server = await provider((_, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const write = (): void => {
        while (!response.destroyed && written < 500_000_000) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    const error = await failureOf(
      upstreamTo(server.origin, { maxBodyBytes: 1_000_000 }).call(readUsers, context),
    );
    expect(error.code).toBe('BAD_RESPONSE');
    expect(error.message).toContain('smaller pages');
    expect(written).toBeLessThan(50_000_000);
    expect(server.requests).toHaveLength(1);
  });

  test('that never begins, or drips, ends by the limits of time', async () => {
    const server = await provider((request, response) => {
      if (request.url?.endsWith('/drips') !== true) return;
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    });
    const upstream = upstreamTo(server.origin, { timeouts: { headersMs: 30, bodyMs: 30 } });
    const silent = await failureOf(upstream.call(suspendUser, context));
    expect(silent).toMatchObject({ code: 'TIMED_OUT', facts: { mayHaveBeenApplied: true } });
    const drips = await failureOf(upstream.call({ ...suspendUser, path: '/drips' }, context));
    expect(drips).toMatchObject({ code: 'TIMED_OUT', facts: { status: 200 } });
  });

  test('is told of once for each exchange, retries included', async () => {
    let calls = 0;
    const server = await provider((_, response) => {
      calls += 1;
      json(response, {}, calls === 1 ? 503 : 200);
    });
    const exchanges: Exchange[] = [];
    await upstreamTo(server.origin).call(readUsers, {
      ...context,
      onExchange: (each) => exchanges.push(each),
    });
    expect(exchanges).toMatchObject([
      { directory: 'acme', method: 'GET', route: readUsers.route, status: 503, attempt: 1 },
      { status: 200, attempt: 2 },
    ]);
  });
});

describe('an error answer', () => {
  test.each([
    [400, 'INVALID_REQUEST'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [405, 'INVALID_REQUEST'],
    [409, 'CONFLICT'],
    [412, 'CONFLICT'],
    [415, 'INVALID_REQUEST'],
    [423, 'CONFLICT'],
    [501, 'UNREACHABLE'],
    [302, 'BAD_RESPONSE'],
  ])('of %i is %s, asked once', async (status, code) => {
    const server = await provider((_, response) =>
      json(response, {}, status, { location: 'http://127.0.0.1:1/' }),
    );
    const error = await failureOf(upstreamTo(server.origin).call(readUsers, context));
    expect(error).toMatchObject({
      code,
      facts: { status, route: 'GET /environments/{environmentId}/users' },
    });
    expect(server.requests).toHaveLength(1);
  });

  test("carries the provider's own words, and our message no id and no query", async () => {
    const server = await provider((_, response) =>
      json(
        response,
        { id: 'err-7', code: 'INVALID_DATA', details: [{ code: 'INVALID_FILTER', target: 'filter' }] },
        400,
      ),
    );
    const upstream = upstreamTo(server.origin, {
      parseError: (_, body) => ({
        providerErrorId: String(Reflect.get(Object(body), 'id')),
        providerCode: String(Reflect.get(Object(body), 'code')),
        details: [{ code: 'INVALID_FILTER', target: 'filter' }],
      }),
    });
    const error = await failureOf(
      upstream.call({ ...readUsers, query: { filter: 'email eq "ann@x.example"' } }, context),
    );
    expect(error.facts).toMatchObject({
      providerCode: 'INVALID_DATA',
      providerErrorId: 'err-7',
      details: [{ code: 'INVALID_FILTER', target: 'filter' }],
    });
    expect(error.message).toContain(
      'acme: GET /environments/{environmentId}/users: expected 2xx, received 400 (INVALID_DATA, INVALID_FILTER)',
    );
    expect(`${error.message}${error.stack}`).not.toMatch(/e1|ann@|token-1/);
  });

  test('whose reader throws, or that is HTML, is still that status', async () => {
    const server = await provider((_, response) => response.writeHead(403).end('<html>'));
    const upstream = upstreamTo(server.origin, {
      parseError: () => {
        throw new Error('unexpected');
      },
    });
    expect((await failureOf(upstream.call(readUsers, context))).code).toBe('FORBIDDEN');
  });
});

describe('an address', () => {
  test.each([
    'https://127.0.0.1/v1/x',
    'http://evil.example/v1',
    '//evil.example/x',
    'ftp://x/',
    'http://[',
    `http://127.0.0.1:1/${'a'.repeat(9_000)}`,
  ])('that leads to another origin is not followed: %#', async (path) => {
    const server = await provider((_, response) => json(response, {}));
    const error = await failureOf(upstreamTo(server.origin).call({ ...readUsers, path }, context));
    expect(error.code).toBe('PAGINATION_LOOP');
    expect(server.requests).toHaveLength(0);
  });

  test.each(['/users/../../admin', '/users/%2e%2E/x', '/users/a b', '/users/a\\b', '/users/x#y', 'users'])(
    'of our own that a parser would change is refused: %s',
    async (path) => {
      const server = await provider((_, response) => json(response, {}));
      const error = await failureOf(upstreamTo(server.origin).call({ ...readUsers, path }, context));
      expect(error.code).toBe('INVALID_REQUEST');
      expect(server.requests).toHaveLength(0);
    },
  );
});
