import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { type CursorOwner, parsePageCursor, writePageCursor } from '../page-cursor.ts';
import type { PageRequest } from '../provider.ts';
import type { Members, Row } from '../rows.ts';
import type { ServiceConfig } from './discovery.ts';
import { brokenList, isFilterRefusal, tooManyToFilter } from './scim-errors.ts';
import { type Position, readPosition, writePosition } from './list-position.ts';
import { progressOf } from './list-progress.ts';
import type { Collection, FoundRow, ListAnswer, ScimApi } from './scim-api.ts';
import { WalkMemory } from './walk-memory.ts';

/** A page that may be shorter than asked for without being the last. */
export interface RowPage {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly total: number | null;
  readonly observedAt: Date;
  readonly brokenOff?: Error;
}

interface ListFilter {
  readonly text: string;
  /** The same on our side. Null: the service is known to apply it, and there is nothing to go by if it refuses. */
  readonly fits: ((row: Members) => boolean) | null;
}

interface ListWanted {
  readonly collection: Collection;
  readonly filter: ListFilter | null;
  /** Rows in the largest page. */
  readonly maximum: number;
  /** Whether the caller picks a few of the rows: then no more than `listLimit` of them are read. */
  readonly pickedByUs?: boolean;
  /** Further parameters: `excludedAttributes`. */
  readonly query?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly answer: ListAnswer;
  readonly from: Position;
}

/** For how long a filter that a service refused is not tried again. */
const REFUSAL_MS = 10 * 60 * 1_000;

/** Longer ones are refused when they come back. */
const LONGEST_CURSOR = 8_000;

/** Lists of one service, page by page; how far a page leads is `list-progress.ts`. Filters are checked again on every row. */
export class ScimLists {
  readonly #api: ScimApi;
  readonly #clock: () => Date;
  readonly #memory = new WalkMemory();
  /** When a filter of a form was refused. */
  readonly #refused = new LRUCache<string, number>({ max: 100 });

  constructor(api: ScimApi, clock: () => Date) {
    this.#api = api;
    this.#clock = clock;
  }

  /**
   * @throws {UpstreamError} `INVALID_REQUEST` for a cursor that this list did not give out, `UNSUPPORTED` where neither the
   * service nor we can apply the filter.
   */
  async page(wanted: ListWanted, request: PageRequest, context: CallContext): Promise<RowPage> {
    const config = await this.#api.discovery.config(context);
    const at = this.#positionOf(wanted, request.cursor, config);
    const most = Math.min(wanted.maximum, config.maxResults ?? wanted.maximum);
    const size = Math.max(1, Math.min(Math.trunc(request.limit), most));
    const asked = await this.#ask(wanted, at, { size, most }, context);
    return this.#received(wanted, asked);
  }

  /** Every row. @throws {UpstreamError} also when the list is broken off. */
  async every(wanted: ListWanted, context: CallContext): Promise<readonly FoundRow[]> {
    const rows: FoundRow[] = [];
    let cursor: string | null = null;
    do {
      const page: RowPage = await this.page(wanted, { limit: wanted.maximum, cursor }, context);
      for (const row of page.rows) rows.push({ ...row, observedAt: page.observedAt });
      if (page.brokenOff !== undefined) throw page.brokenOff;
      cursor = page.nextCursor;
    } while (cursor !== null);
    return rows;
  }

