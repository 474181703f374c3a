import { setImmediate } from 'node:timers/promises';
import type { Listing, Page } from '../../model/coverage.ts';
import type { UnknownReason } from '../../model/fact.ts';
import type { PageRequest } from '../../providers/provider.ts';
import { MOST_ROWS, tooManyRows } from '../../upstream/paging.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failedListing, messageOf, reasonOf } from '../fact-of.ts';
import type { SweepGap } from './sweep.ts';

/** A list as far as it was read, and what ended the reading early. */
export interface Walked<T> extends Listing<T> {
  readonly error: unknown;
}

/** How a walk over pages ended. */
export type WalkEnd = Omit<Walked<unknown>, 'rows'>;

/** Asks for a page. @param urgency for the call's context: how many pages come after it, about. */
export type FetchPage<T> = (request: PageRequest, urgency: number) => Promise<Page<T>>;

/** Follows a paged list to its end; what was read before a failure, or `most` rows, is kept and marked as not complete. */
export async function walk<T>(
  fetch: FetchPage<T>,
  limit: number,
  progress: (done: number, total: number | null) => void = () => {},
  most = MOST_ROWS,
): Promise<Walked<T>> {
  const rows: T[] = [];
  const take = (page: Page<T>): void => {
    for (const row of page.rows) rows.push(row);
    progress(rows.length, page.total);
  };
  return { rows, ...(await walkPages(fetch, limit, take, { most })) };
}

interface WalkOptions<T> {
  /** The first page, where it was read already. */
  readonly first?: Page<T>;
  readonly most?: number;
  /** Rows that the list has, where that is known before the first page; null: it is not. */
  readonly expected?: number | null;
}

/**
 * The same of pages that are not kept: each is given to `take` when it comes, in a turn of its own, while the next one is asked for.
 */
export async function walkPages<T>(
  fetch: FetchPage<T>,
  limit: number,
  take: (page: Page<T>) => void,
  { first, most = MOST_ROWS, expected = null }: WalkOptions<T> = {},
): Promise<WalkEnd> {
  const seen = new Set<string>();
  let observedAt = first?.observedAt ?? new Date();
  let read = 0;
  const pagesAfter = (rows: number): number => Math.max(0, Math.ceil(rows / limit) - 1);
  try {
    let page: Page<T> = first ?? (await fetch({ limit, cursor: null }, pagesAfter(expected ?? 0)));
    for (;;) {
      const { rows, total, nextCursor: cursor, brokenOff } = page;
      read += rows.length;
      observedAt = page.observedAt;
      let wrong: Error | undefined = brokenOff;
      if (wrong === undefined && cursor !== null && seen.has(cursor)) wrong = repeatedPage();
      if (wrong === undefined && cursor !== null && read >= most)
        wrong = tooManyRows(most, { directory: '', route: 'list' });
      if (cursor === null || wrong !== undefined) {
        take(page);
        if (wrong !== undefined) throw wrong;
        return { complete: true, reason: null, message: null, observedAt, error: null };
      }
      seen.add(cursor);
      const next = fetch({ limit, cursor }, pagesAfter((total ?? expected ?? 0) - read));
      // It may fail before anybody listens.
      next.catch(() => {});
      await setImmediate();
      take(page);
      page = await next;
    }
  } catch (error) {
    return { complete: false, reason: reasonOf(error), message: messageOf(error), observedAt, error };
  }
}

function repeatedPage(): UpstreamError {
  return new UpstreamError({
    code: 'PAGINATION_LOOP',
    message: 'The list came back to a page that it had already given; the rest was not read.',
    directory: '',
    route: 'list',
  });
}

/** A listing whose failure is part of the answer. */
export async function listing<T>(read: Promise<Listing<T>>): Promise<Listing<T>> {
  try {
    return await read;
  } catch (error) {
    return failedListing(error);
  }
}

/** The same of a list that a directory of this kind may not have: then it is not asked for, and not known. */
export async function listingWhere<T>(
  there: boolean,
  what: string,
  read: () => Promise<Listing<T>>,
): Promise<Listing<T>> {
  return there ? await listing(read()) : absent(what);
}

/** Of what there is none in a directory of this kind, nothing is known, and nothing is missing either. */
export function absent<T>(what: string): Walked<T> {
  const error = new UpstreamError({
    code: 'UNSUPPORTED',
    message: `A directory of this kind does not tell of ${what}: nothing was asked.`,
    directory: '',
    route: what,
  });
  return { ...failedListing<T>(error), error };
}

/**
 * What a sweep could not read, one entry for each kind of object and reason. What this kind of directory does not have
 * (`UNSUPPORTED`) is no gap: it is not missing, and would be no more there in the next sweep.
 */
export class Gaps {
  readonly #gaps = new Map<string, SweepGap>();

  /** @param gaps that are known already. */
  constructor(gaps: readonly SweepGap[] = []) {
    for (const gap of gaps) this.#gaps.set(keyOf(gap), gap);
  }

  add(what: string, part: Listing<unknown>): void {
    if (!part.complete) this.note(what, part.reason ?? 'PARTIAL', part.message ?? undefined);
  }

  /** @param count objects that are in it now; below zero: that are not in it any more. */
  note(what: string, reason: UnknownReason, message?: string, count = 1): void {
    if (reason === 'UNSUPPORTED') return;
    const key = keyOf({ what, reason });
    const before = this.#gaps.get(key);
    // One that never counted is left as it is.
    if (before !== undefined && before.count === null) return;
    const sum = (before?.count ?? 0) + count;
    if (sum > 0)
      this.#gaps.set(key, { what, reason, message: before?.message ?? message ?? null, count: sum });
    else this.#gaps.delete(key);
  }

  get list(): readonly SweepGap[] {
    return [...this.#gaps.values()];
  }
}

function keyOf({ what, reason }: Pick<SweepGap, 'what' | 'reason'>): string {
  return `${what} ${reason}`;
}
