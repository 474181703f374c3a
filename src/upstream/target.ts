import type { UpstreamCall } from './call.ts';
import { isLoopback } from './is-loopback.ts';

/** Where a directory's calls go. */
export interface Base {
  readonly origin: string;
  /** `/v1`, without a slash at its end; empty for none. */
  readonly path: string;
}

/** A path that must not be followed, and why; the text names no id. */
export class WrongTargetError extends Error {
  /** Whether the address came from the provider (a `next` link) rather than from us. */
  readonly foreign: boolean;

  constructor(message: string, foreign: boolean) {
    super(message);
    this.name = 'WrongTargetError';
    this.foreign = foreign;
  }
}

/** A request's head may be 6 kB at PingOne; a longer address can only be refused there. */
const longestPath = 8 * 1024;

/**
 * Reads the base address of a directory, such as `https://api.pingone.eu/v1`.
 * @throws {TypeError} when it is not http(s), carries credentials, a query or a fragment, or is plain http to another machine.
 */
export function parseBase(baseUrl: string): Base {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      'expected a base address such as https://api.pingone.eu/v1, received something that is no http(s) address',
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError(
      `expected a base address of scheme, host and path only, received one for ${url.host} with credentials, a query or a fragment`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new TypeError(
      `expected https for the base address, received http for ${url.hostname}: the token would travel in the clear`,
    );
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}

/** Path and query of a call on the base's origin. @throws {WrongTargetError} when it would lead anywhere else. */
export function targetOf(call: Pick<UpstreamCall, 'path' | 'query'>, base: Base): string {
  const { path } = call;
  if (path.length > longestPath)
    throw new WrongTargetError(`expected an address under 8 kB, received ${path.length} characters`, true);
  return withQuery(
    /^[a-z][a-z0-9+.-]*:|^\/\//i.test(path) ? foreignPath(path, base) : ownPath(path, base),
    call.query,
  );
}

function foreignPath(address: string, base: Base): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined)
    throw new WrongTargetError(
      `expected an address on ${base.origin}, received one that cannot be read`,
      true,
    );
  if (url.origin !== base.origin) {
    const origin = url.origin === 'null' ? url.protocol : url.origin;
    throw new WrongTargetError(
      `expected an address on ${base.origin}, received one on ${origin}: not followed, because our token would go with it`,
      true,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new WrongTargetError(
      `expected an address without credentials, received one with them on ${base.origin}`,
      true,
    );
  }
  return url.pathname + url.search;
}

/** Our own path: it must arrive as written, so nothing in it may mean something to a URL parser. */
function ownPath(path: string, base: Base): string {
  const [before = ''] = path.split('?', 1);
  const changes = /[\\#\s]|[^\x21-\x7e]|(^|\/)(\.|%2e){1,2}(\/|$)/i;
  if (!path.startsWith('/') || changes.test(before) || /[#\s]|[^\x21-\x7e]/.test(path)) {
    throw new WrongTargetError(
      'expected a path that begins with / and whose variables are encoded (encodeURIComponent), received another',
      false,
    );
  }
  // A `next` link without a host names the whole path, as a browser would read it.
  return base.path !== '' && path.startsWith(`${base.path}/`) ? path : base.path + path;
}

function withQuery(path: string, query: UpstreamCall['query']): string {
  if (query === undefined) return path;
  // Not URLSearchParams: it writes a space as `+`, which SCIM filters don't take everywhere.
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  if (pairs.length === 0) return path;
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
