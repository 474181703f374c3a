import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Door } from '../../src/door.ts';
import { Secret } from '../../src/model/secret.ts';
import { JSON_TYPE, openDoor, type Reply, send } from './open.ts';

const SECRET = 'f3b1c9d2a47e4f0c8b6d5a1e2c3b4d5e';
const EVENTS = '[{"action":{"type":"USER.UPDATED"},"resources":[{"type":"USER","id":"u1"}]}]';
const withSecret = { ...JSON_TYPE, authorization: `Bearer ${SECRET}` };

const taken: unknown[] = [];
let door: Door;
beforeAll(async () => {
  const receiver = {
    secret: new Secret(SECRET),
    take: (body: unknown) => Array.isArray(body) && taken.push(body) > 0,
  };
  ({ door } = await openDoor({ webhooks: new Map([['workforce', receiver]]) }));
});
afterAll(() => door.close(0));
beforeEach(() => void taken.splice(0));

const post = (headers: Record<string, string>, body = EVENTS, path = '/webhooks/workforce'): Promise<Reply> =>
  send(door, path, { method: 'POST', headers, body });

describe('notifications of a provider', () => {
  test.each([
    ['as a bearer token', withSecret],
    ['in its own header', { ...JSON_TYPE, 'x-rollcall-webhook-secret': SECRET }],
  ])('are accepted with the secret %s', async (_, headers) => {
    expect((await post(headers)).status).toBe(202);
    expect(taken).toEqual([JSON.parse(EVENTS)]);
  });

  test.each([
    ['without a secret', JSON_TYPE],
    ['with another secret', { ...JSON_TYPE, authorization: `Bearer ${SECRET}0` }],
    ['with the beginning of the secret', { ...JSON_TYPE, authorization: `Bearer ${SECRET.slice(0, 8)}` }],
    ['with the secret in another scheme', { ...JSON_TYPE, authorization: `Basic ${SECRET}` }],
    ['with an empty secret', { ...JSON_TYPE, 'x-rollcall-webhook-secret': '' }],
  ])('are refused %s', async (_, headers) => {
    const reply = await post(headers);
    expect([reply.status, taken]).toEqual([401, []]);
    expect(reply.body).not.toContain(SECRET);
  });

  test.each(['/webhooks/other', '/webhooks/', '/webhooks/workforce/', '/webhooks/WORKFORCE'])(
    'are refused at %s, where no secret was configured, as with another secret: nobody learns which directories there are',
    async (path) => {
      const known = await post({ ...JSON_TYPE, authorization: 'Bearer other' });
      expect(known.status).toBe(401);
      for (const headers of [withSecret, JSON_TYPE]) {
        const reply = await post(headers, EVENTS, path);
        expect([reply.status, reply.body, taken]).toEqual([known.status, known.body, []]);
      }
    },
  );

  test('have no address at all where no secret was configured for any directory', async () => {
    const { door: without } = await openDoor();
    const answers = ['/webhooks/workforce', '/webhooks/'].map((path) =>
      send(without, path, { method: 'POST', headers: withSecret, body: EVENTS }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404]);
    await without.close(0);
  });

  test.each(['', '{', 'null', '7', '{"query":"{ hello }"}', '\uFEFF', '"text"'])(
    'that are none (%j) are refused',
    async (body) => {
      expect((await post(withSecret, body)).status).toBe(400);
    },
  );

  test('may have 4,096 kB, which no other request may', async () => {
    const long = `[${'"x",'.repeat(1_000_000)}"x"]`;
    expect((await post(withSecret, long)).status).toBe(202);
    expect((await post(withSecret, `${long}${' '.repeat(300_000)}`)).status).toBe(413);
    expect((await send(door, '/graphql', { method: 'POST', headers: JSON_TYPE, body: long })).status).toBe(
      413,
    );
  });

  test('may come in pieces of no announced length, which are counted as they come', async () => {
    expect(await inPieces([EVENTS.slice(0, 9), EVENTS.slice(9)])).toBe(202);
    expect(await inPieces(Array.from({ length: 5 }, () => ' '.repeat(1_000_000)))).toBe(413);
  });

  test('come as POST of JSON only', async () => {
    expect((await send(door, '/webhooks/workforce', { headers: withSecret })).status).toBe(405);
    expect((await post({ ...withSecret, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ ...withSecret, 'content-encoding': 'gzip' })).status).toBe(415);
  });

  test('are turned away when a foreign page sends them, or for a foreign name', async () => {
    expect((await post({ ...withSecret, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ ...withSecret, host: 'evil.example' })).status).toBe(421);
  });
});

function inPieces(pieces: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: door.port,
      path: '/webhooks/workforce',
      method: 'POST',
      headers: { ...withSecret, 'transfer-encoding': 'chunked' },
    });
    let status = 0;
    // The rest of what is refused may meet a closed connection.
    request.on('error', (error) => (status === 0 ? reject(error) : resolve(status)));
    request.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
      resolve(status);
    });
    for (const piece of pieces) request.write(piece);
    request.end();
  });
}
