import type { Clock } from '../../../src/upstream/clock.ts';

/** Time that stands still until a test moves it; timers run in order, and what they wake runs before the next one. */
export class VirtualClock implements Clock {
  #ms = 0;
  #order = 0;
  readonly #timers = new Map<number, { at: number; order: number; run: () => void }>();
  readonly epoch = Date.UTC(2026, 0, 5, 12);

  now(): number {
    return this.epoch + this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  get timers(): number {
    return this.#timers.size;
  }

  after(ms: number, run: () => void): () => void {
    this.#order += 1;
    const key = this.#order;
    this.#timers.set(key, { at: this.#ms + Math.max(0, ms), order: key, run });
    return () => {
      this.#timers.delete(key);
    };
  }

  /** Moves on by so much. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    await settle();
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next())
      await this.#fire(next);
    this.#ms = end;
    await settle();
  }

  /** Moves on, timer by timer, until the work is done. */
  async finish<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const watched = work.finally(() => {
      done = true;
    });
    watched.catch(() => {});
    await settle();
    for (;;) {
      if (done) return watched;
      const next = this.#next();
      if (next === undefined) throw new Error('the work waits for something that no timer brings');
      await this.#fire(next);
    }
  }

  async #fire(timer: { at: number; order: number; run: () => void }): Promise<void> {
    this.#timers.delete(timer.order);
    this.#ms = Math.max(this.#ms, timer.at);
    timer.run();
    await settle();
  }

  #next(): { at: number; order: number; run: () => void } | undefined {
    let first: { at: number; order: number; run: () => void } | undefined;
    for (const timer of this.#timers.values()) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
