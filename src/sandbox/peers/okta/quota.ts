import type { PeerAnswer } from '../peer-server.ts';
import { oktaError } from './errors.ts';

const MINUTE_MS = 60_000;

interface Window {
  startedAt: number;
  used: number;
}

/** Counts calls by the minute, each group of routes for itself, and the calls that are under way at once. */
export class QuotaCounter {
  /** Calls a minute: by the template of a route, such as `/api/v1/users`, or for all others. */
  readonly limits: Record<string, number> = { others: 100_000 };
  /** So many of the next calls are refused as too many at one time. */
  tooManyAtOnce = 0;
  readonly #now: () => Date;
  readonly #windows = new Map<string, Window>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Counts a call. An answer refuses it. */
  take(route: string): PeerAnswer | undefined {
    if (this.tooManyAtOnce > 0) {
      this.tooManyAtOnce -= 1;
      return { ...oktaError(429, 'E0000047'), headers: this.#headers(0, 0, this.#now().getTime()) };
    }
    const name = this.#nameOf(route);
    const window = this.#window(name);
    window.used += 1;
    return window.used > this.#limit(name) ? oktaError(429, 'E0000047') : undefined;
  }

  /** What every answer tells. */
  headers(route: string): Readonly<Record<string, string>> {
    const name = this.#nameOf(route);
    const { used, startedAt } = this.#window(name);
    const limit = this.#limit(name);
    return this.#headers(limit, Math.max(0, limit - used), startedAt + MINUTE_MS);
  }

  #headers(limit: number, remaining: number, resetAt: number): Readonly<Record<string, string>> {
    return {
      'X-Rate-Limit-Limit': String(limit),
      'X-Rate-Limit-Remaining': String(remaining),
      'X-Rate-Limit-Reset': String(Math.ceil(resetAt / 1_000)),
    };
  }

  #nameOf(route: string): string {
    const template = route.slice(route.indexOf(' ') + 1);
    return template in this.limits ? template : 'others';
  }

  #limit(name: string): number {
    return this.limits[name] ?? 0;
  }

  #window(name: string): Window {
    const now = this.#now().getTime();
    const current = this.#windows.get(name);
    if (current !== undefined && now - current.startedAt < MINUTE_MS) return current;
    const window = { startedAt: now, used: 0 };
    this.#windows.set(name, window);
    return window;
  }
}
