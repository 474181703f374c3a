import type { IncomingMessage } from 'node:http';
import type { Refusal } from './refusal.ts';

/** No operation of ours needs an address longer than this. */
const MAX_URL_LENGTH = 8_192;

/** `host:port` pairs by which this server may be called, in lower case. */
export type AllowedHosts = ReadonlySet<string>;

/** The loopback names with the server's own port, and what the operator added. */
export function allowedHosts(port: number, extra: readonly string[]): AllowedHosts {
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const own = names.map((name) => `${name}:${port}`);
  // A browser leaves the port of plain http out.
  return new Set([...own, ...(port === 80 ? names : []), ...extra.map((host) => host.toLowerCase())]);
}

/**
 * What every request must satisfy, whatever it asks for.
 * A web page whose name was rebound to loopback sends its own name as Host; a foreign page sends its Origin.
 * @param takesChunks whoever reads the body counts what comes: its length need not be announced.
 */
export function checkRequest(
  request: IncomingMessage,
  hosts: AllowedHosts,
  maxBodyBytes: number,
  takesChunks = false,
): Refusal | undefined {
  const refusal = checkAddress(request, hosts) ?? checkOrigin(request, hosts);
  return refusal ?? checkLength(request, maxBodyBytes, takesChunks);
}

function checkAddress(request: IncomingMessage, hosts: AllowedHosts): Refusal | undefined {
  // Of several Host fields Node keeps the first, a proxy before us perhaps the last (RFC 9112 section 3.2).
  if ((request.headersDistinct['host']?.length ?? 0) > 1) {
    return { status: 400, code: 'BAD_REQUEST', message: 'The request names more than one Host.' };
  }
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !hosts.has(host)) {
    return {
      status: 421,
      code: 'HOST_NOT_ALLOWED',
      message: `This server answers to ${[...hosts][0] ?? 'no name'} and its other loopback names, and to the hosts in ROLLCALL_ALLOWED_HOSTS.`,
    };
  }
  // Of several, parts of this server and a proxy before it may each take another for the caller's.
  if ((request.headersDistinct['authorization']?.length ?? 0) > 1) {
    return { status: 400, code: 'BAD_REQUEST', message: 'The request has more than one Authorization.' };
  }
  const url = request.url ?? '';
  if (url.length > MAX_URL_LENGTH) {
    return {
      status: 414,
      code: 'URI_TOO_LONG',
      message: `The address is longer than ${MAX_URL_LENGTH} characters.`,
    };
  }
  if (!url.startsWith('/') || !isDecodable(url.split('?', 1)[0] ?? '')) {
    return { status: 400, code: 'BAD_REQUEST', message: 'The address is malformed.' };
  }
  return undefined;
}

/** Pages of this server only. `null` is what sandboxed frames and local files send. No CORS header is ever sent. */
function checkOrigin({ headers }: IncomingMessage, hosts: AllowedHosts): Refusal | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const [scheme, host, ...more] = origin.toLowerCase().split('://');
  const known = (scheme === 'http' || scheme === 'https') && host !== undefined && hosts.has(host);
  if (known && more.length === 0) return undefined;
  return {
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
    message: 'Pages of other origins may not call this server.',
  };
}

/** Node's parser never reads past Content-Length, so checking the header is a complete limit. */
function checkLength(
  { headers }: IncomingMessage,
  maxBodyBytes: number,
  takesChunks: boolean,
): Refusal | undefined {
  if (headers['transfer-encoding'] !== undefined && !takesChunks) {
    return {
      status: 411,
      code: 'LENGTH_REQUIRED',
      message: 'Send the body with a Content-Length, not in chunks.',
    };
  }
  if (Number(headers['content-length'] ?? 0) <= maxBodyBytes) return undefined;
  return {
    status: 413,
    code: 'REQUEST_TOO_LARGE',
    message: `The body may have ${maxBodyBytes} bytes; ${headers['content-length']} were announced.`,
  };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** `application/json`, in UTF-8: a page of another origin cannot send this type without asking first. */
export function checkJsonPost({ headers }: IncomingMessage): Refusal | undefined {
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(headers['content-type'] ?? '')) {
    return {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send operations with Content-Type: application/json.',
    };
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send the body without a Content-Encoding.',
    };
  }
  if (headers['content-length'] === undefined) {
    return { status: 411, code: 'LENGTH_REQUIRED', message: 'Send the body with a Content-Length.' };
  }
  return undefined;
}
