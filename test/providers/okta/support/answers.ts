import { once } from 'node:events';
import { createServer } from 'node:http';
import { closeAfterTest, connect, connectionTo } from './peer.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import type { OktaConnection } from '../../../../src/providers/okta/upstream.ts';

export interface HandMade {
  readonly status?: number;
  readonly body: unknown;
  /** An array is several headers of one name. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
}

/** Answers by hand, for what the simulated organisation would never say. */
export async function answering(
  answer: (asked: Asked, origin: string) => HandMade,
  more: Partial<OktaConnection> = {},
): Promise<{ readonly provider: Provider; readonly origin: string; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const one: Asked = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', origin),
      contentType: request.headers['content-type'],
      authorization: request.headers.authorization,
    };
    asked.push(one);
    const { status = 200, body, headers = {} } = answer(one, origin);
    for (const [name, value] of Object.entries(headers))
      response.setHeader(name, typeof value === 'string' ? value : [...value]);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  closeAfterTest(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const provider = connect(connectionTo({ url: origin, apiToken: 'token-1' }, more));
  return { provider, origin, asked };
}

/** A user's record, as small as Okta may give it. */
export function record(id: string, more: object = {}): object {
  return {
    id,
    status: 'ACTIVE',
    profile: { login: `${id}@example.com`, email: `${id}@example.com` },
    ...more,
  };
}
