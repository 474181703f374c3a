/** Less than this is missing only through rounding. */
const dust = 1e-6;

/**
 * So many calls a second on average, and so many at once after a rest. Times are monotonic milliseconds.
 *
 * The provider's bucket begins to refill when the first call arrives there, ours would when it leaves: after a rest the refill
 * waits for the first answer, otherwise the time of one connection set-up becomes that many refusals.
 */
export class TokenBucket {
  #rate: number;
  #capacity: number;
  #tokens: number;
  #at: number;
  #held = false;

  constructor(rate: number, capacity: number, now: number) {
    this.#rate = rate;
    this.#capacity = capacity;
    this.#tokens = capacity;
    this.#at = now;
  }

  /** The moment at which a call may leave: not after `now` when one may at once. */
  readyAt(now: number): number {
    if (this.#rate === Infinity) return now;
    this.#refill(now);
    if (this.#tokens >= 1 - dust) return now;
    return now + ((1 - this.#tokens) / this.#rate) * 1_000;
  }

  take(now: number): void {
    if (this.#rate === Infinity) return;
    this.#refill(now);
    if (this.#tokens >= this.#capacity - dust) this.#held = true;
    this.#tokens -= 1;
    // Nothing is left to leave, so nothing may ever come back: don't wait for it.
    if (this.#tokens < 1) this.#release(now);
  }

  /** Some call has come back. */
  answered(now: number): void {
    if (this.#held) this.#release(now);
  }

  /** Another rate from now on; what is saved up stays, as far as it fits. */
  reshape(rate: number, capacity: number, now: number): void {
    if (this.#rate === Infinity) {
      this.#tokens = 0;
      this.#at = now;
    } else {
      this.#refill(now);
    }
    this.#rate = rate;
    this.#capacity = capacity;
    this.#tokens = Math.min(this.#tokens, capacity);
  }

  /** The provider's bucket is known to be empty at this moment. */
  empty(now: number): void {
    this.#tokens = Math.min(0, this.#tokens);
    this.#at = now;
    this.#held = false;
  }

  #release(now: number): void {
    this.#held = false;
    this.#at = now;
  }

  #refill(now: number): void {
    if (this.#held) return;
    this.#tokens = Math.min(this.#capacity, this.#tokens + ((now - this.#at) * this.#rate) / 1_000);
    this.#at = now;
  }
}
