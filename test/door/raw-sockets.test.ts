import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDoor, sendRaw } from './open.ts';

let opened: Awaited<ReturnType<typeof openDoor>>;
beforeAll(async () => {
  opened = await openDoor({
    timeouts: {
      headersTimeout: 100,
      requestTimeout: 150,
      connectionsCheckingInterval: 20,
      keepAliveTimeout: 50,
    },
  });
});
beforeEach(() => {
  opened.seen.length = 0;
});
afterAll(() => opened.door.close(0));

const head = (...lines: string[]) =>
  [
    'POST /graphql HTTP/1.1',
    `Host: 127.0.0.1:${opened.door.port}`,
    'Content-Type: application/json',
    ...lines,
    '',
    '',
  ].join('\r\n');
const BODY = '{"query":"{ hello }"}';

const MALFORMED: readonly [string, () => string, number][] = [
  [
    'a length beside chunks',
    () => `${head('Content-Length: 21', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    400,
  ],
  ['two different lengths', () => `${head('Content-Length: 21', 'Content-Length: 5')}${BODY}`, 400],
  ['a negative length', () => head('Content-Length: -1'), 400],
  ['a length beyond 64 bits', () => head('Content-Length: 99999999999999999999'), 400],
  ['an odd transfer encoding', () => `${head('Transfer-Encoding: chunked, identity')}0\r\n\r\n`, 400],
  ['a blank in a header name', () => `${head('X Y: 1', 'Content-Length: 21')}${BODY}`, 400],
  ['a NUL in a header', () => `${head('X-Y: a\0b', 'Content-Length: 21')}${BODY}`, 400],
  ['two Hosts', () => `${head('Host: evil.example', 'Content-Length: 21')}${BODY}`, 400],
  [
    'two Authorizations',
    () => `${head('Authorization: Bearer one', 'Authorization: Bearer two', 'Content-Length: 21')}${BODY}`,
    400,
  ],
  ['no Host', () => 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['an old protocol without Host', () => 'GET /healthz HTTP/1.0\r\n\r\n', 421],
  [
    'a whole address instead of a path',
    () => `GET http://evil.example/graphql HTTP/1.1\r\nHost: 127.0.0.1:${opened.door.port}\r\n\r\n`,
    400,
  ],
  ['headers of 64 kB', () => head(`X-Long: ${'x'.repeat(64_000)}`), 431],
  ['512 MB, announced', () => head('Content-Length: 536870912'), 413],
  ['512 MB, asking first', () => head('Content-Length: 536870912', 'Expect: 100-continue'), 413],
  ['another expectation', () => head('Content-Length: 21', 'Expect: miracles'), 417],
];

test.each(MALFORMED)('%s is answered once, and the connection closed', async (_name, bytes, status) => {
  const answer = await sendRaw(opened.door, bytes());
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
  expect(opened.seen).toEqual([]);
});

test('a caller that asks before sending its body is let in', async () => {
  const socket = connect(opened.door.port, '127.0.0.1');
  socket.setEncoding('utf8');
  socket.write(head('Content-Length: 21', 'Expect: 100-continue', 'Connection: close'));
  const [first] = (await once(socket, 'data')) as [string];
  expect(first).toContain('HTTP/1.1 100 Continue');
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  socket.write(BODY);
  await once(socket, 'close');
  expect(answer).toContain('{"data":{"hello":"there"}}');
});

test.each([
  ['headers that never end', () => 'GET /healthz HTTP/1.1\r\nHost: x\r\n'],
  ['a body that never comes', () => `${head('Content-Length: 21')}{`],
])('a slow socket with %s is cut', async (_name, bytes) => {
  const answer = await sendRaw(opened.door, bytes());
  expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test('a request smuggled behind a refused one is not read', async () => {
  const smuggled = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${opened.door.port}\r\n\r\n`;
  const answer = await sendRaw(opened.door, `${head('Transfer-Encoding: chunked')}0\r\n\r\n${smuggled}`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 411']);
});
