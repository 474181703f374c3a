/**
 * The HTTP door: the one place where requests come in. It turns away what GraphQL need not see (foreign hosts and
 * origins, other types than JSON, large and slow bodies) and serves `/healthz`, `/readyz` and `/metrics`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AllowedHosts, allowedHosts, checkRequest } from './door/guards.ts';
import { inTurn } from './door/in-turn.ts';
import { refuse } from './door/refusal.ts';
import { route, type Routes } from './door/routes.ts';
import { setSecurityHeaders } from './door/security-headers.ts';
import { isWebhookPath, MAX_WEBHOOK_BYTES } from './door/webhooks.ts';

export interface DoorOptions extends Routes {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** `host:port` values accepted besides the loopback names with the own port. */
  readonly allowedHosts?: readonly string[];
  /** Default 256 kB. */
  readonly maxBodyBytes?: number;
  /** Connections at once; more are closed at once. Default 1,000. */
  readonly maxConnections?: number;
  /** How long a caller may take to send its request. */
  readonly timeouts?: Partial<DoorTimeouts>;
  /** Told of what went wrong in a handler after the caller got a plain 500. */
  readonly onError?: (error: unknown) => void;
}

/** In milliseconds. A socket that is slower is answered 408 and closed. */
export interface DoorTimeouts {
  /** Default 5 s. */
  readonly headersTimeout: number;
  /** Headers and body. Default 10 s. */
  readonly requestTimeout: number;
  /** How long a connection may wait for its next request. Default 5 s. */
  readonly keepAliveTimeout: number;
  /** How often the first two are looked at. Default 1 s. */
  readonly connectionsCheckingInterval: number;
}

export interface Door {
  /** Where it answers: `http://127.0.0.1:4000`, also where it listens on every address, which none can be called by. */
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets requests under way end for `graceMs` (default 5 s), then cuts them. */
  close(graceMs?: number): Promise<void>;
}

/** The door could not be opened; the message is one line for the operator. */
export class DoorError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'DoorError';
  }
}

const MAX_BODY_BYTES = 256 * 1024;

/** Node only looks at its timeouts every `connectionsCheckingInterval`; its own defaults let a slow socket live for minutes. */
const TIMEOUTS: DoorTimeouts = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/** Longer than any deadline of a request: ends the connections of callers that never read their answer. */
const SILENT_SOCKET_MS = 120_000;

/**
 * Tries whether the address can be listened on, and lets it go again: what a start makes on the way is not made for nothing.
 * @throws {DoorError} when it cannot.
 */
export async function tryAddress({ host, port }: Pick<DoorOptions, 'host' | 'port'>): Promise<void> {
  const server = createServer();
  await listen(server, host, port);
  await new Promise((resolve) => server.close(resolve));
}

/** Opens the door. @throws {DoorError} when the address cannot be listened on. */
export async function startDoor(options: DoorOptions): Promise<Door> {
  const server = createServer({
    ...TIMEOUTS,
    ...options.timeouts,
    maxHeaderSize: 16 * 1024,
    requireHostHeader: true,
  });
  server.maxConnections = options.maxConnections ?? 1_000;
  server.setTimeout(SILENT_SOCKET_MS);
  await listen(server, options.host, options.port);
  const port = portOf(server);
  const hosts = allowedHosts(port, options.allowedHosts ?? []);
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    // A connection kept alive would outlast the closing of the server.
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    inTurn(request, response, () => {
      void serve(request, response, { options, hosts, closing: !server.listening });
    });
  };
  server.on('request', answer);
  server.on('checkContinue', answer);
  server.on('checkExpectation', (_request, response) => {
    refuse(response, {
      status: 417,
      code: 'EXPECTATION_FAILED',
      message: 'Only Expect: 100-continue is understood.',
    });
  });
  const name = callable(options.host);
  const host = name.includes(':') ? `[${name}]` : name;
  return { url: `http://${host}:${port}`, port, close: (graceMs = 5_000) => close(server, graceMs) };
}

function callable(host: string): string {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}

interface Serving {
  readonly options: DoorOptions;
  readonly hosts: AllowedHosts;
  readonly closing: boolean;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { options, hosts, closing }: Serving,
): Promise<void> {
  setSecurityHeaders(response, 'data');
  if (closing) response.setHeader('connection', 'close');
  const isWebhook = isWebhookPath(request.url ?? '');
  const most = isWebhook ? MAX_WEBHOOK_BYTES : (options.maxBodyBytes ?? MAX_BODY_BYTES);
  const refusal = checkRequest(request, hosts, most, isWebhook);
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  if (request.headers.expect !== undefined) response.writeContinue();
  try {
    await route(request, response, options);
  } catch (error) {
    options.onError?.(error);
    if (response.headersSent) response.destroy();
    else refuse(response, { status: 500, code: 'UNAVAILABLE', message: 'Unexpected error.' });
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new DoorError(whyNotListening(error, host, port), error));
    server.once('error', fail);
    try {
      server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port }, () => {
        server.off('error', fail);
        resolve();
      });
    } catch (error) {
      fail(error);
    }
  });
}

function whyNotListening(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another process. Set PORT or --port to another one, or to 0 for any free one.`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this account. Set PORT or --port to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Set HOST to 127.0.0.1.`;
    case 'ERR_SOCKET_BAD_PORT':
      return `A port is a whole number from 0 to 65535; received ${port}.`;
    default:
      return `Cannot listen on ${host}, port ${port}: ${code}.`;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
