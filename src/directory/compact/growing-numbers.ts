/** Whole numbers from 0 to 2^32 - 1 in four bytes each, of which more and more come. */
export class GrowingNumbers {
  #numbers = new Uint32Array(1_024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(number: number): void {
    this.set(this.#size, number);
  }

  /** Places before it that were never set hold 0. */
  set(place: number, number: number): void {
    if (place >= this.#numbers.length) {
      const larger = new Uint32Array(Math.max(place + 1, 2 * this.#numbers.length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[place] = number;
    this.#size = Math.max(this.#size, place + 1);
  }

  /** A copy without room to grow. */
  toArray(): Uint32Array {
    return this.#numbers.slice(0, this.#size);
  }
}
