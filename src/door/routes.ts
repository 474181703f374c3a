import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerExport } from '../exports/answer-export.ts';
import { sendExport } from './exports.ts';
import { checkJsonPost } from './guards.ts';
import { refuse, send, sendJson } from './refusal.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { isWebhookPath, receiveWebhook, type WebhookReceivers } from './webhooks.ts';

/** Whether the directories answered once, and a word on each, for people and load balancers. */
export interface Readiness {
  readonly ready: boolean;
  readonly detail: unknown;
}

/** What stands behind the door. */
export interface Routes {
  /** Yoga, or anything that answers a Node request. Called for POSTs of JSON and for browsers that open `/graphql`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly ready: () => Readiness | Promise<Readiness>;
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Whether browsers get GraphiQL from the handler. Default: yes. */
  readonly explorer?: boolean;
  /** Who takes notifications of providers. Default: nobody. */
  readonly webhooks?: WebhookReceivers;
  /** What stands at `/exports/...`. Default: nothing. */
  readonly exports?: AnswerExport;
}

const GRAPHQL_PATH = '/graphql';
const EXPORTS = '/exports/';

/** Answers one request that passed the guards. */
export async function route(
  request: IncomingMessage,
  response: ServerResponse,
  routes: Routes,
): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const wantsPage = isRead(request) && (request.headers.accept ?? '').includes('text/html');
  if (path === GRAPHQL_PATH) {
    await graphql(request, response, routes, wantsPage && routes.explorer !== false);
  } else if (path === '/' && wantsPage) {
    response.writeHead(302, { location: GRAPHQL_PATH, 'content-length': 0 }).end();
  } else if (path === '/healthz' || path === '/readyz' || path === '/metrics') {
    await status(path, request, response, routes);
  } else if (path.startsWith(EXPORTS) && routes.exports !== undefined) {
    await sendExport(path, request, response, routes.exports);
  } else if (isWebhookPath(path)) {
    await receiveWebhook(path, request, response, routes.webhooks ?? new Map());
  } else {
    refuse(response, {
      status: 404,
      code: 'NOT_FOUND',
      message: 'There is nothing here. GraphQL is at /graphql.',
    });
  }
}

async function graphql(
  request: IncomingMessage,
  response: ServerResponse,
  { handler }: Routes,
  page: boolean,
): Promise<void> {
  if (page) {
    setSecurityHeaders(response, 'explorer');
    // Without its query no GET can execute anything, whatever the handler does with one.
    request.url = GRAPHQL_PATH;
    await handler(request, response);
    return;
  }
  if (request.method !== 'POST') {
    const message =
      'Send operations as POST with Content-Type: application/json; open this address in a browser for GraphiQL.';
    refuse(response, { status: 405, code: 'METHOD_NOT_ALLOWED', message, allow: 'GET, POST' });
    return;
  }
  const refusal = checkJsonPost(request);
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  // Yoga knows the type in lower case only.
  request.headers['content-type'] = 'application/json; charset=utf-8';
  await handler(request, response);
}

async function status(
  path: '/healthz' | '/readyz' | '/metrics',
  request: IncomingMessage,
  response: ServerResponse,
  { ready, metrics }: Routes,
): Promise<void> {
  if (!isRead(request)) {
    refuse(response, {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'This address can only be read.',
      allow: 'GET, HEAD',
    });
  } else if (path === '/healthz') {
    sendJson(response, 200, { status: 'ok' });
  } else if (path === '/readyz') {
    const readiness = await ready();
    sendJson(response, readiness.ready ? 200 : 503, {
      status: readiness.ready ? 'ready' : 'not ready',
      detail: readiness.detail,
    });
  } else {
    send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await metrics());
  }
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}
