import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Page } from '../../model/coverage.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { type CursorOwner, readPageCursor, writePageCursor } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import type { Rows } from './flavour.ts';
import { MOST_ENTRIES } from './search-in-pages.ts';

/** A list that nobody asked for the next page of is forgotten after so long; milliseconds. */
const KEPT_MS = 5 * 60_000;
const MOST_LISTS = 500;
/** Of all lists together; the longest one fits, with those who were removed. */
const MOST_ROWS = 2 * MOST_ENTRIES + 10_000;

/**
 * Pages of lists for clients. LDAP's own place in a list belongs to one connection and to one search at a time, so that no
 * client could come back to it. A list is therefore read whole when its first page is asked for, and the pages after it are cut
 * from what was read then: they fit together, and are as old as their `observedAt` says. Lists of one page are not kept.
 * What is kept is bounded; a cursor of a list that was dropped is refused, with the advice to start again. Cursors belong to
 * this process: another one does not know them.
 */
export class ListSnapshots {
  readonly #kept: LRUCache<string, Rows<unknown>>;

  /** @param now monotonic milliseconds. */
  constructor(now: () => number) {
    this.#kept = new LRUCache({
      max: MOST_LISTS,
      maxSize: MOST_ROWS,
      sizeCalculation: ({ rows }) => rows.length + 1,
      ttl: KEPT_MS,
      updateAgeOnGet: true,
      ttlResolution: 0,
      perf: { now },
    });
  }

  /** @throws {UpstreamError} `INVALID_REQUEST` for a cursor that this list did not give out, or that was dropped. */
  async page<T>(
    owner: CursorOwner,
    { limit, cursor }: PageRequest,
    read: () => Promise<Rows<T>>,
  ): Promise<Page<T>> {
    const size = Math.max(1, Math.trunc(limit));
    if (cursor === null) return this.#cut(owner, randomUUID(), await read(), 0, size);
    const [id = '', place = ''] = readPageCursor(cursor, owner).split(':');
    const from = /^\d{1,9}$/.test(place) ? Number(place) : -1;
    const kept = this.#kept.get(keyOf(owner, id));
    if (kept === undefined || from < 0 || from >= kept.rows.length) throw expired(owner);
    return this.#cut(owner, id, kept as Rows<T>, from, size);
  }

  #cut<T>(owner: CursorOwner, id: string, whole: Rows<T>, from: number, size: number): Page<T> {
    const { rows, observedAt, brokenOff } = whole;
    const to = from + size;
    const last = to >= rows.length;
    if (!last && from === 0) this.#kept.set(keyOf(owner, id), whole);
    return {
      rows: rows.slice(from, to),
      nextCursor: last ? null : writePageCursor(owner, `${id}:${to}`),
      ...(last && brokenOff !== undefined ? { brokenOff } : {}),
      total: brokenOff === undefined ? rows.length : null,
      observedAt,
    };
  }
}

/** What a cursor says of its list is written by whoever sends it: only what the request itself asks for finds what was kept. */
function keyOf({ list, filter }: CursorOwner, id: string): string {
  return JSON.stringify([list, filter, id]);
}

function expired({ directory, route }: CursorOwner): UpstreamError {
  return new UpstreamError({
    code: 'INVALID_REQUEST',
    message:
      'The cursor is of a list that is not kept any more: LDAP has no lasting place in a list, and the gateway keeps what it read for five minutes. Start again without a cursor.',
    directory,
    route,
  });
}
