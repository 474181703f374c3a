import type { PeerAnswer } from '../peer-server.ts';
import { errorAnswer, rateLimitDetail } from './envelope.ts';

const MINUTE_MS = 60_000;

/** Reasons for which Google says 403 where others say 429. */
type QuotaReason = 'userRateLimitExceeded' | 'rateLimitExceeded' | 'quotaExceeded' | 'RATE_LIMIT_EXCEEDED';

/** Queries of the last minute, counted for one user and project. */
export class Quota {
  /** Queries a minute; change it while it runs. */
  perMinute = 2_400;
  reason: QuotaReason = 'userRateLimitExceeded';
  #at: number[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a query; an answer refuses it. */
  spend(): PeerAnswer | undefined {
    const now = this.#now();
    this.#at = this.#at.filter((at) => at > now - MINUTE_MS);
    if (this.#at.length < this.perMinute) {
      this.#at.push(now);
      return undefined;
    }
    return this.reason === 'RATE_LIMIT_EXCEEDED' ? rateLimitDetail() : errorAnswer(403, this.reason);
  }
}
