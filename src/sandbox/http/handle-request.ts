import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { rightsOf } from '../access/rights.ts';
import type { TokenEndpoint } from '../access/token-endpoint.ts';
import { ApiError, forbidden, invalidRequest, invalidToken, notFound } from '../api-error.ts';
import type { Answer } from '../resources/resource.ts';
import { FORM_TYPE } from '../resources/resource.ts';
import type { Match, Router } from '../router.ts';
import type { Route } from '../routes.ts';
import type { World } from '../world.ts';
import type { Fault, FaultSwitch } from './faults.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { AuthHostAddress } from './auth-host.ts';
import { addressOnAuthHost, answerOnAuthHost } from './auth-host.ts';
import { mediaTypeOf, parseForm, parseJson, readBody } from './read-body.ts';
import type { RecordedWrite, RequestCounters } from './requests.ts';
import { send, sendDamaged } from './send.ts';

const API = '/v1';
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Everything that a request meets. */
export interface Service {
  readonly world: World;
  readonly router: Router<Route>;
  readonly limiter: RateLimiter;
  readonly faults: FaultSwitch;
  readonly requests: RequestCounters;
  readonly tokenEndpoint: TokenEndpoint;
}

/** One request on its way: what is known of it before anything is decided. */
interface Arrival {
  readonly method: string;
  readonly url: URL;
  readonly match: Match<Route> | undefined;
  readonly authHost: AuthHostAddress | undefined;
  readonly template: string;
  readonly transactionId: string;
}

/** Counts, delays, lets faults strike, answers. Rejects only for a request whose address cannot be read. */
export async function handleRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrival = arrivalOf(service, request);
  const route = `${arrival.method} ${arrival.template}`;
  service.requests.arrived(route);
  let left = false;
  const leave = (status: number) => {
    if (!left) service.requests.left(route, status);
    left = true;
  };
  response.once('finish', () => leave(response.statusCode));
  response.once('close', () => leave(0));
  response.setHeader('X-Ping-External-Transaction-ID', arrival.transactionId);
  try {
    await respond(service, arrival, request, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else send(response, failureOf(error));
  }
}

async function respond(
  service: Service,
  arrival: Arrival,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { latencyMs } = service.world.settings;
  if (latencyMs > 0) await sleep(latencyMs);
  const fault = service.faults.take(
    arrival.method,
    arrival.template,
    `${arrival.url.pathname}${arrival.url.search}`,
  );
  if (fault?.kind === 'latency') await sleep(fault.delayMs, undefined, { ref: false });
  if (fault?.kind === 'status') return send(response, statusFault(fault));
  if (fault?.kind === 'reset' && fault.applied !== true) {
    response.destroy();
    return;
  }
  const answer = await answerOf(service, arrival, request).catch(failureOf);
  if (response.destroyed) return;
  if (fault === undefined) send(response, answer);
  else sendDamaged(response, answer, fault);
}

async function answerOf(service: Service, arrival: Arrival, request: IncomingMessage): Promise<Answer> {
  const { method, url, match } = arrival;
  const contentType = mediaTypeOf(request.headers['content-type']);
  const bytes = BODY_METHODS.has(method) ? await readBody(request) : Buffer.alloc(0);
  const text = bytes.toString('utf8');
  if (arrival.authHost !== undefined) {
    return answerOnAuthHost(service.tokenEndpoint, service.world, arrival.authHost, {
      method,
      contentType,
      authorization: request.headers.authorization,
      body: text,
      address: `${url.origin}${url.pathname}`,
    });
  }
  if (match === undefined || !BODY_METHODS.has(method))
    return answerCall(service, arrival, request, contentType, undefined);
  const body = await bodyIn(bytes, text, request.headers['content-type'] ?? '');
  const write: RecordedWrite = {
    route: `${method} ${match.template}`,
    path: url.pathname,
    contentType,
    body,
    transactionId: arrival.transactionId,
    status: 0,
  };
  service.requests.writes.push(write);
  try {
    const answer = answerCall(service, arrival, request, contentType, body);
    write.status = answer.status;
    return answer;
  } catch (error) {
    write.status = failureOf(error).status;
    throw error;
  }
}

