import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, HELLO, JSON_TYPE, openDoor, send, type Sending } from './open.ts';

let opened: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  opened = await openDoor({ allowedHosts: ['Gateway.Example:8443'] });
});
beforeEach(() => {
  opened.seen.length = 0;
});
afterAll(() => opened.door.close(0));

const ask = (path: string, sending?: Sending) => send(opened.door, path, sending);
const post = (headers: Record<string, string | string[]> = {}, body = HELLO) =>
  ask('/graphql', { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });

describe('what belongs here', () => {
  test('a POST of JSON is executed', async () => {
    const reply = await post();
    expect([reply.status, reply.body]).toEqual([200, '{"data":{"hello":"there"}}']);
  });

  test.each(['application/json; charset=utf-8', 'APPLICATION/JSON;charset="UTF-8"'])(
    '%s is JSON too',
    async (type) => {
      expect((await post({ 'content-type': type })).status).toBe(200);
    },
  );

  test('our own pages may ask, under each loopback name and the configured one', async () => {
    const { port } = opened.door;
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
      'gateway.example:8443',
    ]) {
      expect((await post({ host, origin: `http://${host}` })).status).toBe(200);
    }
  });

  test('a browser gets GraphiQL, which nothing may frame, and its query is not executed', async () => {
    const reply = await ask('/graphql?query={hello}', { headers: { accept: 'text/html,*/*' } });
    expect([reply.status, reply.body]).toEqual([200, '<!doctype html><title>Explorer</title>']);
    expect(opened.seen).toEqual(['/graphql']);
    expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(reply.headers['content-security-policy']).toContain("connect-src 'self'");
    expect(reply.headers['content-security-policy']).toContain("worker-src 'self' blob:");
    expect(reply.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
  });

  test('a browser at the root is sent on', async () => {
    const reply = await ask('/', { headers: { accept: 'text/html' } });
    expect([reply.status, reply.headers['location']]).toEqual([302, '/graphql']);
  });

  test('health, readiness and metrics are served', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: '{"status":"ready","detail":{}}' });
    expect(await ask('/metrics')).toMatchObject({ status: 200, body: 'up 1\n' });
    expect((await ask('/metrics')).headers['content-type']).toContain('text/plain');
  });
});

describe('what does not', () => {
  const REFUSED: readonly [string, string, Sending, number, string][] = [
    ['a query by GET', '/graphql?query={hello}', {}, 405, 'METHOD_NOT_ALLOWED'],
    [
      'a GET with the type of a mail',
      '/graphql?query={hello}',
      { headers: { 'content-type': 'message/rfc822' } },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'a GET with broken variables',
      '/graphql?query={hello}&variables={',
      { headers: { accept: 'image/png' } },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['PUT', '/graphql', { method: 'PUT', headers: JSON_TYPE, body: HELLO }, 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/graphql', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
    ['TRACE', '/graphql', { method: 'TRACE' }, 405, 'METHOD_NOT_ALLOWED'],
    ['OPTIONS', '/graphql', { method: 'OPTIONS' }, 405, 'METHOD_NOT_ALLOWED'],
    [
      'an overridden method',
      '/graphql',
      { headers: { 'x-http-method-override': 'POST' } },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'a POST to the health check',
      '/healthz',
      { method: 'POST', headers: JSON_TYPE, body: HELLO },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'a websocket',
      '/graphql',
      { headers: { connection: 'upgrade', upgrade: 'websocket' } },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['another address', '/admin', {}, 404, 'NOT_FOUND'],
    [
      'the address with a slash',
      '/graphql/',
      { method: 'POST', headers: JSON_TYPE, body: HELLO },
      404,
      'NOT_FOUND',
    ],
    ['the root for programs', '/', {}, 404, 'NOT_FOUND'],
    ['an address that cannot be decoded', '/%zz', {}, 400, 'BAD_REQUEST'],
    ['an address of 9 kB', `/graphql?${'x'.repeat(9_000)}`, {}, 414, 'URI_TOO_LONG'],
    ['no content type', '/graphql', { method: 'POST', body: HELLO }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'text',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: HELLO },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a form',
      '/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'query={hello}',
      },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a multipart form',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a bare document',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: '{ hello }' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a list of types',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'text/plain, application/json' }, body: HELLO },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'another charset',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-7' }, body: HELLO },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a compressed body',
      '/graphql',
      { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: HELLO },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body in chunks',
      '/graphql',
      { method: 'POST', headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' } },
      411,
      'LENGTH_REQUIRED',
    ],
    [
      'a body above 256 kB',
      '/graphql',
      { method: 'POST', headers: JSON_TYPE, body: 'x'.repeat(256 * 1024 + 1) },
      413,
      'REQUEST_TOO_LARGE',
    ],
    [
      'a rebound name',
      '/graphql',
      { headers: { host: 'evil.example:4000', accept: 'text/html' } },
      421,
      'HOST_NOT_ALLOWED',
    ],
    [
      'a loopback name with another port',
      '/healthz',
      { headers: { host: 'localhost:1' } },
      421,
      'HOST_NOT_ALLOWED',
    ],
    [
      'a look-alike name',
      '/healthz',
      { headers: { host: 'localhost.evil.example' } },
      421,
      'HOST_NOT_ALLOWED',
    ],
  ];
  test.each(REFUSED)('%s', async (_name, path, sending, status, code) => {
    const reply = await ask(path, sending);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    expect(opened.seen).toEqual([]);
    expect(reply.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  test.each([
    'https://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://localhost:1',
    'file://',
    'evil',
  ])('the origin %s is refused without any CORS header', async (origin) => {
    for (const method of ['POST', 'OPTIONS', 'GET']) {
      const reply = await ask('/graphql', {
        method,
        headers: { ...JSON_TYPE, origin, accept: 'text/html' },
        ...(method === 'POST' ? { body: HELLO } : {}),
      });
      expect([reply.status, codeOf(reply)]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(opened.seen).toEqual([]);
  });

  test('an answer to our own origin has no CORS header either', async () => {
    const reply = await post({ origin: opened.door.url });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

const broken = () => Promise.reject(new Error('password=hunter22'));

describe('when something behind the door fails', () => {
  test('directories that have not answered yet are a 503', async () => {
    const { door } = await openDoor({
      ready: () => ({ ready: false, detail: { workforce: 'not answered yet' } }),
    });
    const reply = await send(door, '/readyz');
    expect([reply.status, reply.body]).toEqual([
      503,
      '{"status":"not ready","detail":{"workforce":"not answered yet"}}',
    ]);
    await door.close(0);
  });

  test('the caller gets a plain 500 and the operator the error', async () => {
    const errors: unknown[] = [];
    const { door } = await openDoor({
      handler: broken,
      metrics: broken,
      onError: (error) => void errors.push(error),
    });
    for (const reply of [
      await send(door, '/metrics'),
      await send(door, '/graphql', { method: 'POST', headers: JSON_TYPE, body: HELLO }),
    ]) {
      expect([reply.status, reply.body]).toEqual([
        500,
        '{"errors":[{"message":"Unexpected error.","extensions":{"code":"UNAVAILABLE"}}]}',
      ]);
    }
    expect(errors).toHaveLength(2);
    await door.close(0);
  });

  test('without an explorer a browser is told to POST', async () => {
    const { door } = await openDoor({ explorer: false });
    expect((await send(door, '/graphql', { headers: { accept: 'text/html' } })).status).toBe(405);
    await door.close(0);
  });
});
