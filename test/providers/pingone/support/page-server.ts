import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Secret } from '../../../../src/model/secret.ts';
import type { PingOneConnection } from '../../../../src/providers/pingone/upstream.ts';

export interface PageAnswer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  /** Under the environment, such as `/users`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers by hand, for what the sandbox would never say. */
export interface PageServer {
  readonly connection: PingOneConnection;
  readonly origin: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

const ENVIRONMENT = 'env-1';

export async function startPageServer(
  answer: (asked: Asked, origin: string) => PageAnswer,
): Promise<PageServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', origin);
      if (url.pathname.endsWith('/as/token')) {
        reply(response, { body: { access_token: 'token-1', token_type: 'Bearer', expires_in: 3_600 } });
        return;
      }
      const one: Asked = {
        method: request.method ?? '',
        path: url.pathname.replace(`/v1/environments/${ENVIRONMENT}`, ''),
        query: url.searchParams,
        headers: request.headers,
        body,
      };
      asked.push(one);
      reply(response, answer(one, origin));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    origin,
    asked,
    connection: {
      key: 'primary',
      environmentId: ENVIRONMENT,
      region: null,
      apiUrl: `${origin}/v1`,
      tokenUrl: `${origin}/${ENVIRONMENT}/as/token`,
      tokenAuthMethod: 'basic',
      clientId: 'client-1',
      clientSecret: new Secret('secret-1'),
      writable: false,
      reportThreshold: 40,
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function reply(response: ServerResponse, { status = 200, body, headers }: PageAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A page of a list as PingOne writes it. */
export function page(
  collection: string,
  rows: readonly unknown[],
  next?: string,
  count?: number,
): PageAnswer {
  return {
    body: {
      _links: { self: { href: 'self' }, ...(next === undefined ? {} : { next: { href: next } }) },
      _embedded: { [collection]: rows },
      ...(count === undefined ? {} : { count }),
      size: rows.length,
    },
  };
}

export function refusal(status: number, code: string): PageAnswer {
  return {
    status,
    body: { id: 'error-1', code, message: 'Refused.', details: [{ code: `${code}_DETAIL`, target: 'it' }] },
  };
}
