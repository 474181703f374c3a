import { ExportError } from './export-error.ts';

/** How many exports may be under way: each keeps a snapshot in memory for as long as its reader takes. */
export class ExportSeats {
  readonly #most: number;
  readonly #mostOfOne: number;
  readonly #taken = new Map<string, number>();

  constructor(most: number, mostOfOne: number) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** Answers how to give the seat back, any number of times. @throws {ExportError} when there is none. */
  take(caller: string): () => void {
    const own = this.#taken.get(caller) ?? 0;
    const all = [...this.#taken.values()].reduce((sum, count) => sum + count, 0);
    if (own >= this.#mostOfOne || all >= this.#most)
      throw new ExportError(
        'TOO_MANY_EXPORTS',
        `Of exports, ${this.#mostOfOne} of one caller and ${this.#most} in all may be under way; read one to its end first.`,
      );
    this.#taken.set(caller, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left === 0) this.#taken.delete(caller);
      else this.#taken.set(caller, left);
    };
  }
}
