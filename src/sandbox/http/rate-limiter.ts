import { ApiError } from '../api-error.ts';
import type { RateSetting, SandboxSettings } from '../settings.ts';

/** PingOne counts calls by group of services; only these three are told apart here. */
export type RateGroup = 'directory' | 'analytics' | 'audit';

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket per environment and group of services; the settings are read on every call. */
export class RateLimiter {
  readonly #buckets: Readonly<Record<RateGroup, Map<string, Bucket>>> = {
    directory: new Map(),
    analytics: new Map(),
    audit: new Map(),
  };
  readonly #settings: SandboxSettings;
  readonly #clock: () => number;

  constructor(settings: SandboxSettings, clock: () => number) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** @throws {ApiError} 429 `REQUEST_LIMITED` with `Retry-After` when the budget is spent. */
  spend(environmentId: string, group: RateGroup): void {
    const setting = this.#settingOf(group);
    const now = this.#clock();
    const buckets = this.#buckets[group];
    let bucket = buckets.get(environmentId);
    if (bucket === undefined) buckets.set(environmentId, (bucket = { tokens: setting.burst, at: now }));
    const earned = ((now - bucket.at) / 1000) * setting.requestsPerSecond;
    bucket.tokens = Math.min(setting.burst, bucket.tokens + Math.max(0, earned));
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return;
    }
    throw tooManyRequests(
      ((1 - bucket.tokens) / setting.requestsPerSecond) * 1000,
      now,
      this.#settings.retryAfter,
    );
  }

  #settingOf(group: RateGroup): RateSetting {
    if (group === 'analytics') return this.#settings.analyticsRate;
    return group === 'audit' ? this.#settings.auditRate : this.#settings.rate;
  }
}

/** The answer to one call too many: whole seconds, at least one. */
export function tooManyRequests(waitMs: number, now: number, form: 'seconds' | 'http-date'): ApiError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const until = new Date(now + seconds * 1000);
  return new ApiError(
    429,
    'REQUEST_LIMITED',
    'The request could not be completed. There were too many requests.',
    [
      {
        code: 'LIMIT_EXCEEDED',
        message: 'The rate limit of the environment is reached.',
        innerError: { retryAfter: until.toISOString() },
      },
    ],
    { 'Retry-After': form === 'seconds' ? String(seconds) : until.toUTCString() },
  );
}
