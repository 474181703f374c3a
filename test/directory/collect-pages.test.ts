import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectPages, type Collected, type PagedSource } from '../../src/directory/collect-pages.ts';
import type { Cursor } from '../../src/directory/cursor.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

/** A provider's list whose pages are as short as it likes. */
function source(directory: string, rows: readonly number[], sizes: readonly number[]): PagedSource<number> {
  return {
    directory,
    pageLimit: 5,
    keep: null,
    fetch: async ({ limit, cursor }) => {
      const start = cursor === null ? 0 : Number(cursor);
      const size = Math.min(limit, sizes[start % Math.max(1, sizes.length)] ?? limit);
      const end = Math.min(rows.length, start + size);
      return {
        rows: rows.slice(start, end),
        nextCursor: end < rows.length ? String(end) : null,
        total: rows.length,
        observedAt: new Date(0),
      };
    },
  };
}

async function walk(sources: readonly PagedSource<number>[], first: number): Promise<number[]> {
  const all: number[] = [];
  let after: Cursor | null = null;
  for (let page = 0; page < 1_000; page += 1) {
    const collected: Collected<number> = await collectPages(sources, first, after);
    all.push(...collected.entries.map((entry) => entry.row));
    after = collected.entries.at(-1)?.cursor ?? null;
    if (!collected.hasNextPage) return all;
    expect(after).not.toBeNull();
  }
  throw new Error('The walk did not end.');
}

describe('a list over pages and directories', () => {
  it('gives every row once, in order, whatever the sizes of pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        async (lengths, sizes, first) => {
          const lists = lengths.map((length, index) => Array.from({ length }, (_, row) => index * 100 + row));
          const sources = lists.map((rows, index) => source(`d${index}`, rows, sizes));
          expect(await walk(sources, first)).toEqual(lists.flat());
        },
      ),
    );
  });

  it('gives every row that passes a filter of ours once, whatever the sizes of pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 2, max: 5 }),
        async (length, sizes, first, nth) => {
          const rows = Array.from({ length }, (_, row) => row);
          const keep = (row: number): boolean => row % nth === 0;
          expect(await walk([{ ...source('d', rows, sizes), keep }], first)).toEqual(rows.filter(keep));
        },
      ),
    );
  });

  it('says that a directory failed, and serves the others', async () => {
    const broken: PagedSource<number> = {
      ...source('broken', [], []),
      fetch: () =>
        Promise.reject(
          new UpstreamError({ code: 'FORBIDDEN', message: 'no', directory: 'broken', route: 'list' }),
        ),
    };
    const { entries, coverage, totalCount } = await collectPages([broken, source('d', [1, 2], [])], 10, null);
    expect(entries.map((entry) => entry.row)).toEqual([1, 2]);
    expect(totalCount).toBeNull();
    expect(coverage).toMatchObject({ complete: false, unknown: null });
    expect(coverage.sources.map(({ directory, state, reason }) => [directory, state, reason])).toEqual([
      ['broken', 'FAILED', 'FORBIDDEN'],
      ['d', 'COMPLETE', null],
    ]);
  });

  it('stops at a page that comes back, keeps what it has, and says so', async () => {
    const looping: PagedSource<number> = {
      ...source('d', [], []),
      fetch: async () => ({ rows: [1], nextCursor: 'again', total: null, observedAt: new Date(0) }),
    };
    const { entries, coverage } = await collectPages([looping], 10, null);
    expect(entries).toHaveLength(2);
    expect(coverage).toMatchObject({ complete: false, sources: [{ state: 'PARTIAL', reason: 'PARTIAL' }] });
  });

  it('names a source that failed although the others filled the page', async () => {
    const broken: PagedSource<number> = {
      ...source('b', [], [5]),
      fetch: () =>
        Promise.reject(
          new UpstreamError({ code: 'FORBIDDEN', message: 'no right', directory: 'b', route: 'list' }),
        ),
    };
    const { entries, hasNextPage, coverage } = await collectPages(
      [source('a', [1, 2], [5]), broken],
      2,
      null,
    );
    expect(entries.map(({ row }) => row)).toEqual([1, 2]);
    expect(hasNextPage).toBe(false);
    expect(coverage).toMatchObject({
      complete: false,
      sources: [
        { directory: 'a', state: 'COMPLETE' },
        { directory: 'b', state: 'FAILED', reason: 'FORBIDDEN' },
      ],
    });
  });
});
