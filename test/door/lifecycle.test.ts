import { request as httpRequest, type ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { DoorError, startDoor } from '../../src/door.ts';
import { type DeadlineContext, useDeadline } from '../../src/plugins/use-deadline.ts';
import { deferred } from '../plugins/deferred.ts';
import { HELLO, JSON_TYPE, openDoor, send } from './open.ts';

const nothing = {
  handler: () => undefined,
  ready: () => ({ ready: true, detail: null }),
  metrics: () => Promise.resolve(''),
};

test('a port that is taken is one clear line', async () => {
  const { door } = await openDoor();
  const attempt = startDoor({ ...nothing, host: '127.0.0.1', port: door.port });
  await expect(attempt).rejects.toThrow(
    `Port ${door.port} on 127.0.0.1 is in use by another process. Set PORT or --port to another one, or to 0 for any free one.`,
  );
  await expect(attempt).rejects.toBeInstanceOf(DoorError);
  await door.close(0);
});

test('a port that cannot be is one clear line', async () => {
  await expect(startDoor({ ...nothing, host: '127.0.0.1', port: 65_536 })).rejects.toThrow(
    'A port is a whole number from 0 to 65535; received 65536.',
  );
});

test('an address of another machine is one clear line', async () => {
  await expect(startDoor({ ...nothing, host: '192.0.2.1', port: 0 })).rejects.toThrow(
    'This machine has no address 192.0.2.1.',
  );
});

/** A door with one request that ends when `finish` is called. */
async function doorWithRequestUnderWay() {
  const arrived = deferred<ServerResponse>();
  const { door } = await openDoor({ handler: (_request, response) => arrived.resolve(response) });
  const reply = send(door, '/graphql', { method: 'POST', headers: JSON_TYPE, body: HELLO }).catch(
    () => 'cut',
  );
  const response = await arrived.promise;
  return { door, reply, finish: () => response.end('done') };
}

test('closing lets a request under way end, and takes no new one', async () => {
  const { door, reply, finish } = await doorWithRequestUnderWay();
  const closed = door.close();
  await expect(send(door, '/healthz')).rejects.toThrow('ECONNREFUSED');
  finish();
  expect(await reply).toMatchObject({ status: 200, body: 'done' });
  await closed;
});

test('closing cuts a request that does not end', async () => {
  const { door, reply } = await doorWithRequestUnderWay();
  await door.close(10);
  expect(await reply).toBe('cut');
});

test('a caller that goes away ends the calls that were made for it', async () => {
  const started = deferred<DeadlineContext>();
  const { door } = await openDoor({}, [
    useDeadline(),
    {
      onExecute({ args }) {
        started.resolve(args.contextValue as DeadlineContext);
        return new Promise(() => undefined);
      },
    },
  ]);
  const request = httpRequest({
    port: door.port,
    host: '127.0.0.1',
    path: '/graphql',
    method: 'POST',
    headers: { ...JSON_TYPE, 'content-length': HELLO.length },
  });
  request.on('error', () => undefined);
  request.end(HELLO);
  const { signal } = await started.promise;
  expect(signal?.aborted).toBe(false);
  const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
  request.destroy();
  await aborted;
  await door.close(0);
});
