import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Secret } from '../model/secret.ts';
import { type Refusal, refuse, sendJson } from './refusal.ts';

/** Who takes a directory's notifications. */
export interface WebhookReceiver {
  /** What the provider has to send along. */
  readonly secret: Secret;
  /** Takes one; false: it is none that the provider sends. Nothing in it is to be believed but that something happened. */
  readonly take: (body: unknown) => boolean;
}

/** By directory key; one that is not in it has no such address, and is answered as one with another secret. Empty: there are no such addresses. */
export type WebhookReceivers = ReadonlyMap<string, WebhookReceiver>;

/** A batch of a PingOne subscription has up to 4,096 kB (PingOne Platform API, "Subscriptions (webhooks)"). */
export const MAX_WEBHOOK_BYTES = 4_096 * 1_024;

const PREFIX = '/webhooks/';

/** Stands where nobody does, so that a stranger is not told by the answer which directories there are. Its secret is nobody's. */
const nobody: WebhookReceiver = { secret: new Secret(randomBytes(32).toString('hex')), take: () => false };

/** Whether a path is that of notifications, whoever may be behind it. */
export function isWebhookPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** Answers a notification at once: what it is about is looked at afterwards. */
export async function receiveWebhook(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  receivers: WebhookReceivers,
): Promise<void> {
  if (receivers.size === 0) {
    refuse(response, { status: 404, code: 'NOT_FOUND', message: 'There is nothing here.' });
    return;
  }
  const receiver = receivers.get(path.slice(PREFIX.length)) ?? nobody;
  const refusal = checkHead(request, receiver);
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  const text = await readBody(request);
  if (text === null) {
    const message = `The body may have ${MAX_WEBHOOK_BYTES} bytes; more came.`;
    refuse(response, { status: 413, code: 'REQUEST_TOO_LARGE', message });
    return;
  }
  const body = parse(text);
  if (body === undefined || !receiver.take(body)) {
    const message = 'Expected notifications as the provider sends them, in JSON.';
    refuse(response, { status: 400, code: 'BAD_REQUEST', message });
    return;
  }
  sendJson(response, 202, { status: 'accepted' });
}

function checkHead(request: IncomingMessage, { secret }: WebhookReceiver): Refusal | undefined {
  if (request.method !== 'POST')
    return {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'Notifications come as POST.',
      allow: 'POST',
    };
  if (!hasSecret(request, secret)) {
    const message =
      'Expected the secret of this address as Authorization: Bearer, or in x-rollcall-webhook-secret.';
    return { status: 401, code: 'UNAUTHENTICATED', message };
  }
  if (!/^application\/(json|[a-z.-]+\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    return {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send notifications with Content-Type: application/json.',
    };
  if (!/^(identity)?$/i.test(request.headers['content-encoding'] ?? ''))
    return {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send the body without a Content-Encoding.',
    };
  return undefined;
}

/** In the same time whatever is sent: digests of the same length are compared. */
function hasSecret({ headers }: IncomingMessage, secret: Secret): boolean {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-rollcall-webhook-secret'];
  const sent = [bearer, typeof own === 'string' ? own : undefined];
  return sent.some((text) => text !== undefined && timingSafeEqual(digest(text), digest(secret.reveal())));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Null: more comes than may come. The door has looked at the length where one is announced. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size > MAX_WEBHOOK_BYTES) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
