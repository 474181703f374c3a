/** An entry of a heap; `place` is the heap's own note of where it stands, -1 when it stands nowhere. */
export interface Waiting {
  /** Higher leaves first. */
  readonly priority: number;
  /** Among equals the lower leaves first. */
  readonly turn: number;
  place: number;
}

/** A binary heap out of which any entry can be taken: callers go away while they wait. */
export class WaitingHeap<T extends Waiting> {
  readonly #entries: T[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** Who leaves next. */
  get first(): T | undefined {
    return this.#entries[0];
  }

  values(): readonly T[] {
    return this.#entries;
  }

  add(entry: T): void {
    this.#entries.push(entry);
    this.#up(entry, this.#entries.length - 1);
  }

  remove(entry: T): boolean {
    const { place } = entry;
    if (this.#entries[place] !== entry) return false;
    const last = this.#entries.pop();
    entry.place = -1;
    if (last !== undefined && last !== entry) {
      this.#down(last, place);
      this.#up(last, last.place);
    }
    return true;
  }

  #up(entry: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#entries[above];
      if (parent === undefined || !before(entry, parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(entry, place);
  }

  #down(entry: T, from: number): void {
    let place = from;
    for (;;) {
      const left = this.#entries[2 * place + 1];
      const right = this.#entries[2 * place + 2];
      const child = left !== undefined && right !== undefined && before(right, left) ? right : left;
      if (child === undefined || !before(child, entry)) break;
      const { place: next } = child;
      this.#put(child, place);
      place = next;
    }
    this.#put(entry, place);
  }

  #put(entry: T, place: number): void {
    this.#entries[place] = entry;
    entry.place = place;
  }
}

/** Whether `a` leaves before `b`. */
export function before(a: Waiting, b: Waiting): boolean {
  return a.priority === b.priority ? a.turn < b.turn : a.priority > b.priority;
}
