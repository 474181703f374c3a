import { describe, expect, test } from 'vitest';
import { walk } from '../../src/directory/sweep/sweep-reads.ts';

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
});
