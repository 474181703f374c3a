import type { IncomingMessage } from 'node:http';
import { ApiError, invalidRequest } from '../api-error.ts';

const MOST = 1024 * 1024;

/** The text of a request's body. @throws {ApiError} 413 past one mebibyte. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST)
      throw new ApiError(
        413,
        'INVALID_REQUEST',
        'The request could not be completed. Its body is too large.',
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON, or `undefined` for no text. @throws {ApiError} 400 for broken JSON. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest(400, 'The body is not JSON.');
  }
}

/** The media type in lower case, without parameters. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
