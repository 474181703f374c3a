/** Users who came into a snapshot with their row alone, and whose devices, roles and groups are still to be read. */
export class Newcomers {
  readonly #ids = new Set<string>();

  get isEmpty(): boolean {
    return this.#ids.size === 0;
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  /**
   * What a reading that begins now takes on. To be called when it has ended, well or not: whoever waits is not to wait for the same
   * again and again.
   */
  take(): () => void {
    const taken = [...this.#ids];
    return () => {
      for (const id of taken) this.#ids.delete(id);
    };
  }
}
