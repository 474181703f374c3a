import type { Page } from '../model/coverage.ts';
import type { NextPage } from '../providers/provider.ts';
import type { PagedSource } from './collect-pages.ts';

/**
 * The pages of one source, each asked for once. Where the provider tells early how the list goes on, and every row of it counts, the
 * next page is on its way while the rows of this one are still being read.
 */
export class PagesAhead<T> {
  readonly #source: PagedSource<T>;
  readonly #wanted: number;
  readonly #enough: () => boolean;
  readonly #ahead = new Map<string, Promise<Page<T>>>();
  readonly #asked = new Set<string | null>();

  /** @param enough whether no further page is needed, whatever is still missing. */
  constructor(source: PagedSource<T>, wanted: number, enough: () => boolean) {
    this.#source = source;
    this.#wanted = wanted;
    this.#enough = enough;
  }

  /**
   * @param offset rows of the page that do not count
   * @param before rows that count, on the pages before it
   */
  page(cursor: string | null, offset: number, before: number): Promise<Page<T>> {
    const ahead = cursor === null ? undefined : this.#ahead.get(cursor);
    if (ahead === undefined || cursor === null) return this.#ask(cursor, offset, before);
    this.#ahead.delete(cursor);
    return ahead;
  }

  #ask(cursor: string | null, offset: number, before: number): Promise<Page<T>> {
    const { keep, pageLimit } = this.#source;
    this.#asked.add(cursor);
    if (keep !== null) return this.#source.fetch({ limit: pageLimit, cursor });
    const limit = Math.min(pageLimit, this.#wanted - before + offset);
    const onNext = (next: NextPage): void => this.#goAhead(next, before + next.rowsBefore - offset);
    return this.#source.fetch({ limit, cursor, onNext });
  }

  #goAhead({ cursor }: NextPage, before: number): void {
    if (before >= this.#wanted || this.#asked.has(cursor) || this.#enough()) return;
    const page = this.#ask(cursor, 0, before);
    // Whoever takes it is told; nobody may.
    page.catch(() => undefined);
    this.#ahead.set(cursor, page);
  }
}
