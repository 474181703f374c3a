import type { Page } from '../../../../src/model/coverage.ts';
import type { PageRequest } from '../../../../src/providers/provider.ts';
import type { CallContext } from '../../../../src/upstream/call.ts';

export const context: CallContext = { lane: 'interactive', transactionId: 'test' };

export interface Walk<T> {
  readonly rows: readonly T[];
  readonly pages: number;
  readonly brokenOff: Error | null;
}

/** A list to its end, or to where it broke off. */
export async function walk<T>(
  fetch: (request: PageRequest) => Promise<Page<T>>,
  limit = 20,
): Promise<Walk<T>> {
  const rows: T[] = [];
  let cursor: string | null = null;
  for (let pages = 1; ; pages += 1) {
    if (pages > 2_000) throw new Error('expected a list that ends, received 2,000 pages');
    const page: Page<T> = await fetch({ limit, cursor });
    rows.push(...page.rows);
    cursor = page.nextCursor;
    if (page.brokenOff !== undefined || cursor === null)
      return { rows, pages, brokenOff: page.brokenOff ?? null };
  }
}
