import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { BerReader, BerWriter, PagedResultsControl } from 'ldapts';
import type { LdapConnectionSettings } from '../../../../src/providers/ldap/settings.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { type Watched, plain, within } from './connect.ts';

/** Protocol operations (RFC 4511, section 4.2 and following). */
export const OP = { bind: 0x60, search: 0x63, modify: 0x66, extended: 0x77 } as const;
const ANSWER: ReadonlyMap<number, number> = new Map([
  [OP.bind, 0x61],
  [OP.search, 0x65],
  [OP.modify, 0x67],
  [OP.extended, 0x78],
]);

/** What the gateway asked. */
export interface Asked {
  readonly id: number;
  readonly op: number;
  /** DN of the entry that a search begins at or a change is of; empty for others. */
  readonly dn: string;
  /** All bytes of the message, one letter each. */
  readonly text: string;
}

type Values = Readonly<Record<string, readonly (string | Buffer)[]>>;

export const BASE = 'dc=example,dc=test';
const ROOT: Values = {
  objectClass: ['OpenLDAProotDSE'],
  namingContexts: [BASE],
  supportedControl: ['1.3.6.1.4.1.42.2.27.8.5.1'],
};
const DOMAIN: Values = { namingContexts: [BASE], supportedCapabilities: ['1.2.840.113556.1.4.800'] };

/** One message to the gateway. */
export function message(id: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  write(writer);
  writer.endSequence();
  return writer.buffer;
}

export function entry({ id }: Asked, dn: string, values: Values): Buffer {
  return message(id, (writer) => {
    writer.startSequence(0x64);
    writer.writeString(dn);
    writer.startSequence();
    for (const [name, all] of Object.entries(values)) {
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      for (const value of all) writer.writeBuffer(Buffer.from(value), 0x04);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
    writer.endSequence();
  });
}

/** The end of an answer. @param cookie left out: no further page. */
export function result({ id, op }: Asked, { code = 0, said = '', cookie = '' } = {}): Buffer {
  return message(id, (writer) => {
    writer.startSequence(ANSWER.get(op) ?? 0);
    writer.writeEnumeration(code);
    writer.writeString('');
    writer.writeString(said);
    writer.endSequence();
    if (op !== OP.search) return;
    writer.startSequence(0xa0);
    new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer);
    writer.endSequence();
  });
}

/** The bytes of an `objectGUID`. */
export function guid(id: string): Buffer {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  for (const [from, to] of [
    [0, 4],
    [4, 6],
    [6, 8],
  ] as const)
    bytes.subarray(from, to).reverse();
  return bytes;
}

/** A server that says whatever a test lets it say. Binds, the root and changes are answered well where `answer` leaves them. */
export async function withServer<T>(
  {
    answer,
    domain = false,
    ...settings
  }: {
    readonly answer: (asked: Asked, socket: Socket) => boolean | Buffer;
    readonly domain?: boolean;
    readonly security?: 'plain' | 'starttls';
    readonly pageSize?: number;
  },
  work: (
    of: Watched & { readonly asked: readonly Asked[]; readonly settings: LdapConnectionSettings },
  ) => Promise<T>,
): Promise<T> {
  const asked: Asked[] = [];
  const server = createServer((socket) => {
    let came = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      came = Buffer.concat([came, data]);
      for (let size = sizeOf(came); size > 0 && size <= came.length; size = sizeOf(came)) {
        const one = read(came.subarray(0, size));
        came = came.subarray(size);
        asked.push(one);
        const said = answer(one, socket);
        if (said === true) continue;
        socket.write(said === false ? usual(one, domain ? DOMAIN : ROOT) : said);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  const { security = 'plain', pageSize = 200 } = settings;
  const endpoint = { host: '127.0.0.1', port: address.port, security };
  const account = { bindDn: 'cn=gateway', password: new Secret('the-gateway-bind') };
  try {
    const connection = { ...plain, pageSize, baseDn: BASE, endpoint, ...account };
    return await within(connection, (of) => work({ ...of, asked, settings: connection }));
  } finally {
    server.close();
  }
}

function usual(asked: Asked, root: Values): Buffer {
  const end = result(asked);
  return asked.op === OP.search && asked.dn === '' ? Buffer.concat([entry(asked, '', root), end]) : end;
}

/** Bytes of the first message; 0: its header is not whole. */
function sizeOf(bytes: Buffer): number {
  const reader = new BerReader(bytes);
  return reader.readSequence() === null ? 0 : reader.offset + reader.length;
}

function read(bytes: Buffer): Asked {
  const reader = new BerReader(bytes);
  reader.readSequence();
  const id = reader.readInt() ?? 0;
  const op = reader.readSequence() ?? 0;
  const dn = op === OP.search || op === OP.modify ? (reader.readString() ?? '') : '';
  return { id, op, dn, text: bytes.toString('latin1') };
}
