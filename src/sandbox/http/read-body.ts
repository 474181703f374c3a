import type { IncomingMessage } from 'node:http';
import { ApiError, invalidRequest } from '../api-error.ts';

const MOST = 1024 * 1024;

/** A request's body. @throws {ApiError} 413 past one mebibyte. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
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
  return Buffer.concat(chunks);
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

/** The parts of a form by name: texts as they are, files as bytes. @throws {ApiError} 400 for a broken form. */
export async function parseForm(bytes: Buffer, header: string): Promise<Record<string, string | Buffer>> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': header } }).formData();
  } catch {
    throw invalidRequest(400, 'The body is not a form of the boundary that its content type names.');
  }
  const parts: Record<string, string | Buffer> = {};
  for (const [name, part] of form)
    parts[name] = typeof part === 'string' ? part : Buffer.from(await part.arrayBuffer());
  return parts;
}

/** The media type in lower case, without parameters. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
