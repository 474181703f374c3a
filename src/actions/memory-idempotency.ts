import { LRUCache } from 'lru-cache';
import {
  type IdempotencyKey,
  type IdempotencyStore,
  idempotencyWindowMs,
  type IdempotentRun,
} from './idempotency.ts';

interface Remembered<R> {
  readonly fingerprint: string;
  readonly firstUsedAt: number;
  readonly result: { readonly value: R } | null;
}

/**
 * Keys in this process's memory: they end with it. Bounded; when it is full the keys that were used longest ago are
 * forgotten first, never one whose work is under way.
 */
export class MemoryIdempotencyStore<R> implements IdempotencyStore<R> {
  readonly #remembered: LRUCache<string, Remembered<R>>;
  readonly #running = new Map<string, { readonly fingerprint: string; readonly result: Promise<R> }>();
  readonly #now: () => Date;

  constructor(options: { readonly maxKeys?: number; readonly now?: () => Date } = {}) {
    this.#remembered = new LRUCache({ max: options.maxKeys ?? 100_000 });
    this.#now = options.now ?? (() => new Date());
  }

  async run(
    key: IdempotencyKey,
    fingerprint: string,
    work: () => Promise<R>,
    keep: (result: R) => boolean,
  ): Promise<IdempotentRun<R>> {
    const name = JSON.stringify([key.actor, key.key]);
    const running = this.#running.get(name);
    if (running !== undefined) {
      if (running.fingerprint !== fingerprint) return { kind: 'REUSED' };
      return { kind: 'RESULT', result: await running.result, by: 'JOINED' };
    }
    const now = this.#now().getTime();
    const found = this.#remembered.get(name);
    const before = found !== undefined && now - found.firstUsedAt < idempotencyWindowMs ? found : undefined;
    if (before !== undefined && before.fingerprint !== fingerprint) return { kind: 'REUSED' };
    if (before?.result) return { kind: 'RESULT', result: before.result.value, by: 'REPLAYED' };

    const firstUsedAt = before?.firstUsedAt ?? now;
    const result = this.#start(name, fingerprint, firstUsedAt, work, keep);
    this.#running.set(name, { fingerprint, result });
    return { kind: 'RESULT', result: await result, by: 'OWN' };
  }

  async #start(
    name: string,
    fingerprint: string,
    firstUsedAt: number,
    work: () => Promise<R>,
    keep: (result: R) => boolean,
  ): Promise<R> {
    let result: { readonly value: R } | null = null;
    try {
      // The caller puts this promise into `#running` before the work begins.
      await Promise.resolve();
      const value = await work();
      if (keep(value)) result = { value };
      return value;
    } finally {
      this.#running.delete(name);
      this.#remembered.set(name, { fingerprint, firstUsedAt, result });
    }
  }
}
