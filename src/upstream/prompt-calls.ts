/** Milliseconds after a call for somebody who waits during which more are to be expected. */
const recentMs = 1_000;

/** Whether somebody is waiting for answers, or was a moment ago: sweeps are considerate then. */
export class PromptCalls {
  readonly #now: () => number;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** @param now monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  note(): void {
    this.#lastAt = this.#now();
  }

  get areRecent(): boolean {
    return this.#now() - this.#lastAt < recentMs;
  }
}
