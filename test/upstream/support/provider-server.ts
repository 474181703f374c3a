import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import type { CallContext } from '../../../src/upstream/call.ts';
import { createUpstream } from '../../../src/upstream/create-upstream.ts';
import type { UpstreamSettings } from '../../../src/upstream/settings.ts';
import { fixedToken } from '../../../src/upstream/token-source.ts';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import type { Upstream } from '../../../src/upstream/upstream.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface ProviderServer {
  readonly origin: string;
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
}

/** A provider on loopback that answers as the test says, and remembers what it was asked. */
export async function provider(answer: Answer): Promise<ProviderServer> {
  const requests: ProviderServer['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests };
}

/** Answers JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function upstreamTo(origin: string, settings: Partial<UpstreamSettings> = {}): Upstream {
  const upstream = createUpstream({
    directory: 'acme',
    baseUrl: `${origin}/v1`,
    tokens: fixedToken(new Secret('token-1')),
    random: () => 0,
    ...settings,
  });
  onTestFinished(() => upstream.close());
  return upstream;
}

export const context: CallContext = { lane: 'interactive', transactionId: 'tx-1' };
export const readUsers = {
  method: 'GET',
  route: '/environments/{environmentId}/users',
  path: '/environments/e1/users',
} as const;
export const suspendUser = {
  method: 'POST',
  route: '/environments/{environmentId}/users/{userId}',
  path: '/environments/e1/users/u1',
  body: { enabled: false },
} as const;

/** The error that a call must end with. */
export async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
  throw new Error('expected an UpstreamError, received an answer');
}
