import type { Exchange } from '../upstream/call.ts';

/** What a request cost, counted while it runs; shown as `extensions.cost`. */
export class CostMeter {
  #upstreamCalls = 0;
  #waitedMs = 0;
  #cacheHits = 0;
  #asked = 0;
  #read = 0;
  readonly #byDirectory = new Map<string, number>();
  readonly #sources = new Map<string, Map<string, number>>();

  readonly onExchange = (exchange: Exchange): void => {
    this.#upstreamCalls += 1;
    this.#waitedMs += exchange.waitedMs;
    this.#byDirectory.set(exchange.directory, (this.#byDirectory.get(exchange.directory) ?? 0) + 1);
  };

  /** A value came from the cache or from a call that somebody else had under way. */
  cacheHit(): void {
    this.#cacheHits += 1;
  }

  /** Somebody asked for one object. */
  asked(): void {
    this.#asked += 1;
  }

  /** So many objects were really read, one call each. */
  read(objects: number): void {
    this.#read += objects;
  }

  /** One object's part was answered from there. */
  took(what: string, source: string): void {
    const sources = this.#sources.get(what) ?? new Map<string, number>();
    this.#sources.set(what, sources.set(source, (sources.get(source) ?? 0) + 1));
  }

  get upstreamCalls(): number {
    return this.#upstreamCalls;
  }

  toJSON(): Record<string, unknown> {
    return {
      upstreamCalls: this.#upstreamCalls,
      byDirectory: Object.fromEntries(this.#byDirectory),
      cacheHits: this.#cacheHits,
      batchedAway: Math.max(0, this.#asked - this.#read - this.#cacheHits),
      waitedMs: Math.round(this.#waitedMs),
      ...(this.#sources.size > 0 && {
        sources: Object.fromEntries(
          [...this.#sources].map(([what, sources]) => [what, Object.fromEntries(sources)]),
        ),
      }),
    };
  }
}
