import type { BulkNews } from './bulk-news.ts';
import type { BulkOperation } from './bulk-operation.ts';
import type { BulkStore } from './bulk-store.ts';
import { watchBulk } from './bulk-watch.ts';

/** Waits until an operation is in a state that `enough` accepts, at most so long. Answers it as it is then; null: there is none. */
export async function waitFor(
  store: BulkStore,
  news: BulkNews,
  id: string,
  enough: (operation: BulkOperation) => boolean,
  { waitMs, signal }: { readonly waitMs: number; readonly signal?: AbortSignal | undefined },
): Promise<BulkOperation | null> {
  let last: BulkOperation | null = null;
  const endings: (() => void)[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const end = (): void => resolve();
      const limit = setTimeout(end, waitMs);
      signal?.addEventListener('abort', end);
      const leave = watchBulk(store, news, id, {
        heard: (operation) => {
          last = operation;
          if (operation === null || enough(operation)) end();
        },
        failed: reject,
      });
      endings.push(
        leave,
        () => clearTimeout(limit),
        () => signal?.removeEventListener('abort', end),
      );
      if (signal?.aborted === true) end();
    });
  } finally {
    for (const stop of endings) stop();
  }
  return last ?? (await store.get(id));
}
