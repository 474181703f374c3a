import { Random } from '../../generate/prng.ts';
import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { refusal } from './errors.ts';

/** How long pages may be. */
interface PageSizes {
  readonly usual: number;
  readonly most: number;
}

interface Identified {
  readonly id: string;
}

/** Cursors that were given out: nobody can make one. */
export class Cursors {
  readonly #random: Random;
  readonly #given = new Map<string, { readonly list: string; readonly lastId: string }>();

  constructor(seed: number) {
    this.#random = new Random(seed, 'okta cursors');
  }

  /** The rows of a page by their ids, and the cursor of the one after it. */
  page<Row extends Identified>(
    rows: readonly Row[],
    { url, query }: Pick<PeerRequest, 'url' | 'query'>,
    sizes: PageSizes,
  ): { readonly rows: readonly Row[]; readonly after: string | null } {
    const list = `${url.pathname}?${query.get('search') ?? ''}&${query.get('filter') ?? ''}`;
    const lastId = this.#lastId(list, query.get('after'));
    const limit = limitOf(query, sizes);
    const ordered = inOrder(rows);
    const start = lastId === null ? 0 : ordered.findIndex(({ id }) => id > lastId);
    const page = start < 0 ? [] : ordered.slice(start, start + limit);
    const last = page.at(-1);
    if (last === undefined || start + limit >= ordered.length) return { rows: page, after: null };
    const after = this.#random.hex(4);
    this.#given.set(after, { list, lastId: last.id });
    return { rows: page, after };
  }

  #lastId(list: string, after: string | null): string | null {
    if (after === null) return null;
    const given = this.#given.get(after);
    if (given?.list !== list) throw refusal(400, 'E0000001', 'after: the cursor is not one of this list');
    return given.lastId;
  }
}

/** Most lists are kept in order: sorting a large one anew for each of its pages would take most of the time. */
function inOrder<Row extends Identified>(rows: readonly Row[]): readonly Row[] {
  const sorted = rows.every(({ id }, at) => at === 0 || (rows[at - 1]?.id ?? '') < id);
  return sorted ? rows : rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** A page as most lists give it: an array, with links in the header `Link`. */
export function linkedPage(
  { url }: Pick<PeerRequest, 'url'>,
  rows: readonly unknown[],
  after: string | null,
): PeerAnswer {
  const links = [`<${url.href}>; rel="self"`];
  if (after !== null) links.push(`<${nextAddress(url, after)}>; rel="next"`);
  return { status: 200, body: rows, headers: { Link: links.join(', ') } };
}

/** The address of the next page, as the lists under `/api/v1/iam` say it in the body. */
export function nextAddress(url: URL, after: string): string {
  const next = new URL(url.href);
  next.searchParams.set('after', after);
  return next.href;
}

function limitOf(query: URLSearchParams, { usual, most }: PageSizes): number {
  const asked = query.get('limit');
  if (asked === null) return Math.min(usual, most);
  const limit = Number(asked);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw refusal(400, 'E0000001', 'limit: not a positive number');
  return Math.min(limit, most);
}
