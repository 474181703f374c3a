import { AdaptiveRate } from './adaptive-rate.ts';
import { afterRefusal, backoffMs } from './backoff.ts';
import { TokenBucket } from './token-bucket.ts';

/** How fast calls may leave. */
export interface RateLimits {
  /** Calls a second. Left out: as fast as the provider takes them, found out from its refusals. */
  readonly requestsPerSecond?: number;
  /** Calls that may leave at once after a rest. Default: those of one second. */
  readonly burst?: number;
}

/**
 * The provider's clock and ours, and the time to get there, differ: a little below the configured figures there are no refusals,
 * and a refusal costs a whole second.
 */
const paceShare = 0.985;
const burstShare = 0.97;

/** One rate limit of a provider: when the next call may leave, and what its answer teaches. Times are monotonic milliseconds. */
export class RateGate {
  readonly #configured: number;
  readonly #burst: number | undefined;
  readonly #random: () => number;
  readonly #adaptive: AdaptiveRate;
  readonly #bucket: TokenBucket;
  #closedUntil = Number.NEGATIVE_INFINITY;
  #refusals = 0;

  constructor(limits: RateLimits, now: number, random: () => number) {
    this.#configured = limits.requestsPerSecond ?? Infinity;
    this.#burst =
      limits.requestsPerSecond === undefined ? undefined : (limits.burst ?? limits.requestsPerSecond);
    this.#random = random;
    this.#adaptive = new AdaptiveRate(this.#configured * paceShare);
    this.#bucket = new TokenBucket(this.#adaptive.rate, this.#capacity(), now);
  }

  /** Calls a second now; `null` while nothing limits them. */
  get requestsPerSecond(): number | null {
    const { rate } = this.#adaptive;
    if (rate === Infinity) return null;
    return rate >= this.#configured * paceShare ? this.#configured : rate;
  }

  /** Nothing leaves before this moment. */
  get closedUntil(): number {
    return this.#closedUntil;
  }

  /** When the next call may leave; not after `now` when it may at once. */
  readyAt(now: number): number {
    return Math.max(this.#closedUntil, this.#bucket.readyAt(now));
  }

  /** Somebody waits for this gate. */
  fellShort(): void {
    this.#adaptive.fellShort();
  }

  /** A call leaves. Give the answer back with its outcome. */
  leave(now: number): number {
    this.#bucket.take(now);
    return this.#adaptive.generation;
  }

  /** The call came back, or never will. `accepted`: the provider dealt with it. */
  returned(now: number, generation: number, accepted: boolean): void {
    this.#bucket.answered(now);
    if (!accepted) return;
    if (generation === this.#adaptive.generation) this.#refusals = 0;
    if (this.#adaptive.accepted(now, generation)) this.#reshape(now);
  }

  /**
   * The call was refused. @param retryAfterMs what the provider said; our own backoff when it said nothing.
   * Answers whether it was a stray: then the others go on, and only the refused call has to wait.
   *
   * PingOne limits an environment and not a call, so a `Retry-After` that comes of the rate holds back everybody. One that
   * comes alone among accepted calls is obeyed by the call that it was told to, and never earlier than told.
   */
  refused(now: number, generation: number, retryAfterMs: number | undefined): boolean {
    this.#bucket.answered(now);
    const news = generation === this.#adaptive.generation;
    // The rest of a burst that named no time is covered by the wait that its first refusal began.
    const pause = retryAfterMs ?? (news ? backoffMs(afterRefusal, this.#refusals + 1, this.#random) : 0);
    const closedUntil = Math.max(this.#closedUntil, now + pause);
    const meaning = this.#adaptive.refused(now, generation, closedUntil - now);
    if (meaning === 'stray') return true;
    this.#closedUntil = closedUntil;
    if (meaning === 'known') return false;
    this.#refusals += 1;
    this.#reshape(now);
    this.#bucket.empty(now);
    return false;
  }

  #reshape(now: number): void {
    this.#bucket.reshape(this.#adaptive.rate, this.#capacity(), now);
  }

  #capacity(): number {
    const { rate } = this.#adaptive;
    if (this.#burst === undefined) return Math.max(1, rate);
    return Math.max(1, (this.#burst * burstShare * rate) / (this.#configured * paceShare));
  }
}
