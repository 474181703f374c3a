import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { MessageFramer } from '../../../src/providers/ldap/wire/message-framer.ts';

/** What becomes of a search. */
export type LdapFault =
  /** The server answers it with this result code at once, or after so many of its entries. */
  | { readonly kind: 'result'; readonly code: number; readonly afterEntries: number }
  /** The connection breaks: before the answer, or after so many of its entries. */
  | { readonly kind: 'reset'; readonly afterEntries: number }
  /** No answer ever comes. */
  | { readonly kind: 'silence' }
  /** Something comes that is not LDAP. */
  | { readonly kind: 'garbage' };

/** Asked for every search, with its bytes; undefined: all is well. */
export type TakeFault = (search: Buffer) => LdapFault | undefined;

export interface FaultyLdapProxy {
  readonly port: number;
  close(): Promise<void>;
}

const SEARCH = 0x63;
const ENTRY = 0x64;
const DONE = 0x65;
const MOST_BYTES = 50_000_000;

/** Stands between the gateway and a server, and lets faults strike searches. */
export async function startFaultyLdapProxy(port: number, take: TakeFault): Promise<FaultyLdapProxy> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    /** By the number of the message: what becomes of its answer, and how many entries of it have passed. */
    const struck = new Map<string, { readonly fault: LdapFault; passed: number }>();
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    const answer = (number: string, fault: LdapFault): void => {
      if (fault.kind === 'reset') end();
      else if (fault.kind === 'garbage') client.write('<html><body>It works!</body></html>'.repeat(10));
      else if (fault.kind === 'result') client.write(resultOf(number, fault.code));
    };
    onMessages(client, (message) => {
      const { number, operation } = partsOf(message);
      const fault = operation === SEARCH ? take(message) : undefined;
      if (fault === undefined) upstream.write(message);
      else if ('afterEntries' in fault && fault.afterEntries > 0) {
        struck.set(number, { fault, passed: 0 });
        upstream.write(message);
      } else answer(number, fault);
    });
    onMessages(upstream, (message) => {
      const { number, operation } = partsOf(message);
      const strike = struck.get(number);
      if (strike === undefined) client.write(message);
      else if ('afterEntries' in strike.fault && strike.passed >= strike.fault.afterEntries) {
        if (strike.passed < Number.POSITIVE_INFINITY) answer(number, strike.fault);
        // What the server still says of it is heard by nobody.
        strike.passed = Number.POSITIVE_INFINITY;
      } else {
        strike.passed += operation === ENTRY ? 1 : 0;
        client.write(message);
      }
      if (operation === DONE) struck.delete(number);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return {
    port: address.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function onMessages(socket: Socket, take: (message: Buffer) => void): void {
  const framer = new MessageFramer(MOST_BYTES);
  socket.on('data', (data) => {
    framer.push(data);
    for (let next = framer.next(); Buffer.isBuffer(next); next = framer.next()) take(next);
  });
}

/** SEQUENCE, its length, the number as INTEGER, and the tag of the operation (RFC 4511, section 4.1.1). */
function partsOf(message: Buffer): { readonly number: string; readonly operation: number } {
  const short = message[1] ?? 0;
  const start = short < 0x80 ? 2 : 2 + (short & 0x7f);
  const end = start + 2 + (message[start + 1] ?? 0);
  return { number: message.subarray(start, end).toString('hex'), operation: message[end] ?? 0 };
}

function resultOf(number: string, code: number): Buffer {
  const bytes = Buffer.from(number, 'hex');
  const result = Buffer.from([DONE, 7, 0x0a, 1, code, 0x04, 0, 0x04, 0]);
  return Buffer.concat([Buffer.from([0x30, bytes.length + result.length]), bytes, result]);
}
