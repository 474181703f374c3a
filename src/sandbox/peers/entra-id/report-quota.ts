/** Reports take 5 requests in 10 seconds. */
const MOST = 5;
const WINDOW_MS = 10_000;

/** Counts the requests for reports. */
export class ReportQuota {
  readonly #now: () => number;
  #taken: number[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds to wait; null: the request is within the quota. */
  take(): number | null {
    const now = this.#now();
    this.#taken = this.#taken.filter((at) => at > now - WINDOW_MS);
    const [first] = this.#taken;
    if (this.#taken.length >= MOST && first !== undefined)
      return Math.ceil((first + WINDOW_MS - now) / 1_000);
    this.#taken.push(now);
    return null;
  }
}
