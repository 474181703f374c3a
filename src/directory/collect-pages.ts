import type { Coverage, CoverageSource, Page } from '../model/coverage.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { messageOf, reasonOf } from './fact-of.ts';
import { CursorError, type Cursor } from './cursor.ts';

/** One directory's part in a list that goes over several. */
export interface PagedSource<T> {
  readonly directory: string;
  /** Rows a page can hold at most. */
  readonly pageLimit: number;
  fetch(request: { readonly limit: number; readonly cursor: string | null }): Promise<Page<T>>;
  /** What is left to check on the rows; null: every row counts. */
  readonly keep: ((row: T) => boolean) | null;
  /** Told of each page's rows that count as soon as they are there; it must not throw. */
  readonly onRows?: ((rows: readonly T[]) => void) | undefined;
}

export interface Entry<T> {
  readonly row: T;
  /** Where to go on after this row. */
  readonly cursor: Cursor;
}

export interface Collected<T> {
  readonly entries: readonly Entry<T>[];
  readonly hasNextPage: boolean;
  /** Known when every source told its total and nothing was left for us to filter. */
  readonly totalCount: number | null;
  readonly coverage: Coverage;
}

/**
 * The next `first` rows over all sources, one source after the other, following pages until they are full. A source that
 * fails is left out and named in the coverage; the others still answer.
 * @throws {CursorError} when `after` leads nowhere: that is the caller's mistake, and no gap.
 */
export async function collectPages<T>(
  sources: readonly PagedSource<T>[],
  first: number,
  after: Cursor | null,
): Promise<Collected<T>> {
  const entries: Entry<T>[] = [];
  const states: CoverageSource[] = [];
  let totalCount: number | null = 0;
  let hasNextPage = false;
  const start = after === null ? 0 : sources.findIndex((source) => source.directory === after.directory);
  if (start < 0)
    throw new CursorError(
      `The cursor belongs to "${after?.directory.slice(0, 64)}", which is not in this list.`,
    );

  for (const [index, source] of sources.entries()) {
    if (index < start) {
      totalCount = null;
      continue;
    }
    if (entries.length >= first) {
      // What a source that was not looked at holds is not known.
      totalCount = null;
      hasNextPage = true;
      break;
    }
    let cursor = index === start && after !== null ? after.page : null;
    let offset = index === start && after !== null ? after.offset : 0;
    let total: number | null = null;
    let observedAt: Date | null = null;
    const seen = new Set<string | null>();
    try {
      for (;;) {
        if (seen.has(cursor)) throw loop(source.directory);
        seen.add(cursor);
        const wanted = first - entries.length;
        const limit = source.keep === null ? Math.min(source.pageLimit, wanted + offset) : source.pageLimit;
        const page = await source.fetch({ limit, cursor });
        total ??= page.total;
        observedAt = page.observedAt;
        const before = entries.length;
        let taken = offset;
        for (; taken < page.rows.length && entries.length < first; taken += 1) {
          const row = page.rows[taken];
          if (row === undefined || (source.keep !== null && !source.keep(row))) continue;
          entries.push({ row, cursor: { directory: source.directory, page: cursor, offset: taken + 1 } });
        }
        source.onRows?.(entries.slice(before).map(({ row }) => row));
        const more = taken < page.rows.length;
        if (!more && page.brokenOff !== undefined) throw page.brokenOff;
        if (!more && page.nextCursor === null) break;
        if (entries.length >= first) {
          hasNextPage = true;
          // Going on at the start of the next page spares reading this one again.
          const last = entries.at(-1);
          if (!more && page.nextCursor !== null && last !== undefined) {
            entries[entries.length - 1] = {
              row: last.row,
              cursor: { directory: source.directory, page: page.nextCursor, offset: 0 },
            };
          }
          break;
        }
        cursor = page.nextCursor;
        offset = 0;
      }
      states.push(state(source.directory, 'COMPLETE', observedAt));
      totalCount = totalCount === null || total === null || source.keep !== null ? null : totalCount + total;
    } catch (error) {
      const isCallers = index === start && after !== null && after.page !== null && cursor === after.page;
      if (isCallers && error instanceof UpstreamError && error.code === 'INVALID_REQUEST') {
        throw new CursorError(messageOf(error));
      }
      const given = entries.some((entry) => entry.cursor.directory === source.directory);
      states.push({
        directory: source.directory,
        state: given ? 'PARTIAL' : 'FAILED',
        reason: reasonOf(error),
        message: messageOf(error),
        observedAt,
      });
      totalCount = null;
    }
  }
  const complete = states.every((source) => source.state === 'COMPLETE');
  return {
    entries,
    hasNextPage,
    totalCount,
    coverage: { complete, checked: entries.length, unknown: complete ? 0 : null, sources: states },
  };
}

function loop(directory: string): UpstreamError {
  return new UpstreamError({
    code: 'PAGINATION_LOOP',
    message: `The list of "${directory}" came back to a page that it had already given; the rest was not read.`,
    directory,
    route: 'list',
  });
}

function state(directory: string, value: 'COMPLETE', observedAt: Date | null): CoverageSource {
  return { directory, state: value, reason: null, message: null, observedAt };
}
