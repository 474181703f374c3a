import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkNews } from './bulk-news.ts';
import type { BulkOperation } from './bulk-operation.ts';
import type { BulkStore } from './bulk-store.ts';

/** Waits until an operation is in a state that `enough` accepts, at most so long. Answers it as it is then. */
export async function waitFor(
  store: BulkStore,
  news: BulkNews,
  id: string,
  enough: (operation: BulkOperation) => boolean,
  { waitMs, signal }: { readonly waitMs: number; readonly signal?: AbortSignal | undefined },
): Promise<BulkOperation | null> {
  const limit = AbortSignal.timeout(waitMs);
  const ends = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  for (;;) {
    // Listened before it is looked, so that no news falls in between. Other gateways' news do not come here: hence the poll.
    const next = news.next(id, AbortSignal.any([ends, AbortSignal.timeout(500)]));
    const operation = await store.get(id);
    if (operation === null || enough(operation) || ends.aborted) return operation;
    await next;
    // Progress comes item by item: who waits for the end need not look at each.
    await sleep(10);
  }
}
