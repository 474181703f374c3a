/**
 * What a careful afternoon gives: GraphQL Yoga as it comes, one `fetch` for each field that a row does not carry, nothing batched,
 * nothing remembered, nothing limited. It honestly answers the questions of the bench, in a process of its own.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSchema, createYoga } from 'graphql-yoga';
import type { SandboxAddress } from './sandbox-process.ts';

type Json = Readonly<Record<string, unknown>>;

const address = JSON.parse(process.env['BENCH_UPSTREAM'] ?? '') as SandboxAddress;
const environment = `${address.apiUrl}/environments/${address.environmentId}`;

const typeDefs = `
  type Query {
    users(first: Int!, after: String): UserPage!
    user(id: ID!): User
    groups(first: Int!): [Group!]!
  }
  type UserPage { nodes: [User!]! endCursor: String }
  type User {
    id: ID! username: String! email: String displayName: String title: String status: String
    createdAt: String updatedAt: String mfaEnabled: Boolean
    population: Population groups: [Group!] roleAssignments: [RoleAssignment!] devices: [Device!]
  }
  type Population { id: ID! name: String }
  type Group { id: ID! name: String members(first: Int!): [User!] }
  type RoleAssignment { id: ID! role: Role scope: Scope }
  type Role { id: ID! name: String }
  type Scope { type: String id: ID }
  type Device { id: ID! type: String status: String nickname: String createdAt: String }
`;

const resolvers = {
  Query: {
    users: async (_: unknown, { first, after }: { first: number; after?: string }) => {
      const nodes: Json[] = [];
      let next: string | null = after ?? `${environment}/users?limit=${Math.min(200, first)}`;
      while (next !== null && nodes.length < first) {
        const page: Json = await read(next);
        nodes.push(...embedded(page, 'users'));
        next = nextOf(page);
      }
      return { nodes: nodes.slice(0, first), endCursor: next };
    },
    user: (_: unknown, { id }: { id: string }) => read(`${environment}/users/${id}`),
    groups: (_: unknown, { first }: { first: number }) =>
      list(`${environment}/groups?limit=${first}`, 'groups'),
  },
  User: {
    displayName: (user: Json) => (user['name'] as Json | undefined)?.['formatted'],
    status: (user: Json) => (user['enabled'] === true ? 'ACTIVE' : 'SUSPENDED'),
    population: (user: Json) => read(`${environment}/populations/${idIn(user, 'population')}`),
    groups: async (user: Json) => {
      const rows = await list(`${of(user)}/memberOfGroups`, 'groupMemberships');
      return Promise.all(rows.map(({ id }) => read(`${environment}/groups/${String(id)}`)));
    },
    roleAssignments: (user: Json) => list(`${of(user)}/roleAssignments`, 'roleAssignments'),
    devices: (user: Json) => list(`${of(user)}/devices`, 'devices'),
  },
  Group: {
    members: (group: Json, { first }: { first: number }) => {
      const filter = encodeURIComponent(`memberOfGroups[id eq "${String(group['id'])}"]`);
      return list(`${environment}/users?filter=${filter}&limit=${first}`, 'users');
    },
  },
  RoleAssignment: { role: (row: Json) => read(`${address.apiUrl}/roles/${idIn(row, 'role')}`) },
};

async function read(url: string): Promise<Json> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return (await response.json()) as Json;
}

async function list(url: string, name: string): Promise<readonly Json[]> {
  return embedded(await read(url), name);
}

function of(user: Json): string {
  return `${environment}/users/${String(user['id'])}`;
}

function idIn(row: Json, member: string): string {
  return String((row[member] as Json)['id']);
}

function embedded(page: Json, name: string): readonly Json[] {
  return (page['_embedded'] as Readonly<Record<string, readonly Json[]>>)[name] ?? [];
}

function nextOf(page: Json): string | null {
  return (page['_links'] as { readonly next?: { readonly href: string } }).next?.href ?? null;
}

async function signIn(): Promise<string> {
  const basic = Buffer.from(`${address.clientId}:${address.clientSecret}`).toString('base64');
  const response = await fetch(`${address.authUrl}/${address.environmentId}/as/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${basic}`,
    },
    body: 'grant_type=client_credentials',
  });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

const token = await signIn();
const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false });
const server = createServer((request, response) => void yoga(request, response));
process.on('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
