/** How many there may be at once. */
export interface SeatLimits {
  readonly perCaller: number;
  readonly inAll: number;
}

/** Counts what is under way at once: of each caller by name, and in all. */
export class Seats {
  readonly #limits: SeatLimits;
  readonly #refusal: (limits: SeatLimits, who: 'CALLER' | 'ALL') => Error;
  readonly #taken = new Map<string, number>();
  #inAll = 0;

  /** @param refusal what is thrown when all seats, or all of a caller, are taken. */
  constructor(limits: SeatLimits, refusal: (limits: SeatLimits, who: 'CALLER' | 'ALL') => Error) {
    this.#limits = limits;
    this.#refusal = refusal;
  }

  /**
   * Takes a seat for a caller. Call what it answers to give it back; more than once does no harm.
   * @throws what was said at the beginning, when there is none.
   */
  take(caller: string): () => void {
    const { perCaller, inAll } = this.#limits;
    const own = this.#taken.get(caller) ?? 0;
    if (own >= perCaller) throw this.#refusal(this.#limits, 'CALLER');
    if (this.#inAll >= inAll) throw this.#refusal(this.#limits, 'ALL');
    this.#taken.set(caller, own + 1);
    this.#inAll += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#inAll -= 1;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left > 0) this.#taken.set(caller, left);
      else this.#taken.delete(caller);
    };
  }
}
