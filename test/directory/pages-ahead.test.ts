import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/model/coverage.ts';
import type { PageRequest } from '../../src/providers/provider.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { collectPages, type PagedSource } from '../../src/directory/collect-pages.ts';

interface Told {
  readonly cursor: string | null;
  readonly limit: number;
}

function unreachable(): UpstreamError {
  return new UpstreamError({
    code: 'UNREACHABLE',
    message: 'Nobody answers.',
    directory: 'numbers',
    route: 'list',
  });
}

/** A list of numbers whose provider tells of the next page early, if it `tells`. Pages may be shorter than asked for. */
function numbers(
  sizes: readonly number[],
  options: { readonly tells: boolean; readonly pageLimit?: number; readonly failsAt?: number },
): { readonly source: PagedSource<number>; readonly asked: Told[] } {
  const { tells, pageLimit = 5, failsAt } = options;
  const starts = sizes.map((_, index) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0));
  const asked: Told[] = [];
  const source: PagedSource<number> = {
    directory: 'numbers',
    pageLimit,
    keep: null,
    fetch: async ({ cursor, limit, onNext }: PageRequest): Promise<Page<number>> => {
      asked.push({ cursor, limit });
      await new Promise((resolve) => setImmediate(resolve));
      const index = cursor === null ? 0 : Number(cursor);
      if (index === failsAt) throw unreachable();
      const start = starts[index] ?? 0;
      const rows = Array.from({ length: Math.min(sizes[index] ?? 0, limit) }, (_, n) => start + n);
      const nextCursor = index + 1 < sizes.length ? String(index + 1) : null;
      if (tells && nextCursor !== null) onNext?.({ cursor: nextCursor, rowsBefore: rows.length });
      return { rows, nextCursor, total: null, observedAt: new Date(0) };
    },
  };
  return { source, asked };
}

describe('the next page is asked for while this one is being read', () => {
  it('before its rows are there, and once', async () => {
    const order: string[] = [];
    const { source } = numbers([5, 5, 5], { tells: true });
    const watched: PagedSource<number> = {
      ...source,
      fetch: async (request) => {
        order.push(`asked ${request.cursor ?? 'first'}`);
        return await source.fetch(request);
      },
      onRows: (rows) => order.push(`rows ${rows[0]}`),
    };
    const { entries } = await collectPages([watched], 15, null);
    expect(entries).toHaveLength(15);
    expect(order).toEqual(['asked first', 'asked 1', 'rows 0', 'asked 2', 'rows 5', 'rows 10']);
  });

  it('never for a page that nobody wants', async () => {
    const { source, asked } = numbers([5, 5, 5], { tells: true });
    await collectPages([source], 10, null);
    expect(asked).toHaveLength(2);
  });

  it('a page that cannot be had leaves the rows before it', async () => {
    const { source } = numbers([5, 5, 5], { tells: true, failsAt: 1 });
    const { entries, coverage } = await collectPages([source], 15, null);
    expect(entries.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);
    expect(coverage).toMatchObject({ complete: false, sources: [{ state: 'PARTIAL' }] });
  });

  it('a list that comes back to itself ends, whether it tells early or not', async () => {
    for (const tells of [true, false]) {
      const { source } = numbers([5, 5], { tells });
      const round: PagedSource<number> = {
        ...source,
        fetch: async (request) => {
          if (request.cursor === '1') {
            if (tells) request.onNext?.({ cursor: '1', rowsBefore: 1 });
            return { rows: [9], nextCursor: '1', total: null, observedAt: new Date(0) };
          }
          return await source.fetch(request);
        },
      };
      const { coverage } = await collectPages([round], 100, null);
      expect(coverage.sources[0]?.message).toContain('came back to a page');
    }
  });

  it('the answer and the calls are those of a list that does not tell', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (sizes, first, pageLimit) => {
          const early = numbers(sizes, { tells: true, pageLimit });
          const late = numbers(sizes, { tells: false, pageLimit });
          const one = await collectPages([early.source], first, null);
          const other = await collectPages([late.source], first, null);
          expect(one).toEqual(other);
          expect(early.asked).toEqual(late.asked);
        },
      ),
    );
  });
});
