/** What has been begun and must be followed to its end, whoever goes away meanwhile. */
export class Underway {
  readonly #running = new Set<Promise<unknown>>();

  /** Runs something that `ended` waits for. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
