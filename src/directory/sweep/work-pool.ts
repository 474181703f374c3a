/** Work that comes in bit by bit, so many pieces of it at once. Pieces that wait are held as they are, without a promise for each. */
export class WorkPool<T> {
  readonly #limit: number;
  readonly #work: (item: T) => Promise<void>;
  readonly #waiting: (readonly T[])[] = [];
  readonly #running = new Set<Promise<void>>();
  #position = 0;
  #failure: { readonly error: unknown } | null = null;

  /** @param work what it throws ends the pool: `drained` throws it. */
  constructor(limit: number, work: (item: T) => Promise<void>) {
    this.#limit = limit;
    this.#work = work;
  }

  push(items: readonly T[]): void {
    if (items.length > 0) this.#waiting.push(items);
    while (this.#running.size < this.#limit && this.#waiting.length > 0) this.#start();
  }

  /** Waits until everything that was pushed is done. */
  async drained(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#failure !== null) throw this.#failure.error;
  }

  #start(): void {
    const worker = this.#drain();
    this.#running.add(worker);
    void worker.finally(() => this.#running.delete(worker));
  }

  async #drain(): Promise<void> {
    for (let item = this.#next(); item !== undefined; item = this.#next()) {
      try {
        await this.#work(item.value);
      } catch (error) {
        this.#failure ??= { error };
        this.#waiting.length = 0;
      }
    }
  }

  #next(): { readonly value: T } | undefined {
    const [batch] = this.#waiting;
    const value = batch?.[this.#position];
    if (batch === undefined || value === undefined) return undefined;
    this.#position += 1;
    if (this.#position >= batch.length) {
      this.#waiting.shift();
      this.#position = 0;
    }
    return { value };
  }
}