  #owner({ collection, filter }: ListWanted): CursorOwner {
    return {
      directory: this.#api.directory,
      route: `GET /${collection}`,
      list: collection,
      filter: filter?.text ?? null,
    };
  }

  #positionOf(wanted: ListWanted, cursor: string | null, config: ServiceConfig): Position {
    const { paging } = config;
    if (cursor === null) {
      const { filter } = wanted;
      const unfiltered = canFilter(filter) && (config.filter === false || this.#wasRefused(filter.text));
      const nothing = { received: 0, pages: 0, empty: 0, first: null, restarted: false };
      return { ...nothing, walk: randomUUID(), paging, cursor: paging === 'CURSOR' ? '' : null, unfiltered };
    }
    return parsePageCursor(cursor, this.#owner(wanted), readPosition);
  }

  #wasRefused(filter: string): boolean {
    const at = this.#refused.get(formOf(filter));
    return at !== undefined && this.#clock().getTime() - at < REFUSAL_MS;
  }

  async #ask(
    wanted: ListWanted,
    at: Position,
    { size, most }: { readonly size: number; readonly most: number },
    context: CallContext,
  ): Promise<Asked> {
    const ask = async (from: Position, count: number | null): Promise<Asked> => {
      const answer = await this.#api.list(wanted.collection, queryOf(wanted, from, count), context);
      return { answer, from };
    };
    try {
      // Where we sort out the rows ourselves, small pages would only mean more of them.
      return await ask(at, at.unfiltered ? most : size);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const { providerCode } = error.facts;
      if (providerCode === 'invalidCount') return await ask(at, null);
      // RFC 9865: a cursor may expire. The list is read anew once, where it is known what was given out already.
      if (providerCode === 'expiredCursor' && !at.restarted && this.#memory.of(at.walk, at.received) !== null)
        return await ask({ ...at, cursor: '', restarted: true }, size);
      const { filter } = wanted;
      if (!canFilter(filter) || at.unfiltered || at.pages > 0 || !isFilterRefusal(error)) throw error;
      this.#refused.set(formOf(filter.text), this.#clock().getTime());
      return await ask({ ...at, unfiltered: true }, most);
    }
  }

  #received(wanted: ListWanted, { answer, from }: Asked): RowPage {
    const { rows, total, observedAt, origin } = answer;
    const { maxPages, listLimit } = this.#api.settings;
    const seen = from.pages === 0 ? new Map<string, number>() : this.#memory.of(from.walk, from.received);
    const { fresh, next, broken } = progressOf(from, answer, seen, maxPages);
    if (seen !== null) this.#memory.keep(from.walk, seen, from.received + rows.length);

    const fits = wanted.filter?.fits ?? null;
    // A row that does not fit shows a service that accepts filters and ignores them.
    const isOurs =
      wanted.pickedByUs === true ||
      from.unfiltered ||
      (fits !== null && rows.some(({ members }) => !fits(members)));
    const most = total ?? from.received + rows.length;
    const tooMany = isOurs && next !== null && most > listLimit;
    if (tooMany && from.pages === 0) throw tooManyToFilter(origin, listLimit, total);
    const page = {
      rows: fits === null ? fresh : fresh.filter(({ members }) => fits(members)),
      // What a filter leaves is not known before the end.
      total: wanted.filter === null ? total : null,
      observedAt,
    };
    if (tooMany) return { ...page, nextCursor: null, brokenOff: tooManyToFilter(origin, listLimit, total) };
    if (broken !== null) return { ...page, nextCursor: null, brokenOff: brokenList(origin, broken) };
    const nextCursor = next && writePageCursor(this.#owner(wanted), writePosition(next));
    if (nextCursor === null || nextCursor.length <= LONGEST_CURSOR) return { ...page, nextCursor };
    return {
      ...page,
      nextCursor: null,
      brokenOff: brokenList(origin, 'its cursor is too long for an address'),
    };
  }
}

function queryOf(wanted: ListWanted, from: Position, count: number | null): Readonly<Record<string, string>> {
  return {
    ...(wanted.filter === null || from.unfiltered ? {} : { filter: wanted.filter.text }),
    ...(from.paging === 'CURSOR' ? { cursor: from.cursor ?? '' } : { startIndex: String(from.received + 1) }),
    ...(count === null ? {} : { count: String(count) }),
    ...wanted.query,
  };
}

function canFilter(filter: ListFilter | null): filter is ListFilter {
  return filter !== null && filter.fits !== null;
}

/** A filter without its values: what a service takes or refuses depends on it. */
function formOf(filter: string): string {
  return filter.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}
