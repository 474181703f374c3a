import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { localCaller } from '../../src/access/caller.ts';
import type { Door, DoorOptions } from '../../src/door.ts';
import { mostWaiting } from '../../src/door/in-turn.ts';
import { mostSubscriptions, seatsOf } from '../../src/graphql/seats.ts';
import { createGateway } from '../../src/server.ts';
import { deferred } from '../plugins/deferred.ts';
import { KEY, openGateway } from '../support/gateway.ts';
import { openDoor } from './open.ts';

/** A door whose handler never answers what is marked as held, by itself. */
async function openHolding(options: Partial<DoorOptions> = {}) {
  const held = deferred<ServerResponse>();
  const begun: string[] = [];
  const { door } = await openDoor({
    ...options,
    handler: (request, response) => {
      const name = String(request.headers['x-name']);
      begun.push(name);
      if (name === 'held') held.resolve(response);
      else if (options.handler !== undefined) options.handler(request, response);
      else {
        let bytes = 0;
        request.on('data', (part: Buffer) => (bytes += part.length));
        request.on('end', () => response.end(`${name} read ${bytes}`));
      }
    },
  });
  onTestFinished(() => door.close(0));
  return { door, begun, held: held.promise };
}

function post({ port }: Door, name: string, body = '{}', ...more: readonly string[]): string {
  return [
    'POST /graphql HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Name: ${name}`,
    ...more,
    '',
    body,
  ].join('\r\n');
}

const get = ({ port }: Door, path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

/** Sends it all in one piece, and waits until the server has had the time to begin whatever it begins at once. */
async function pipelined({ port }: Door, held: Promise<ServerResponse>, requests: readonly string[]) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(requests.join(''));
  const response = await held;
  await turns();
  const reset = async () => {
    const closed = once(response, 'close');
    socket.resetAndDestroy();
    await closed;
    await turns();
  };
  return { socket, response, reset, heard: () => text };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('requests sent without waiting for answers are begun one after another, and answered in order', async () => {
  const { door, begun, held } = await openHolding();
  const long = 'x'.repeat(200_000);
  const names = ['held', 'second', 'third', 'last'] as const;
  const bodies = ['{}', '{}', long, '{}'];
  const requests = names.map((name, at) =>
    post(door, name, bodies[at], ...(at === 3 ? ['Connection: close'] : [])),
  );
  const { socket, response, heard } = await pipelined(door, held, requests);
  expect(begun).toEqual(['held']);
  response.end('first');
  await once(socket, 'close');
  expect(begun).toEqual(names);
  expect(heard().match(/first|\w+ read \d+/g)).toEqual([
    'first',
    'second read 2',
    'third read 200000',
    'last read 2',
  ]);
  expect(heard().match(/HTTP\/1\.1 200/g)).toHaveLength(4);
});

test('of a caller who leaves, no query that waited is begun', async () => {
  const { door, begun, held } = await openHolding();
  const waiting = Array.from({ length: 20 }, (_, at) => post(door, `query ${at}`));
  const { reset } = await pipelined(door, held, [post(door, 'held'), ...waiting]);
  await reset();
  expect(begun).toEqual(['held']);
});

test('of a caller who leaves, no export that waited is begun', async () => {
  const asked: string[] = [];
  const { door, held } = await openHolding({
    exports: ({ path, signal }) => {
      asked.push(path);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('left'))));
    },
  });
  const { reset } = await pipelined(door, held, [post(door, 'held'), get(door, '/exports/users.jsonl')]);
  await reset();
  expect(asked).toEqual([]);
});

test('of a caller who leaves, no subscription that waited keeps a seat', async () => {
  const { directory, actions } = await openGateway({ users: 5 });
  const log = pino({ level: 'silent' });
  const gateway = createGateway({
    directories: [directory],
    actions,
    log,
    authenticate: async () => localCaller,
  });
  const { door, held } = await openHolding({ handler: gateway.handler });
  const query = `subscription { snapshotProgress(directory: "${KEY}") { phase } }`;
  const subscription = post(door, 'feed', JSON.stringify({ query }), 'Accept: text/event-stream');
  const { reset } = await pipelined(door, held, [
    post(door, 'held'),
    ...Array.from({ length: mostSubscriptions.perCaller + 2 }, () => subscription),
  ]);
  await reset();
  const seats = seatsOf({ actions });
  const take = () => Array.from({ length: mostSubscriptions.perCaller }, () => seats.take(localCaller.name));
  expect(take).not.toThrow();
});

test('a request behind one that closes the connection is not begun', async () => {
  const { door, begun, held } = await openHolding();
  const { socket, response } = await pipelined(door, held, [
    post(door, 'held'),
    'GET /healthz HTTP/1.1\r\n\r\n',
    post(door, 'behind'),
  ]);
  response.end('first');
  await once(socket, 'close');
  expect(begun).toEqual(['held']);
});

test('a connection with more requests waiting than may wait is cut, and its other work with it', async () => {
  const { door, begun, held } = await openHolding();
  const lines = (of: Door) => Array.from({ length: mostWaiting + 1 }, (_, at) => post(of, `query ${at}`));
  const socket = connect(door.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume().write([post(door, 'held'), ...lines(door)].join(''));
  const response = await held;
  if (!response.closed) await once(response, 'close');
  await turns();
  expect(begun).toEqual(['held']);
  const fits = await openHolding();
  const {
    response: first,
    socket: kept,
    heard,
  } = await pipelined(fits.door, fits.held, [
    post(fits.door, 'held'),
    ...lines(fits.door).slice(1, -1),
    post(fits.door, 'last', '{}', 'Connection: close'),
  ]);
  first.end('first');
  await once(kept, 'close');
  expect(heard().match(/HTTP\/1\.1 200/g)).toHaveLength(mostWaiting + 1);
});
