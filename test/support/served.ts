import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from '../../src/server.ts';

/** A server that nobody asks any more holds its gateway, and all that is behind it, no longer than this. */
const idleMs = 10_000;

interface Serving {
  readonly origin: Promise<string>;
  readonly asked: () => void;
}

const serving = new WeakMap<object, Serving>();

/** Where a gateway answers over the wire: a port of its own on loopback. To be asked for before every request. */
export function served(gateway: Pick<Gateway, 'handler'>): Promise<string> {
  const known = serving.get(gateway) ?? serve(gateway);
  known.asked();
  return known.origin;
}

function serve(gateway: Pick<Gateway, 'handler'>): Serving {
  let underWay = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    response.once('close', () => (underWay -= 1));
    void gateway.handler(request, response);
  });
  server.on('connection', (socket) => socket.unref());
  server.unref();
  const origin = new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`),
    );
  });
  const idle = setTimeout(() => {
    if (underWay > 0) {
      idle.refresh();
      return;
    }
    serving.delete(gateway);
    server.close();
    server.closeAllConnections();
  }, idleMs);
  idle.unref();
  const started = { origin, asked: () => void idle.refresh() };
  serving.set(gateway, started);
  return started;
}
