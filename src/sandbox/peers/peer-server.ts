import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, FaultSwitch } from '../http/faults.ts';
import { mediaTypeOf, readBody } from '../http/read-body.ts';
import { RequestCounters } from '../http/requests.ts';
import { send, sendDamaged } from '../http/send.ts';
import type { Answer } from '../resources/resource.ts';
import { Router } from '../router.ts';

export type PeerAnswer = Answer;

/** A request of a simulated peer, read. */
export interface PeerRequest {
  readonly method: string;
  /** `GET /api/v1/users/{userId}`. */
  readonly route: string;
  readonly url: URL;
  /** Variables of the template, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Lower case, without parameters. */
  readonly contentType: string;
  readonly text: string;
  /** Parsed when the content type says JSON; a form as its members; else undefined. */
  readonly body: unknown;
}

export interface PeerRoute {
  readonly method: string;
  /** With names for its variables: `/api/v1/users/{userId}`. */
  readonly template: string;
  /** Whether it is answered without a token: the token endpoint itself. */
  readonly open?: boolean;
  /** Thrown `PeerError`s are answers too. */
  handle(request: PeerRequest): PeerAnswer;
}

/** An answer that ends a handler. */
export class PeerError extends Error {
  readonly answer: PeerAnswer;

  constructor(answer: PeerAnswer) {
    super(`answered with ${answer.status}`);
    this.name = 'PeerError';
    this.answer = answer;
  }
}

/** What is particular to a vendor. */
export interface PeerVendor {
  readonly routes: readonly PeerRoute[];
  /** Looks at token, rights and quota before a route is asked; an answer refuses. */
  admit(request: PeerRequest): PeerAnswer | undefined;
  /** An error in the vendor's words: of a fault that was switched on, of a path that is not known, of broken JSON. */
  errorOf(status: number): PeerAnswer;
  /** Added to every answer. */
  headers?(request: PeerRequest, answer: PeerAnswer): Readonly<Record<string, string>>;
}

export interface PeerServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly requests: RequestCounters;
  /** Routes are matched by their template. */
  readonly faults: FaultSwitch;
  /** Milliseconds before each answer; change it while it runs. */
  readonly settings: { latencyMs: number };
  close(): Promise<void>;
}

/** Serves a simulated vendor on 127.0.0.1. Ready to answer when the promise resolves. */
export async function startPeerServer(vendor: PeerVendor, port = 0): Promise<PeerServer> {
  const requests = new RequestCounters();
  const faults = new FaultSwitch();
  const settings = { latencyMs: 0 };
  const router = new Router(vendor.routes);
  const parts = { vendor, router, requests, faults, settings };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    response.on('error', () => undefined);
    respond(parts, request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    settings,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Parts {
  readonly vendor: PeerVendor;
  readonly router: Router<PeerRoute>;
  readonly requests: RequestCounters;
  readonly faults: FaultSwitch;
  readonly settings: { readonly latencyMs: number };
}

async function respond(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { vendor, router, requests, faults, settings } = parts;
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const method = request.method ?? 'GET';
  const match = router.match(url.pathname);
  const template = match?.template ?? '(unknown path)';
  const route = `${method} ${template}`;
  requests.arrived(route);
  let left = false;
  const leave = (status: number): void => {
    if (!left) requests.left(route, status);
    left = true;
  };
  response.once('finish', () => leave(response.statusCode));
  response.once('close', () => leave(0));
  if (settings.latencyMs > 0) await sleep(settings.latencyMs);
  const fault = faults.take(method, template, `${url.pathname}${url.search}`);
  if (fault?.kind === 'latency') await sleep(fault.delayMs, undefined, { ref: false });
  if (fault?.kind === 'status') return send(response, statusFault(vendor, fault));
  if (fault?.kind === 'reset' && fault.applied !== true) {
    response.destroy();
    return;
  }
  const text = (await readBody(request)).toString('utf8');
  if (response.destroyed) return;
  const contentType = mediaTypeOf(request.headers['content-type']);
  const base = {
    method,
    route,
    url,
    params: match?.params ?? {},
    query: url.searchParams,
    headers: request.headers,
    contentType,
    text,
  };
  const target = match?.byMethod.get(method);
  const answer = answerOf(vendor, target, base);
  if (method !== 'GET') {
    const transactionId = '';
    const { pathname: path } = url;
    requests.writes.push({
      route,
      path,
      contentType,
      body: bodyOf(base) ?? text,
      transactionId,
      status: answer.status,
    });
  }
  const whole = { ...answer, headers: { ...headersOf(vendor, base, answer), ...answer.headers } };
  if (fault === undefined) send(response, whole);
  else sendDamaged(response, whole, fault);
}

function headersOf(
  vendor: PeerVendor,
  request: Omit<PeerRequest, 'body'>,
  answer: PeerAnswer,
): Readonly<Record<string, string>> {
  return vendor.headers?.({ ...request, body: undefined }, answer) ?? {};
}

function answerOf(
  vendor: PeerVendor,
  route: PeerRoute | undefined,
  base: Omit<PeerRequest, 'body'>,
): PeerAnswer {
  const body = bodyOf(base);
  const request: PeerRequest = { ...base, body };
  try {
    const refused = route?.open === true ? undefined : vendor.admit(request);
    if (refused !== undefined) return refused;
    if (route === undefined) return vendor.errorOf(404);
    if (body === undefined && base.contentType.endsWith('json') && base.text !== '')
      return vendor.errorOf(400);
    return route.handle(request);
  } catch (error) {
    if (error instanceof PeerError) return error.answer;
    throw error;
  }
}

/** JSON, a form, or undefined for what is neither. */
function bodyOf({ contentType, text }: Pick<PeerRequest, 'contentType' | 'text'>): unknown {
  if (text === '') return undefined;
  if (contentType === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(text));
  if (!contentType.endsWith('json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statusFault(vendor: PeerVendor, fault: Extract<Fault, { kind: 'status' }>): PeerAnswer {
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  const said = vendor.errorOf(fault.status);
  return fault.withBody === false
    ? { status: fault.status, headers }
    : { ...said, headers: { ...said.headers, ...headers } };
}
