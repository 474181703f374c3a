import { AdaptiveRate } from './adaptive-rate.ts';
import { afterRefusal, backoffMs } from './backoff.ts';
import type { Quota } from './settings.ts';
import { TokenBucket } from './token-bucket.ts';

/** How fast calls may leave. */
export interface RateLimits {
  /** Calls a second. Left out: as fast as the provider takes them, found out from its refusals. */
  readonly requestsPerSecond?: number;
  /** Calls that may leave at once after a rest. Default: those of one second. */
  readonly burst?: number;
}

/** What is left of a configured figure. */
interface Margins {
  readonly pace: number;
  readonly burst: number;
}

/**
 * The provider's clock and ours, and the time to get there, differ: a little below the configured figures there are no refusals,
 * and a refusal costs a whole second. Calls kept back of a burst even out all that comes early afterwards, so that the pace has to
 * allow for clocks only; where hardly any may leave at once, the pace has to allow for the way.
 */
const [margins, marginsOfFew]: readonly [Margins, Margins] = [
  { pace: 0.997, burst: 0.985 },
  { pace: 0.985, burst: 0.97 },
];
const few = 50;
/** A quota of a longer window than a day is a header that was misread. */
const longestWindowMs = 86_400_000;
/** Ends of one window, as answers tell it: headers count whole seconds, and answers are under way for some time. */
const sameWindowMs = 2_000;

/** One rate limit of a provider: when the next call may leave, and what its answer teaches. Times are monotonic milliseconds. */
export class RateGate {
  readonly #configured: number;
  readonly #burst: number | undefined;
  readonly #margins: Margins;
  readonly #random: () => number;
  readonly #adaptive: AdaptiveRate;
  readonly #bucket: TokenBucket;
  #closedUntil = Number.NEGATIVE_INFINITY;
  #refusals = 0;
  #spacingMs = 0;
  #spacedUntil = Number.NEGATIVE_INFINITY;
  #lastLeft = Number.NEGATIVE_INFINITY;
  /** Calls that the provider said are left until `#windowEndsAt`, and those that it may not have seen when it said so. */
  #left = Infinity;
  #windowEndsAt = Number.NEGATIVE_INFINITY;
  #underWay = 0;

  constructor(limits: RateLimits, now: number, random: () => number) {
    this.#configured = limits.requestsPerSecond ?? Infinity;
    this.#burst =
      limits.requestsPerSecond === undefined ? undefined : (limits.burst ?? limits.requestsPerSecond);
    this.#margins = (this.#burst ?? 0) < few ? marginsOfFew : margins;
    this.#random = random;
    this.#adaptive = new AdaptiveRate(this.#configured * this.#margins.pace, this.#burst);
    this.#bucket = new TokenBucket(this.#adaptive.rate, this.#capacity(), now);
  }

  /** Calls a second now; `null` while nothing limits them. */
  get requestsPerSecond(): number | null {
    const { rate } = this.#adaptive;
    if (rate === Infinity) return null;
    return rate >= this.#configured * this.#margins.pace ? this.#configured : rate;
  }

  /** Nothing leaves before this moment. */
  get closedUntil(): number {
    return this.#closedUntil;
  }

  /** When the next call may leave; not after `now` when it may at once. @param spared see `TokenBucket.readyAt`. */
  readyAt(now: number, spared = 0): number {
    const spaced = now < this.#spacedUntil ? this.#lastLeft + this.#spacingMs : Number.NEGATIVE_INFINITY;
    const spent = now < this.#windowEndsAt && this.#underWay >= this.#left;
    return Math.max(
      this.#closedUntil,
      this.#bucket.readyAt(now, spared),
      spent ? this.#windowEndsAt : spaced,
    );
  }

  /**
   * A provider told what is left of a quota. More than half of it: nobody waits. Less: what is left is spread over the time until
   * the next window, so that the last call of it is no refusal. None: nothing leaves until then, and the answer is true. At no time
   * are more calls under way than are left: those that it had not seen when it counted take from them too. A quota that cannot be
   * (a clock that is wrong, a header in other units) is passed over.
   */
  told(now: number, { limit, remaining, resetsInMs }: Quota): boolean {
    if (!isPossible(limit, remaining) || !(resetsInMs > 0 && resetsInMs <= longestWindowMs)) return false;
    if (!this.#opensWindow(now, remaining, now + resetsInMs)) return false;
    this.#spacedUntil = remaining * 2 > limit ? Number.NEGATIVE_INFINITY : now + resetsInMs;
    this.#spacingMs = resetsInMs / Math.max(1, remaining);
    if (remaining > 0) return false;
    this.#closedUntil = Math.max(this.#closedUntil, now + resetsInMs);
    return true;
  }

  /**
   * Answers overtake each other: within a window less and less is left, and what was told of the one before says nothing any more
   * (answers `false`).
   */
  #opensWindow(now: number, remaining: number, endsAt: number): boolean {
    if (now >= this.#windowEndsAt || endsAt > this.#windowEndsAt + sameWindowMs) {
      this.#left = remaining;
      this.#windowEndsAt = endsAt;
      return true;
    }
    if (endsAt < this.#windowEndsAt - sameWindowMs) return false;
    this.#left = Math.min(this.#left, remaining);
    return true;
  }

  /** Somebody waits for this gate. */
  fellShort(): void {
    this.#adaptive.fellShort();
  }

  /** A call leaves. Give the answer back with its outcome. */
  leave(now: number): number {
    this.#bucket.take(now);
    this.#underWay += 1;
    this.#lastLeft = now;
    this.#adaptive.left(now);
    return this.#adaptive.generation;
  }

  /** The call came back, or never will. `accepted`: the provider dealt with it. */
  returned(now: number, generation: number, accepted: boolean): void {
    this.#underWay -= 1;
    this.#bucket.answered(now);
    if (!accepted) {
      this.#adaptive.lost(now);
      return;
    }
    if (generation === this.#adaptive.generation) this.#refusals = 0;
    if (this.#adaptive.accepted(now, generation, this.#underWay)) this.#reshape(now);
  }

  /**
   * The call was refused. @param retryAfterMs what the provider said; our own backoff when it said nothing.
   * Answers whether it was a stray: then the others go on, and only the refused call has to wait.
   *
   * A gate is one limit of the provider and not of a call, so a `Retry-After` that comes of the rate holds back everybody at it. One that
   * comes alone among accepted calls is obeyed by the call that it was told to, and never earlier than told.
   */
  refused(now: number, generation: number, retryAfterMs: number | undefined): boolean {
    this.#underWay -= 1;
    this.#bucket.answered(now);
    const news = generation === this.#adaptive.generation;
    // The rest of a burst that named no time is covered by the wait that its first refusal began.
    const pause = retryAfterMs ?? (news ? backoffMs(afterRefusal, this.#refusals + 1, this.#random) : 0);
    const closedUntil = Math.max(this.#closedUntil, now + pause);
    const meaning = this.#adaptive.refused(now, generation, closedUntil - now, this.#underWay);
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
    const { rate, burst } = this.#adaptive;
    if (this.#burst === undefined) return Math.max(1, Math.min(rate, burst));
    const share = (this.#margins.burst * rate) / (this.#configured * this.#margins.pace);
    return Math.max(1, Math.min(burst, this.#burst * share));
  }
}

function isPossible(limit: number, remaining: number): boolean {
  return Number.isFinite(limit) && limit > 0 && Number.isFinite(remaining) && remaining >= 0;
}
