import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnswerExport } from '../exports/answer-export.ts';
import { refuse } from './refusal.ts';

/** What browsers say of requests that the person, or a page of this server, made. Programs say nothing. */
const ownSites: ReadonlySet<unknown> = new Set([undefined, 'none', 'same-origin']);

/** Sends an export as fast as the caller reads it. A caller who goes away ends the work. */
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
  try {
    response.writeHead(200, answered.headers);
    // Of pieces that were made only one waits: more would be memory for nothing.
    await pipeline(Readable.from(answered.text, { highWaterMark: 1 }), response, {
      signal: answered.tooSlow,
    });
  } catch (error) {
    if (!left.signal.aborted && !answered.tooSlow.aborted) throw error;
  } finally {
    answered.close();
  }
}

function headerOf({ headersDistinct }: IncomingMessage, name: string): string | null {
  return headersDistinct[name.toLowerCase()]?.join(', ') ?? null;
}
