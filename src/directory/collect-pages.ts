import type { Coverage, CoverageSource, Page } from '../model/coverage.ts';
import type { PageRequest } from '../providers/provider.ts';
import { CursorError, type Cursor } from './cursor.ts';
import { SourceWalk } from './source-walk.ts';
import { type Silence, together } from './together.ts';

/** One directory's part in a list that goes over several. */
export interface PagedSource<T> {
  readonly directory: string;
  /** Rows a page can hold at most. */
  readonly pageLimit: number;
  fetch(request: PageRequest): Promise<Page<T>>;
  /** What is left to check on the rows; null: every row counts. */
  readonly keep: ((row: T) => boolean) | null;
  /** Told of the rows that count as soon as it is sure that they are in the answer; it must not throw. */
  readonly onRows?: ((rows: readonly T[]) => void) | undefined;
  /** How many rows it is known to hold: so many directories are asked at once as may be needed. Left out: not known. */
  readonly expected?: number | undefined;
  /** Whether its provider answers at all just now. */
  readonly silence?: (() => Silence) | undefined;
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
 * The next `first` rows over all sources, in their order, following pages until they are full. Sources whose rows may be needed are
 * read at the same time; one that fails, or keeps the others waiting, is left out and named in the coverage.
 * @throws {CursorError} when `after` leads nowhere: that is the caller's mistake, and no gap.
 */
export async function collectPages<T>(
  sources: readonly PagedSource<T>[],
  first: number,
  after: Cursor | null,
): Promise<Collected<T>> {
  const start = after === null ? 0 : sources.findIndex((source) => source.directory === after.directory);
  if (start < 0)
    throw new CursorError(
      `The cursor belongs to "${after?.directory.slice(0, 64)}", which is not in this list.`,
    );
  const entries: Entry<T>[] = [];
  const walks: SourceWalk<T>[] = [];
  const states: CoverageSource[] = [];
  let next = start;
  let hasNextPage = false;
  while (next < sources.length && entries.length < first) {
    const wanted = first - entries.length;
    const round = likelyNeeded(sources.slice(next), wanted).map(
      (source, index) => new SourceWalk(source, next + index === start ? after : null, wanted),
    );
    next += round.length;
    await walkTogether(round, wanted);
    walks.push(...round);
    round.forEach((walk, index) => {
      const rows = take(walk, entries, states, first);
      if (index > 0) walk.source.onRows?.(rows);
      hasNextPage ||= walk.more || walk.entries.length > rows.length;
    });
  }
  const complete = states.every((source) => source.state === 'COMPLETE');
  return {
    entries,
    hasNextPage: hasNextPage || next < sources.length,
    totalCount: start === 0 && next >= sources.length ? totalOf(walks) : null,
    coverage: { complete, checked: entries.length, unknown: complete ? 0 : null, sources: states },
  };
}

/** The sources up to the one that surely fills the page; of whom it is not known how much they hold, the next is asked too. */
function likelyNeeded<T>(sources: readonly PagedSource<T>[], wanted: number): readonly PagedSource<T>[] {
  let sure = 0;
  const last = sources.findIndex(({ expected, keep }) => {
    sure += keep === null ? (expected ?? 0) : 0;
    return sure >= wanted;
  });
  return last < 0 ? sources : sources.slice(0, last + 1);
}

async function walkTogether<T>(walks: readonly SourceWalk<T>[], wanted: number): Promise<void> {
  let misused: CursorError | null = null;
  const ends = await together(
    walks.map((walk, index) => ({
      directory: walk.source.directory,
      silence: walk.source.silence,
      read: async () => {
        const earlier = walks.slice(0, index);
        const enough = (): boolean => sum(earlier.map(({ entries }) => entries.length)) >= wanted;
        // Only of the first source it is sure at once that its rows are in the answer.
        const onRows = index === 0 ? (walk.source.onRows ?? nothing) : nothing;
        await walk.run(enough, onRows).catch((error: unknown) => {
          if (!(error instanceof CursorError)) throw error;
          misused = error;
        });
      },
    })),
  );
  if (misused !== null) throw misused;
  ends.forEach((end, index) => {
    if (!end.ok) walks[index]?.fail(end.error);
  });
}

/** Puts a source's rows into the answer, as far as there is room for them. */
function take<T>(
  walk: SourceWalk<T>,
  entries: Entry<T>[],
  states: CoverageSource[],
  first: number,
): readonly T[] {
  const room = first - entries.length;
  if (room <= 0) {
    // What it holds is the next page's matter. That it failed is said now: there may be no next page.
    if (walk.failed) states.push(walk.state);
    return [];
  }
  const taken = walk.entries.slice(0, room);
  entries.push(...taken);
  states.push(walk.state);
  return taken.map(({ row }) => row);
}

function totalOf<T>(walks: readonly SourceWalk<T>[]): number | null {
  const totals = walks.map((walk) => (walk.failed || walk.source.keep !== null ? null : walk.total));
  return totals.every((total) => total !== null) ? sum(totals) : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function nothing(): void {}
