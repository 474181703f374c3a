/** How often something happened lately: counts in slots of equal length, the oldest forgotten. */
export class CountWindow {
  readonly #slotMs: number;
  readonly #counts: number[];
  #newest = Number.NEGATIVE_INFINITY;

  constructor(slotMs: number, slots: number) {
    this.#slotMs = slotMs;
    this.#counts = Array.from({ length: slots }, () => 0);
  }

  add(now: number): void {
    const slot = this.#turn(now);
    const at = slot % this.#counts.length;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  sum(now: number): number {
    this.#turn(now);
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Milliseconds from the oldest slot with a count in it until now. */
  spanMs(now: number): number {
    const slot = this.#turn(now);
    const length = this.#counts.length;
    for (let back = length - 1; back >= 0; back -= 1) {
      const at = slot - back;
      if (at >= 0 && (this.#counts[at % length] ?? 0) > 0) return now - at * this.#slotMs;
    }
    return 0;
  }

  #turn(now: number): number {
    const slot = Math.floor(now / this.#slotMs);
    const length = this.#counts.length;
    const first = Math.max(this.#newest + 1, slot - length + 1);
    for (let each = first; each <= slot; each += 1) this.#counts[((each % length) + length) % length] = 0;
    this.#newest = Math.max(this.#newest, slot);
    return slot;
  }
}
