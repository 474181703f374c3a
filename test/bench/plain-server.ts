/**
 * The floor under GraphQL: Node's own HTTP server that reads the body, makes the one call that the question needs, and writes the
 * answer that is wanted. No GraphQL, no authentication, no limits. In a process of its own.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import type { SandboxAddress } from './sandbox-process.ts';

const address = JSON.parse(process.env['BENCH_UPSTREAM'] ?? '') as SandboxAddress;
const pool = new Pool(address.authUrl, { connections: 64 });
const basic = Buffer.from(`${address.clientId}:${address.clientSecret}`).toString('base64');
const signedIn = await pool.request({
  method: 'POST',
  path: `/${address.environmentId}/as/token`,
  headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
  body: 'grant_type=client_credentials',
});
const { access_token: token } = (await signedIn.body.json()) as { readonly access_token: string };

interface Question {
  readonly variables: { readonly id?: string };
}

async function answerOf({ variables: { id } }: Question): Promise<object> {
  if (id === undefined) return { data: { __typename: 'Query' } };
  const { body } = await pool.request({
    method: 'GET',
    path: `/v1/environments/${address.environmentId}/users/${id}`,
    headers: { authorization: `Bearer ${token}` },
  });
  const row = (await body.json()) as Readonly<Record<string, unknown>>;
  const { username, email } = row;
  return { data: { user: { id: row['id'], username, email, status: row['enabled'] } } };
}

async function bodyOf(request: IncomingMessage): Promise<Question> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Question;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = JSON.stringify(await answerOf(await bodyOf(request)));
  response.setHeader('content-type', 'application/json');
  response.end(text);
}

const server = createServer((request, response) => {
  void answer(request, response);
});
process.on('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
