/**
 * Keeps retries from multiplying the load on a provider that is down: they may be a fifth of the calls, and a small store besides.
 * Refusals (429) don't come here: the rate holds them back already.
 */
export class RetryBudget {
  readonly #share: number;
  readonly #store: number;
  readonly #most: number;
  #left: number;
  #filledAt: number;

  /**
   * @param store retries that are there without any calls; refilled over ten seconds. As many as there are connections, because a
   * provider's restart breaks each of them once, and that alone should not be seen by anybody.
   */
  constructor(store: number, now: number, share = 0.2) {
    this.#share = share;
    this.#store = store;
    this.#most = store + 100;
    this.#left = store;
    this.#filledAt = now;
  }

  /** A call was made for the first time. */
  earn(): void {
    this.#left = Math.min(this.#most, this.#left + this.#share);
  }

  /** Whether one more retry is allowed; takes it when it is. */
  spend(now: number): boolean {
    if (this.#left < this.#store) {
      this.#left = Math.min(this.#store, this.#left + ((now - this.#filledAt) / 10_000) * this.#store);
    }
    this.#filledAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
