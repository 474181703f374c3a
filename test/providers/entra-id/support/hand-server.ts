import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Secret } from '../../../../src/model/secret.ts';
import type { EntraIdConnection } from '../../../../src/providers/entra-id/upstream.ts';

export const TENANT = '11111111-2222-4333-8444-555555555555';
/** Ids of users, groups and the like. */
export const guid = (number: number): string => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;

interface Asked {
  readonly method: string;
  /** Under `/v1.0`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

interface HandAnswer {
  readonly status?: number;
  /** Undefined: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers by hand, for what the simulated tenant would never say. */
export interface HandServer {
  readonly connection: EntraIdConnection;
  readonly origin: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

function send(response: ServerResponse, { status = 200, body, headers }: HandAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

export async function startHandServer(
  answer: (asked: Asked, origin: string) => HandAnswer,
): Promise<HandServer> {
  const asked: Asked[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', origin);
      if (url.pathname.endsWith('/token')) {
        send(response, { body: { access_token: 'token-1', token_type: 'Bearer', expires_in: 3_600 } });
        return;
      }
      const one: Asked = {
        method: request.method ?? '',
        path: url.pathname.replace(/^\/v1\.0/, ''),
        query: url.searchParams,
        body,
      };
      asked.push(one);
      send(response, answer(one, origin));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    origin,
    asked,
    connection: {
      key: 'entra',
      tenantId: TENANT,
      clientId: guid(1),
      clientSecret: new Secret('secret-1'),
      graphUrl: `${origin}/v1.0`,
      loginUrl: origin,
      writable: true,
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function refusal(status: number, code: string, headers: Record<string, string> = {}): HandAnswer {
  const innerError = { date: '2026-01-01T00:00:00', 'request-id': 'request-1' };
  return { status, headers, body: { error: { code, message: `${code} of some words.`, innerError } } };
}
