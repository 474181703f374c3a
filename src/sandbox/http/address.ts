/** Where a request goes, read as a browser reads an address. */
export interface Address {
  /** `http://127.0.0.1:PORT`: the host that the request came to. */
  readonly origin: string;
  readonly path: string;
  /** With its question mark; empty when nothing is asked. */
  readonly search: string;
}

/** Segments that an address parser leaves as they are; none begins with a dot, so none leads upwards. */
const PLAIN_PATH = /^(?:\/[\w~-][\w.~-]*)+$/;
const PLAIN_SEARCH = /^\?[\w.~%+=&:,()*!-]+$/;
/** A client that makes up hosts does not fill the memory. */
const MOST_ORIGINS = 100;

const origins = new Map<string, string>();

/**
 * Reads the target of a request. Nearly every one is plain and is only cut in two; any other goes through `URL`.
 * @throws {TypeError} for a target or host that is none.
 */
export function addressOf(target: string, host: string): Address {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const search = mark === -1 ? '' : target.slice(mark);
  if (PLAIN_PATH.test(path) && (search === '' || PLAIN_SEARCH.test(search)))
    return { origin: originOf(host), path, search };
  const url = new URL(target, `http://${host}`);
  return { origin: url.origin, path: url.pathname, search: url.search };
}

function originOf(host: string): string {
  let origin = origins.get(host);
  if (origin === undefined) {
    ({ origin } = new URL('/', `http://${host}`));
    if (origins.size >= MOST_ORIGINS) origins.clear();
    origins.set(host, origin);
  }
  return origin;
}
