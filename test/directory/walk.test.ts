import { describe, expect, test } from 'vitest';
import { walk, walkPages } from '../../src/directory/sweep/sweep-reads.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';

describe('a walk over the pages of a list', () => {
  test('ends at a number of rows where the list does not, keeps them, and names the limit', async () => {
    let pages = 0;
    const { rows, complete, reason, message } = await walk(
      async () => {
        pages += 1;
        return { rows: [pages, -pages], nextCursor: `${pages}`, total: null, observedAt: new Date() };
      },
      2,
      () => {},
      6,
    );
    expect(rows).toEqual([1, -1, 2, -2, 3, -3]);
    expect([complete, reason]).toEqual([false, 'PARTIAL']);
    expect(message).toContain('at most 6 rows');
  });

  test('asks for each page with the number of those that come after it, so that the longest list goes on first', async () => {
    const asked: number[] = [];
    const end = await walkPages(
      async ({ cursor }, urgency) => {
        asked.push(urgency);
        const next = Number(cursor ?? 0) + 1;
        return {
          rows: [next, next],
          nextCursor: next < 4 ? `${next}` : null,
          total: 8,
          observedAt: new Date(),
        };
      },
      2,
      () => {},
      { expected: 10 },
    );
    expect(end.complete).toBe(true);
    expect(asked).toEqual([4, 2, 1, 0]);
  });

  test('has asked for the next page before it works on the one that came', async () => {
    const events: string[] = [];
    await walkPages(
      async ({ cursor }) => {
        events.push(`asked ${cursor ?? 'first'}`);
        return {
          rows: [cursor],
          nextCursor: cursor === null ? 'second' : null,
          total: null,
          observedAt: new Date(),
        };
      },
      1,
      ({ rows }) => void events.push(`took ${rows[0] ?? 'first'}`),
    );
    expect(events).toEqual(['asked first', 'asked second', 'took first', 'took second']);
  });

  test('keeps the page before one that fails', async () => {
    const took: unknown[] = [];
    const broken = new UpstreamError({
      code: 'TIMED_OUT',
      message: 'late',
      directory: 'a',
      route: 'GET /users',
    });
    const end = await walkPages<string>(
      async ({ cursor }) => {
        if (cursor !== null) throw broken;
        return { rows: ['a'], nextCursor: 'second', total: null, observedAt: new Date() };
      },
      1,
      ({ rows }) => void took.push(...rows),
    );
    expect(took).toEqual(['a']);
    expect(end).toMatchObject({ complete: false, error: broken });
  });
});
