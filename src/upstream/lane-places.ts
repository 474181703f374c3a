import type { Lane } from './call.ts';

/**
 * How many calls of each lane may be under way at once: on the wire, or answered and not worked on yet. A sweep asks no faster than
 * this process reads.
 */
export class LanePlaces {
  readonly #concurrency: number;
  readonly #taken: Record<Lane, number> = { interactive: 0, automation: 0, bulk: 0 };

  /** @param concurrency calls on the wire at once, of all lanes. */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Low lanes leave some connections to the others, so that a click does not wait for the end of a slow report. */
  readonly isOpen = (lane: Lane): boolean => {
    if (lane === 'interactive') return true;
    const kept = Math.floor(this.#concurrency / (lane === 'bulk' ? 8 : 16));
    return this.#taken[lane] < this.#concurrency - kept;
  };

  take(lane: Lane): void {
    this.#taken[lane] += 1;
  }

  free(lane: Lane): void {
    this.#taken[lane] -= 1;
  }
}
