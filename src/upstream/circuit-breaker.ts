export interface CircuitLimits {
  /** Failures in a row, or within the window, below which nothing opens. */
  readonly minimum: number;
  /** How long a run of failures must have lasted: a provider's restart, which breaks every connection at once, is for the retries. */
  readonly lastingMs: number;
  /** The share of failures within the window that opens. */
  readonly share: number;
  readonly windowMs: number;
  /** How long it stays open the first time; doubles up to `longestMs` while probes fail. */
  readonly openMs: number;
  readonly longestMs: number;
}

export const circuitLimits: CircuitLimits = {
  minimum: 10,
  lastingMs: 1_500,
  share: 0.5,
  windowMs: 10_000,
  openMs: 1_000,
  longestMs: 30_000,
};

/**
 * Stops calling a provider that only fails, so that it can recover and callers learn at once.
 * Open for a while, then one probe: its success closes, its failure opens for twice as long.
 */
export class CircuitBreaker {
  readonly #limits: CircuitLimits;
  #state: 'closed' | 'open' | 'half-open' = 'closed';
  #opensAgainAt = 0;
  #openMs: number;
  #probing = false;
  #inRow = 0;
  #rowSince = 0;
  #windowStart = 0;
  #failed = 0;
  #total = 0;

  constructor(limits: CircuitLimits = circuitLimits) {
    this.#limits = limits;
    this.#openMs = limits.openMs;
  }

  state(now: number): 'closed' | 'open' | 'half-open' {
    if (this.#state === 'open' && now >= this.#opensAgainAt) {
      this.#state = 'half-open';
      this.#probing = false;
    }
    return this.#state;
  }

  /** Whether a call may leave now: any when closed, one at a time when half open. */
  allows(now: number): boolean {
    const state = this.state(now);
    return state === 'closed' || (state === 'half-open' && !this.#probing);
  }

  /** A call leaves. Answers whether it is the probe; give that back with its outcome. */
  leave(now: number): boolean {
    if (this.state(now) !== 'half-open') return false;
    this.#probing = true;
    return true;
  }

  /** The provider answered (whatever it said, below 500). */
  succeeded(now: number, probe: boolean): void {
    this.#inRow = 0;
    this.#count(now, false);
    if (!probe || this.#state !== 'half-open') return;
    this.#state = 'closed';
    this.#probing = false;
    this.#openMs = this.#limits.openMs;
    this.#failed = 0;
    this.#total = 0;
  }

  /** Network failure, no answer in time, or a 5xx. */
  failed(now: number, probe: boolean): void {
    if (this.#inRow === 0) this.#rowSince = now;
    this.#inRow += 1;
    this.#count(now, true);
    if (probe && this.#state === 'half-open') {
      this.#openMs = Math.min(this.#limits.longestMs, this.#openMs * 2);
      this.#open(now);
    } else if (this.#state === 'closed' && this.#tooMany(now)) {
      this.#open(now);
    }
  }

  /** The call ended without saying anything about the provider (the caller went away). */
  abandoned(probe: boolean): void {
    if (probe) this.#probing = false;
  }

  #count(now: number, failure: boolean): void {
    if (now - this.#windowStart > this.#limits.windowMs) {
      this.#windowStart = now;
      this.#failed = 0;
      this.#total = 0;
    }
    this.#total += 1;
    if (failure) this.#failed += 1;
  }

  #tooMany(now: number): boolean {
    const { minimum, lastingMs, share } = this.#limits;
    const row = this.#inRow >= minimum && now - this.#rowSince >= lastingMs;
    const mostly =
      this.#failed >= minimum &&
      this.#total >= 2 * minimum &&
      this.#failed >= share * this.#total &&
      now - this.#windowStart >= lastingMs;
    return row || mostly;
  }

  #open(now: number): void {
    this.#state = 'open';
    this.#probing = false;
    this.#opensAgainAt = now + this.#openMs;
    this.#inRow = 0;
  }
}
