import type { UpstreamError } from './upstream-error.ts';

/** Nothing is concluded from a silence that ended in nobody asking any more for so long. */
const forgottenMs = 60_000;
/** A provider of which nothing is known yet is given so long. */
const firstPatienceMs = 2_000;
/** One lost packet alone costs this. */
const leastPatienceMs = 100;

/**
 * How promptly a provider answers, and since when it has not. Times are monotonic milliseconds. The patience follows the answers
 * as a network's own does (RFC 6298: the smoothed time plus four times its deviation).
 */
export class Promptness {
  #outstanding = 0;
  #silentSince: number | null = null;
  #lastAsked = Number.NEGATIVE_INFINITY;
  #usualMs: number | null = null;
  #deviationMs = 0;
  #lastFailure: UpstreamError | null = null;

  /** How long a silence may last before it is more than a slow answer. */
  get patienceMs(): number {
    return this.#usualMs === null
      ? firstPatienceMs
      : Math.max(leastPatienceMs, this.#usualMs + 4 * this.#deviationMs);
  }

  /** Since when it has been asked and has answered nothing at all; null: it answers, or nobody asks. */
  silentSince(now: number): number | null {
    const idle = this.#outstanding === 0 && now - this.#lastAsked > forgottenMs;
    return idle ? null : this.#silentSince;
  }

  /** Why the last try came to nothing; null: it did not, or nobody asks any more. */
  lastFailure(now: number): UpstreamError | null {
    return this.#outstanding === 0 && this.silentSince(now) === null ? null : this.#lastFailure;
  }

  /** A try came to nothing, and there will be another. */
  failed(error: UpstreamError): void {
    this.#lastFailure = error;
  }

  /** Somebody begins to want something of it. */
  asked(now: number): void {
    this.#lastFailure = this.lastFailure(now);
    this.#silentSince = this.silentSince(now) ?? now;
    this.#outstanding += 1;
    this.#lastAsked = now;
  }

  /** It said something, whatever it was. */
  answered(now: number, tookMs: number): void {
    this.#lastFailure = null;
    this.#silentSince = this.#outstanding > 0 ? now : null;
    if (this.#usualMs === null) {
      this.#usualMs = tookMs;
      this.#deviationMs = tookMs / 2;
      return;
    }
    this.#deviationMs += (Math.abs(tookMs - this.#usualMs) - this.#deviationMs) / 4;
    this.#usualMs += (tookMs - this.#usualMs) / 8;
  }

  /** Nobody waits for that answer any more, because it came or because whoever asked gave up. */
  ended(now: number): void {
    this.#outstanding -= 1;
    const since = this.#silentSince;
    if (this.#outstanding === 0 && since !== null && now - since < this.patienceMs) this.#silentSince = null;
  }
}
