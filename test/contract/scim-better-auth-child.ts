/** A SCIM service made of foreign software, the SCIM plug-in of better-auth, in a process of its own. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scim } from '@better-auth/scim';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { getAuthTables } from 'better-auth/db';
import { toNodeHandler } from 'better-auth/node';
import { drawPeerPeople } from '../../src/sandbox/peers/people.ts';
import type { ForeignReady } from './scim-foreign.ts';

const token = randomUUID();
const server = createServer((request, response) => void handler(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const url = `${origin}/api/auth/scim/v2`;

// Its types want optional members that may be undefined, which ours forbid.
const plugins = [
  scim({ connections: [{ id: 'hr', credentials: [{ type: 'bearer', id: 'rollcall', token }] }] }),
] as never[];
const tables = Object.fromEntries(
  Object.values(getAuthTables({ plugins })).map(({ modelName }) => [modelName, [] as unknown[]]),
);
const auth = betterAuth({
  baseURL: origin,
  secret: randomUUID() + randomUUID(),
  telemetry: { enabled: false },
  logger: { disabled: true },
  database: memoryAdapter(tables as never),
  plugins,
});
const handler = toNodeHandler(auth);

async function post(path: string, body: object): Promise<{ readonly id: string }> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { readonly id: string };
}

const users: { id: string; userName: string; active: boolean }[] = [];
const members = new Map<string, string[]>();
for (const person of drawPeerPeople({ users: Number(process.argv[2] ?? 60) })) {
  const active = person.status !== 'SUSPENDED';
  const { id } = await post('/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: person.username,
    externalId: person.personId,
    name: { givenName: person.givenName, familyName: person.familyName },
    active,
    emails: [{ value: person.email, primary: true }],
  });
  users.push({ id, userName: person.username, active });
  for (const name of person.groups) members.set(name, [...(members.get(name) ?? []), id]);
}
const groups: ForeignReady['groups'][number][] = [];
for (const [displayName, memberIds] of members) {
  const { id } = await post('/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName,
    members: memberIds.map((value) => ({ value })),
  });
  groups.push({ id, displayName, memberIds });
}

const ready: ForeignReady = { url, token, users, groups };
process.stdout.write(`${JSON.stringify(ready)}\n`);
// It lives as long as whoever started it.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
