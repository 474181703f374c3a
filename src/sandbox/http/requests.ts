/** A write that the sandbox carried out or refused, in the order of arrival. */
export interface RecordedWrite {
  readonly route: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: unknown;
  readonly transactionId: string;
  /** 0 when the connection ended without an answer. */
  status: number;
}

/** Every request that reached the sandbox, by route with names for its variables: `GET /environments/{environmentId}/users`. */
export class RequestCounters {
  total = 0;
  inFlight = 0;
  /** The most requests that were in flight at once. */
  highWater = 0;
  readonly writes: RecordedWrite[] = [];
  /** The transaction ids that clients sent, in order of arrival; the last 10,000. */
  readonly transactionIds: string[] = [];
  readonly #byRoute = new Map<string, number>();
  readonly #statuses = new Map<string, Map<number, number>>();

  /** How often a route was called, whatever came of it. */
  of(route: string): number {
    return this.#byRoute.get(route) ?? 0;
  }

  /** How often a route, or any when none is named, answered with a status. 0 stands for a connection that was cut. */
  answered(status: number, route?: string): number {
    if (route !== undefined) return this.#statuses.get(route)?.get(status) ?? 0;
    let sum = 0;
    for (const counts of this.#statuses.values()) sum += counts.get(status) ?? 0;
    return sum;
  }

  get byRoute(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byRoute);
  }

  /** Forgets everything but what is in flight. */
  reset(): void {
    this.total = 0;
    this.highWater = this.inFlight;
    this.writes.length = 0;
    this.transactionIds.length = 0;
    this.#byRoute.clear();
    this.#statuses.clear();
  }

  arrived(route: string): void {
    this.total += 1;
    this.inFlight += 1;
    this.highWater = Math.max(this.highWater, this.inFlight);
    this.#byRoute.set(route, this.of(route) + 1);
  }

  left(route: string, status: number): void {
    this.inFlight -= 1;
    let counts = this.#statuses.get(route);
    if (counts === undefined) this.#statuses.set(route, (counts = new Map()));
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }

  sentTransactionId(id: string): void {
    if (this.transactionIds.length >= 10_000) this.transactionIds.shift();
    this.transactionIds.push(id);
  }
}
