import type { CoverageSource } from '../model/coverage.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { CursorError, type Cursor } from './cursor.ts';
import { messageOf, reasonOf } from './fact-of.ts';
import type { Entry, PagedSource } from './collect-pages.ts';
import { PagesAhead } from './pages-ahead.ts';

/** Reads one source's pages until it has given so many rows, and remembers how far it came. */
export class SourceWalk<T> {
  readonly source: PagedSource<T>;
  readonly entries: Entry<T>[] = [];
  /** Whether there may be rows after those in `entries`. */
  more = true;
  total: number | null = null;
  #observedAt: Date | null = null;
  #error: unknown = null;
  #ended = false;
  readonly #after: Cursor | null;
  readonly #wanted: number;

  /** @param after where to begin; null: at the first row. */
  constructor(source: PagedSource<T>, after: Cursor | null, wanted: number) {
    this.source = source;
    this.#after = after;
    this.#wanted = wanted;
  }

  /**
   * @param enough asked before each page after the first: whether others have given all the rows that are needed meanwhile.
   * @throws {CursorError} when `after` leads nowhere: that is the caller's mistake, and no gap.
   */
  async run(enough: () => boolean, onRows: (rows: readonly T[]) => void): Promise<void> {
    let cursor = this.#after?.page ?? null;
    try {
      await this.#pages(cursor, enough, onRows, (next) => (cursor = next));
    } catch (error) {
      const isCallers = this.#after !== null && this.#after.page !== null && cursor === this.#after.page;
      if (isCallers && error instanceof UpstreamError && error.code === 'INVALID_REQUEST')
        throw new CursorError(messageOf(error));
      this.fail(error);
    }
    this.#ended = true;
  }

  /** What came until now stays; the rest is missing. */
  fail(error: unknown): void {
    this.#error ??= error;
    this.more = false;
    this.#ended = true;
  }

  /** How much of the source is in the rows that were taken of it. */
  get state(): CoverageSource {
    const { directory } = this.source;
    const observedAt = this.#observedAt;
    if (this.#error === null)
      return { directory, state: 'COMPLETE', reason: null, message: null, observedAt };
    return {
      directory,
      state: this.entries.length > 0 ? 'PARTIAL' : 'FAILED',
      reason: reasonOf(this.#error),
      message: messageOf(this.#error),
      observedAt,
    };
  }

  get failed(): boolean {
    return this.#error !== null;
  }

  async #pages(
    from: string | null,
    enough: () => boolean,
    onRows: (rows: readonly T[]) => void,
    at: (cursor: string | null) => void,
  ): Promise<void> {
    const { source } = this;
    let cursor = from;
    let offset = this.#after?.offset ?? 0;
    const seen = new Set<string | null>();
    const ahead = new PagesAhead(source, this.#wanted, () => this.#ended || enough());
    for (;;) {
      if (seen.has(cursor)) throw loop(source.directory);
      seen.add(cursor);
      const page = await ahead.page(cursor, offset, this.entries.length);
      // Nobody waits for it any more: the answer without it was given.
      if (this.#ended) return;
      this.total ??= page.total;
      this.#observedAt = page.observedAt;
      const before = this.entries.length;
      let taken = offset;
      for (; taken < page.rows.length && this.entries.length < this.#wanted; taken += 1) {
        const row = page.rows[taken];
        if (row === undefined || (source.keep !== null && !source.keep(row))) continue;
        this.entries.push({ row, cursor: { directory: source.directory, page: cursor, offset: taken + 1 } });
      }
      onRows(this.entries.slice(before).map(({ row }) => row));
      const left = taken < page.rows.length;
      if (!left && page.brokenOff !== undefined) throw page.brokenOff;
      if (!left && page.nextCursor === null) {
        this.more = false;
        return;
      }
      if (this.entries.length >= this.#wanted) {
        // Going on at the start of the next page spares reading this one again.
        if (!left) this.#beginNextAt(page.nextCursor);
        return;
      }
      if (enough()) return;
      at((cursor = page.nextCursor));
      offset = 0;
    }
  }

  #beginNextAt(page: string | null): void {
    const last = this.entries.at(-1);
    if (last === undefined) return;
    const { directory } = this.source;
    this.entries[this.entries.length - 1] = { row: last.row, cursor: { directory, page, offset: 0 } };
  }
}

function loop(directory: string): UpstreamError {
  return new UpstreamError({
    code: 'PAGINATION_LOOP',
    message: `The list of "${directory}" came back to a page that it had already given; the rest was not read.`,
    directory,
    route: 'list',
  });
}
