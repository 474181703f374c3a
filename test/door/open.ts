import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { type Door, type DoorOptions, startDoor } from '../../src/door.ts';

const schema = createSchema({
  typeDefs: 'type Query { hello: String, slow: String } type Mutation { change: String }',
  resolvers: { Query: { hello: () => 'there' }, Mutation: { change: () => 'changed' } },
});

/** A door on a free port with a small Yoga behind it. `seen` counts the requests that reached the Yoga. */
export async function openDoor(options: Partial<DoorOptions> = {}, plugins: Plugin[] = []) {
  const yoga = createYoga({
    schema,
    plugins,
    cors: false,
    maskedErrors: false,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: false,
    logging: false,
    graphiql: true,
    renderGraphiQL: () => '<!doctype html><title>Explorer</title>',
  });
  const seen: (string | undefined)[] = [];
  const door: Door = await startDoor({
    host: '127.0.0.1',
    port: 0,
    ready: () => ({ ready: true, detail: {} }),
    metrics: () => Promise.resolve('up 1\n'),
    ...options,
    handler: (request, response) => {
      seen.push(request.url);
      return (options.handler ?? yoga)(request, response);
    },
  });
  return { door, seen };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

export const JSON_TYPE = { 'content-type': 'application/json' };
export const HELLO = '{"query":"{ hello }"}';

/** One request in which every header can be chosen, Host included. */
export function send(
  door: Door,
  path: string,
  { method = 'GET', headers = {}, body }: Sending = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = httpRequest({
      host: '127.0.0.1',
      port: door.port,
      path,
      method,
      headers: { ...length, ...headers },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.end(body);
  });
}

/** Bytes as they are, on a socket of their own. Answers everything that came until the server closed it. */
export function sendRaw(door: Door, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(door.port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

/** The code of a refusal. */
export function codeOf({ body }: Reply): unknown {
  const parsed = JSON.parse(body) as { errors: { extensions: { code: unknown } }[] };
  return parsed.errors[0]?.extensions.code;
}
