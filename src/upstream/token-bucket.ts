/** Less than this is missing only through rounding. */
const dust = 1e-6;
/** The largest share that is spared for others; see `readyAt`. */
export const mostSpared = 1 / 8;

/**
 * So many calls a second on average, and so many at once after a rest. Times are monotonic milliseconds.
 *
 * The provider's bucket begins to refill when the first call arrives there, ours would when it leaves: after a rest the refill
 * waits for the first answer, otherwise the time of one connection set-up becomes that many refusals. Calls that are under way may
 * not have arrived either: a bucket that is full there gains nothing until they do, so that ours is full without them.
 */
export class TokenBucket {
  #rate: number;
  #capacity: number;
  #tokens: number;
  #at: number;
  #underWay = 0;
  #held = false;

  constructor(rate: number, capacity: number, now: number) {
    this.#rate = rate;
    this.#capacity = capacity;
    this.#tokens = capacity;
    this.#at = now;
  }

  /**
   * The moment at which a call may leave: not after `now` when one may at once.
   * @param spared share of what may leave at once after a rest that such a call leaves to others.
   */
  readyAt(now: number, spared = 0): number {
    if (this.#rate === Infinity) return now;
    this.#refill(now);
    const enough = 1 + Math.floor(this.#capacity * spared);
    if (this.#tokens >= enough - dust) return now;
    return now + ((enough - this.#tokens) / this.#rate) * 1_000;
  }

  /** A call leaves. It has to be told of its end, whatever that is. */
  take(now: number): void {
    if (this.#rate !== Infinity) {
      this.#refill(now);
      // One call at a time is no burst: the next one would only come later.
      if (this.#capacity >= 2 && this.#tokens >= this.#capacity - dust) this.#held = true;
      this.#tokens -= 1;
    }
    this.#underWay += 1;
  }

  /** Some call has come back, or never will. */
  answered(now: number): void {
    if (this.#rate !== Infinity) this.#refill(now);
    this.#underWay -= 1;
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
    // Whoever spares some for others goes on, however many calls are under way at a slow provider.
    const most = Math.max(1 + this.#capacity * mostSpared, this.#capacity - this.#underWay);
    const earned = ((now - this.#at) * this.#rate) / 1_000;
    this.#tokens = Math.max(this.#tokens, Math.min(most, this.#tokens + earned));
    this.#at = now;
  }
}
