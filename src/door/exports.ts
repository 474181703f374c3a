import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerExport } from '../exports/answer-export.ts';
import { refuse } from './refusal.ts';

/** What browsers say of requests that the person, or a page of this server, made. Programs say nothing. */
const ownSites: ReadonlySet<unknown> = new Set([undefined, 'none', 'same-origin']);

/** How long a reader who was too slow can still fetch why its export was ended; milliseconds. */
const graceMs = 30_000;

/**
 * Sends an export as fast as the caller reads it. A caller who goes away ends the work, and so does one who is too slow: what it can
 * still read is where it stopped, and why.
 */
export async function sendExport(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  answer: AnswerExport,
): Promise<void> {
  if (request.method !== 'GET') {
    const message = 'An export can only be read.';
    refuse(response, { status: 405, code: 'METHOD_NOT_ALLOWED', message, allow: 'GET' });
    return;
  }
  // A link on a foreign page sends no Origin, and would have this server work for it.
  if (!ownSites.has(request.headers['sec-fetch-site'])) {
    const message = 'Pages of other origins may not call this server.';
    refuse(response, { status: 403, code: 'ORIGIN_NOT_ALLOWED', message });
    return;
  }
  const left = new AbortController();
  response.once('close', () => left.abort());
  const answered = await answer({
    path,
    query: new URLSearchParams((request.url ?? '').split('?').slice(1).join('?')),
    headers: { get: (name) => headerOf(request, name) },
    signal: left.signal,
  });
  if (!answered.ok) {
    for (const [name, value] of Object.entries(answered.headers)) response.setHeader(name, value);
    refuse(response, answered);
    return;
  }
  const { tooSlow } = answered;
  const endEarly = (): void => {
    // What the rows are read from is not waited for either.
    left.abort();
    takeLeave(response, answered.lastWords());
  };
  tooSlow.addEventListener('abort', endEarly, { once: true });
  response.on('error', () => left.abort());
  try {
    response.writeHead(200, answered.headers);
    await sendPieces(answered.text, response, left.signal);
    if (left.signal.aborted) return;
    // The last pieces are on their way until then.
    const finished = once(response, 'finish', { signal: left.signal });
    response.end();
    await finished;
  } catch (error) {
    if (left.signal.aborted) return;
    response.destroy();
    throw error;
  } finally {
    answered.close();
  }
}

/** Of pieces that were made none waits but the one that the reader is to take next: more would be memory for nothing. */
async function sendPieces(
  text: AsyncIterable<string>,
  response: ServerResponse,
  left: AbortSignal,
): Promise<void> {
  try {
    for await (const piece of text) {
      if (left.aborted) return;
      if (!response.write(piece)) await once(response, 'drain', { signal: left });
    }
  } catch (error) {
    if (!left.aborted) throw error;
  }
}

/** The connection is not kept for a reader who never reads on. */
function takeLeave(response: ServerResponse, lastWords: string): void {
  if (response.destroyed) return;
  if (!response.writableEnded) response.end(lastWords);
  const timer = setTimeout(() => response.destroy(), graceMs).unref();
  response.once('close', () => clearTimeout(timer));
}

function headerOf({ headersDistinct }: IncomingMessage, name: string): string | null {
  return headersDistinct[name.toLowerCase()]?.join(', ') ?? null;
}
