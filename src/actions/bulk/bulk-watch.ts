import type { BulkNews } from './bulk-news.ts';
import type { BulkOperation } from './bulk-operation.ts';
import type { BulkStore } from './bulk-store.ts';

/** Who is told how far an operation is. */
export interface BulkListener {
  /** As it is now; null: there is none. Told at first, and whenever something may have happened in it. */
  readonly heard: (operation: BulkOperation | null) => void;
  /** It could not be read: nothing more is told. */
  readonly failed: (error: unknown) => void;
}

/** What other gateways do is seen by looking only: so often, while anybody listens. */
const pollMs = 2_000;
/** Progress comes item by item: between two looks at one operation is at least so long. */
const restMs = 50;

/** By the news of a process: one watcher for each operation that somebody listens to. */
const watchers = new WeakMap<BulkNews, Map<string, Watcher>>();

/**
 * Listens to an operation. However many listen, it is read once for all of them. Call what it answers to hear no more; when the
 * last has left, nothing is read any more.
 */
export function watchBulk(store: BulkStore, news: BulkNews, id: string, listener: BulkListener): () => void {
  const known = watchers.get(news) ?? new Map<string, Watcher>();
  watchers.set(news, known);
  const watcher = known.get(id) ?? new Watcher(store, news, id, () => known.delete(id));
  known.set(id, watcher);
  return watcher.join(listener);
}

class Watcher {
  readonly #store: BulkStore;
  readonly #id: string;
  readonly #over: () => void;
  readonly #listeners = new Set<BulkListener>();
  readonly #leaveNews: () => void;
  readonly #poll: NodeJS.Timeout;
  #isLooking = false;
  #hasNews = false;
  #rest: NodeJS.Timeout | null = null;

  constructor(store: BulkStore, news: BulkNews, id: string, over: () => void) {
    this.#store = store;
    this.#id = id;
    this.#over = over;
    this.#leaveNews = news.listen(id, () => this.#look());
    this.#poll = setInterval(() => this.#look(), pollMs).unref();
  }

  join(listener: BulkListener): () => void {
    // Each is its own, also one that joins twice.
    const own = { ...listener };
    this.#listeners.add(own);
    this.#look();
    return () => this.#leave(own);
  }

  #leave(listener: BulkListener): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#end();
  }

  #end(): void {
    this.#leaveNews();
    clearInterval(this.#poll);
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#over();
  }

  /** One look at a time: what happens during one, or shortly after it, is seen by the next. */
  #look(): void {
    if (this.#isLooking || this.#rest !== null) {
      this.#hasNews = true;
      return;
    }
    this.#isLooking = true;
    this.#hasNews = false;
    void this.#read();
  }

  async #read(): Promise<void> {
    try {
      const operation = await this.#store.get(this.#id);
      for (const { heard } of this.#listeners) heard(operation);
    } catch (error) {
      const all = [...this.#listeners];
      this.#listeners.clear();
      if (all.length > 0) this.#end();
      for (const { failed } of all) failed(error);
    }
    this.#isLooking = false;
    if (this.#listeners.size === 0) return;
    this.#rest = setTimeout(() => {
      this.#rest = null;
      if (this.#hasNews) this.#look();
    }, restMs);
  }
}
