import type { Listing, Page } from '../model/coverage.ts';
import type { UnknownReason } from '../model/fact.ts';
import type { PageRequest } from '../providers/provider.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { failedListing, messageOf, reasonOf } from './fact-of.ts';
import type { SweepGap } from './sweep.ts';

/** A list as far as it was read, and what ended the reading early. */
export interface Walked<T> extends Listing<T> {
  readonly error: unknown;
}

/** Follows a paged list to its end; what was read before a failure is kept and marked as not complete. */
export async function walk<T>(
  fetch: (request: PageRequest) => Promise<Page<T>>,
  limit: number,
  progress: (done: number, total: number | null) => void = () => {},
): Promise<Walked<T>> {
  const rows: T[] = [];
  const seen = new Set<string>();
  let observedAt = new Date();
  let cursor: string | null = null;
  try {
    do {
      const page: Page<T> = await fetch({ limit, cursor });
      for (const row of page.rows) rows.push(row);
      observedAt = page.observedAt;
      cursor = page.nextCursor;
      progress(rows.length, page.total);
      if (page.brokenOff !== undefined) throw page.brokenOff;
      if (cursor !== null && seen.has(cursor)) throw repeatedPage();
      if (cursor !== null) seen.add(cursor);
    } while (cursor !== null);
    return { rows, complete: true, reason: null, message: null, observedAt, error: null };
  } catch (error) {
    const [reason, message] = [reasonOf(error), messageOf(error)];
    return { rows, complete: false, reason, message, observedAt, error };
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

  add(what: string, part: Listing<unknown>): void {
    if (!part.complete) this.note(what, part.reason ?? 'PARTIAL', part.message ?? undefined);
  }

  note(what: string, reason: UnknownReason, message?: string, count = 1): void {
    if (reason === 'UNSUPPORTED') return;
    const key = `${what} ${reason}`;
    const before = this.#gaps.get(key);
    this.#gaps.set(key, {
      what,
      reason,
      message: before?.message ?? message ?? null,
      count: (before?.count ?? 0) + count,
    });
  }

  get list(): readonly SweepGap[] {
    return [...this.#gaps.values()];
  }
}
