import type { Directory } from '../../directory/directory.ts';

/** Rows of a snapshot that are looked through for a plan: more would keep everybody else waiting. */
export const mostLookedThrough = 20_000;

/** Objects of one directory that a field is likely to be asked of. */
export interface Expected {
  readonly directory: Directory;
  /** At most. */
  readonly count: number;
  /** Which they are, as the snapshot has them; null: it is not known before they are read. */
  readonly ids: readonly string[] | null;
}

/** The next rows that a list over several directories is likely to give, and the pages that are read for them. */
export interface ExpectedPage extends Expected {
  readonly pages: number;
}

export interface ListSource<T> {
  readonly directory: Directory;
  readonly pageLimit: number;
  /** The rows as the snapshot has them; null: there is none. */
  readonly rows: readonly T[] | null;
  readonly keep: ((row: T) => boolean) | null;
  /** Whether the provider gives only rows that count. */
  readonly filtersItself: boolean;
}

/**
 * What `collectPages` will read: directories in their order, as many at once as may be needed, each until the page is full.
 * Without a snapshot a directory is expected to fill the page alone.
 */
export function expectedPages<T extends { readonly externalId: string }>(
  sources: readonly ListSource<T>[],
  first: number,
): readonly ExpectedPage[] {
  const pages: ExpectedPage[] = [];
  let missing = first;
  for (const source of sources) {
    if (missing <= 0) break;
    const page = expectedPage(source, missing);
    pages.push(page);
    // Of whom it is not known how much they hold the next is asked too.
    if (page.ids !== null && source.keep === null) missing -= page.count;
  }
  return pages;
}

function expectedPage<T extends { readonly externalId: string }>(
  { directory, pageLimit, rows, keep, filtersItself }: ListSource<T>,
  wanted: number,
): ExpectedPage {
  if (rows === null || (keep !== null && rows.length > mostLookedThrough))
    return { directory, count: wanted, ids: null, pages: Math.ceil(wanted / pageLimit) };
  const kept = keep === null ? rows : rows.filter(keep);
  const taken = kept.slice(0, wanted);
  const last = taken.at(-1);
  const walked = filtersItself
    ? taken.length
    : taken.length < wanted || last === undefined
      ? rows.length
      : rows.indexOf(last) + 1;
  return {
    directory,
    count: taken.length,
    ids: taken.map(({ externalId }) => externalId),
    pages: Math.max(1, Math.ceil(walked / pageLimit)),
  };
}
