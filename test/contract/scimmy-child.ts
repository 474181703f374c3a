/** A SCIM service made of foreign software, scimmy, in a process of its own: its registry of schemas is one for a whole process. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express4 from 'express';
import express5 from 'express5';
import { Config, Resources, Types } from 'scimmy';
import ScimmyRouters from 'scimmy-routers';
import { drawPeerPeople } from '../../src/sandbox/peers/people.ts';
import type { ForeignReady } from './scim-foreign.ts';

type Stored = Record<string, unknown> & { id: string };

const [version, count] = process.argv.slice(2);
const token = randomUUID();
const users = new Map<string, Stored>();
const groups = new Map<string, Stored>();
const now = new Date();

for (const person of drawPeerPeople({ users: Number(count ?? 70) })) {
  const id = randomUUID();
  users.set(id, {
    id,
    userName: person.username,
    displayName: `${person.givenName} ${person.familyName}`,
    name: { givenName: person.givenName, familyName: person.familyName },
    active: person.status !== 'SUSPENDED',
    emails: [{ value: person.email ?? person.username, type: 'work', primary: true }],
    meta: { created: now, lastModified: now },
  });
  for (const displayName of person.groups) {
    const group = [...groups.values()].find((one) => one['displayName'] === displayName);
    const member = { value: id, display: person.username, type: 'User' };
    if (group !== undefined) (group['members'] as unknown[]).push(member);
    else {
      const groupId = randomUUID();
      groups.set(groupId, {
        id: groupId,
        displayName,
        members: [member],
        meta: { created: now, lastModified: now },
      });
    }
  }
}

interface Asked {
  readonly id?: string;
  readonly filter?: { match(rows: readonly unknown[]): unknown[] };
}

function handlers(store: Map<string, Stored>) {
  return {
    egress: (asked: Asked): unknown => {
      if (asked.id === undefined)
        return asked.filter === undefined ? [...store.values()] : asked.filter.match([...store.values()]);
      const found = store.get(asked.id);
      if (found === undefined) throw new Types.Error(404, '', `Resource ${asked.id} not found`);
      return found;
    },
    ingress: (asked: Asked, data: unknown): unknown => {
      const id = asked.id ?? randomUUID();
      const before = store.get(id);
      const after = { ...(JSON.parse(JSON.stringify(data)) as Stored), id, meta: before?.['meta'] };
      store.set(id, after);
      return after;
    },
    degress: (asked: Asked): void => void store.delete(asked.id ?? ''),
  };
}

Config.set({ patch: true, filter: { supported: true, maxResults: 200 } } as never);
Resources.declare(Resources.User, handlers(users) as never);
Resources.declare(Resources.Group, handlers(groups) as never);

const app = version === '5' ? express5 : express4;
const service = app();
service.use(
  '/scim/v2',
  new ScimmyRouters({
    type: 'bearer',
    handler: (request: { header(name: string): string | undefined }) => {
      if (request.header('authorization') !== `Bearer ${token}`) throw new Error('Wrong token');
      return 'rollcall';
    },
  }),
);
const server = createServer(service as unknown as RequestListener);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const ready: ForeignReady = {
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
  token,
  users: [...users.values()].map(({ id, userName, active }) => ({
    id,
    userName: String(userName),
    active: active === true,
  })),
  groups: [...groups.values()].map(({ id, displayName, members }) => ({
    id,
    displayName: String(displayName),
    memberIds: (members as readonly { readonly value: string }[]).map(({ value }) => value),
  })),
};
process.stdout.write(`${JSON.stringify(ready)}\n`);
// It lives as long as whoever started it.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
