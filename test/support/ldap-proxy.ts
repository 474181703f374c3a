import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** PASS: as if it was not there. FAULT works without TLS only: everything but the bind is answered with 52. */
export type ProxyMode = 'PASS' | 'RESET' | 'SILENT' | 'GARBAGE' | 'FAULT';

/** Stands between the gateway and a server. */
export interface LdapProxy {
  readonly host: string;
  readonly port: number;
  mode: ProxyMode;
  /** Connections that were made so far. */
  readonly accepted: number;
  /** Breaks those that there are. */
  drop(): void;
  close(): Promise<void>;
}

export async function startLdapProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<LdapProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let accepted = 0;
  const proxy = { mode: 'PASS' as ProxyMode };
  const server = createServer((client) => {
    accepted += 1;
    const upstream = connect(target.port, target.host);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    upstream.on('data', (data) => {
      if (proxy.mode !== 'SILENT') client.write(data);
    });
    client.on('data', (data) => {
      if (proxy.mode === 'RESET') client.resetAndDestroy();
      else if (proxy.mode === 'GARBAGE') client.write('<html><body>It works!</body></html>'.repeat(10));
      else if (proxy.mode === 'FAULT') for (const one of requestsIn(data)) answerFault(one, client, upstream);
      else if (proxy.mode === 'PASS') upstream.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  const drop = (): void => {
    for (const [client, upstream] of pairs) {
      client.destroy();
      upstream.destroy();
    }
  };
  return {
    host: '127.0.0.1',
    port: address.port,
    get mode() {
      return proxy.mode;
    },
    set mode(mode) {
      proxy.mode = mode;
    },
    get accepted() {
      return accepted;
    },
    drop,
    async close() {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}

/** What was sent together comes together: each request begins with a SEQUENCE and its length. */
function requestsIn(data: Buffer): readonly Buffer[] {
  const digits = data[1] ?? 0;
  const more = digits < 0x80 ? 0 : digits & 0x7f;
  const length = more === 0 ? digits : data.length > 2 + more ? data.readUIntBE(2, more) : data.length;
  const end = 2 + more + length;
  return end >= data.length ? [data] : [data.subarray(0, end), ...requestsIn(data.subarray(end))];
}

/** A request in one piece: SEQUENCE, its length, the message's number, and the operation's tag. */
function answerFault(request: Buffer, client: Socket, upstream: Socket): void {
  const start = (request[1] ?? 0) < 0x80 ? 2 : 2 + ((request[1] ?? 0) & 0x7f);
  const digits = request[start + 1] ?? 0;
  const number = request.subarray(start, start + 2 + digits);
  const operation = request[start + 2 + digits] ?? 0;
  const answers: ReadonlyMap<number, number> = new Map([
    [0x63, 0x65],
    [0x66, 0x67],
    [0x77, 0x78],
  ]);
  const tag = answers.get(operation);
  if (tag === undefined) {
    upstream.write(request);
    return;
  }
  const result = Buffer.from([tag, 7, 0x0a, 1, 52, 0x04, 0, 0x04, 0]);
  client.write(Buffer.concat([Buffer.from([0x30, number.length + result.length]), number, result]));
}
