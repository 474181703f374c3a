/** How often something happened lately: counts in slots of equal length, the oldest forgotten. */
export class CountWindow {
  readonly #slotMs: number;
  readonly #counts: number[];
  #newest = Number.NEGATIVE_INFINITY;

  constructor(slotMs: number, slots: number) {
    this.#slotMs = slotMs;
    this.#counts = Array.from({ length: slots }, () => 0);
  }

  /** @param count below 0 takes back what turned out not to have happened. */
  add(now: number, count = 1): void {
    const slot = this.#turn(now);
    const at = slot % this.#counts.length;
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
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

  /** Each slot, the newest first: its count, and the milliseconds from its beginning until now. */
  *backwards(now: number): Generator<readonly [count: number, ms: number]> {
    const slot = this.#turn(now);
    const length = this.#counts.length;
    for (let at = slot; at > slot - length && at >= 0; at -= 1) {
      yield [this.#counts[at % length] ?? 0, now - at * this.#slotMs];
    }
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
