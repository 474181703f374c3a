import { randomBytes } from 'node:crypto';
import type { PeerRequest } from '../peer-server.ts';
import { refuse } from './envelope.ts';
import type { GoogleRow } from './state.ts';

/** A page token lives three days (Directory API, `pageToken`). */
const TOKEN_MS = 3 * 86_400_000;

interface Issued {
  readonly list: string;
  readonly offset: number;
  readonly until: number;
}

/** Pages of lists, with tokens that mean nothing to whoever gets them. */
export class Paging {
  readonly #tokens = new Map<string, Issued>();
  readonly #now: () => number;
  /** Rows of a page at the most, whatever is asked for; Google may always give fewer. */
  cap = Number.POSITIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  page(
    request: PeerRequest,
    rows: readonly GoogleRow[],
    { name, kind, maximum, usual }: { name: string; kind: string; maximum: number; usual: number },
  ): GoogleRow {
    const list = listOf(request);
    const offset = this.#offset(request, list);
    const size = Math.min(sizeOf(request, maximum, usual), this.cap);
    const shown = rows.slice(offset, offset + size);
    const more = offset + shown.length < rows.length;
    return {
      kind,
      etag: '"list"',
      // An empty list comes without its array.
      ...(shown.length === 0 ? {} : { [name]: shown }),
      ...(more ? { nextPageToken: this.#issue({ list, offset: offset + shown.length }) } : {}),
    };
  }

  #offset({ query }: PeerRequest, list: string): number {
    const token = query.get('pageToken');
    if (token === null) return 0;
    const issued = this.#tokens.get(token);
    if (issued === undefined || issued.list !== list || issued.until <= this.#now())
      refuse(400, 'invalid', 'Invalid Input: pageToken');
    return issued.offset;
  }

  #issue({ list, offset }: Pick<Issued, 'list' | 'offset'>): string {
    const token = `~!!~${randomBytes(24).toString('base64')}`;
    this.#tokens.set(token, { list, offset, until: this.#now() + TOKEN_MS });
    return token;
  }
}

function sizeOf({ query }: PeerRequest, maximum: number, usual: number): number {
  const asked = Number(query.get('maxResults') ?? usual);
  if (!Number.isSafeInteger(asked) || asked < 1 || asked > maximum)
    refuse(400, 'invalid', 'Invalid Input: maxResults');
  return asked;
}

/** A token belongs to the list and everything that was asked of it, but for the size of its pages. */
function listOf({ url, query }: PeerRequest): string {
  const kept = [...query].filter(([name]) => name !== 'pageToken' && name !== 'maxResults');
  return `${url.pathname}?${new URLSearchParams(Object.fromEntries(kept)).toString()}`;
}