async function bodyIn(bytes: Buffer, text: string, header: string): Promise<unknown> {
  const type = mediaTypeOf(header);
  if (type === FORM_TYPE) return parseForm(bytes, header);
  return type.endsWith('json') || text === '' ? parseJson(text) : undefined;
}

/** Rate, token, environment, right, verb, content type: in this order. */
function answerCall(
  service: Service,
  arrival: Arrival,
  request: IncomingMessage,
  contentType: string,
  body: unknown,
): Answer {
  const { world, limiter, tokenEndpoint } = service;
  const { match, method, url } = arrival;
  const route = match?.byMethod.get(method);
  limiter.spend(
    match?.params['environmentId'] ?? world.tenant.organizationId,
    route?.rateGroup ?? 'directory',
  );
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const clientId = token === undefined ? undefined : tokenEndpoint.tokens.clientOf(token);
  if (clientId === undefined) throw invalidToken();
  if (match === undefined) throw notFound();
  const inside = worldOf(world, match);
  if (route === undefined) {
    throw new ApiError(
      405,
      'INVALID_REQUEST',
      'The request could not be completed. The method is not supported here.',
      [],
      { Allow: [...match.byMethod.keys()].join(', ') },
    );
  }
  const reach = rightsOf(inside, clientId).reach(route.need);
  if (reach.kind === 'none' && !(route.isList && world.settings.missingRights === 'empty')) throw forbidden();
  const handler = route.handlers.get('*') ?? route.handlers.get(contentType);
  if (handler === undefined) {
    throw invalidRequest(
      415,
      `The content type is not supported here; expected ${[...route.handlers.keys()].join(' or ')}.`,
    );
  }
  return handler({
    world: inside,
    clientId,
    method,
    base: `${url.origin}${API}`,
    path: url.pathname.slice(API.length),
    params: match.params,
    query: url.searchParams,
    contentType,
    body,
    reach,
    transactionId: arrival.transactionId,
  });
}

/** Where a path leads. `/environments/{id}` itself is answered by the home, which tells an absent environment from a forbidden one. */
function worldOf(home: World, match: Match<Route>): World {
  const id = match.params['environmentId'];
  if (id === undefined) return home;
  const world = home.inEnvironment(id);
  if (match.template === '/environments/{environmentId}') return world ?? home;
  const createdAt = home.tenant.platform.get('environments')?.get(id)?.['createdAt'];
  if (world === undefined || !home.hasAppeared('environments', createdAt)) throw forbidden();
  return world;
}

function arrivalOf(service: Service, request: IncomingMessage): Arrival {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const sent = request.headers['x-ping-external-transaction-id'];
  if (typeof sent === 'string') service.requests.sentTransactionId(sent);
  const isApi = url.pathname.startsWith(`${API}/`);
  const match = isApi ? service.router.match(url.pathname.slice(API.length)) : undefined;
  const authHost = isApi ? undefined : addressOnAuthHost(url.pathname);
  const template = match?.template ?? authHost?.template ?? '(unknown path)';
  return {
    method: request.method ?? 'GET',
    url,
    match,
    authHost,
    template,
    transactionId: typeof sent === 'string' ? sent : randomUUID(),
  };
}

function statusFault(fault: Extract<Fault, { kind: 'status' }>): Answer {
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  if (fault.withBody === false) return { status: fault.status, headers };
  const code = fault.code ?? (fault.status === 429 ? 'REQUEST_LIMITED' : 'UNEXPECTED_ERROR');
  const error = new ApiError(fault.status, code, 'The request could not be completed.', [], headers);
  return { status: error.status, headers, body: error.envelope };
}

function failureOf(error: unknown): Answer {
  if (error instanceof ApiError)
    return { status: error.status, body: error.envelope, headers: error.headers };
  const unexpected = new ApiError(500, 'UNEXPECTED_ERROR', `An unexpected error occurred: ${String(error)}`);
  return { status: 500, body: unexpected.envelope };
}
