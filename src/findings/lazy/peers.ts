/** Rows by a key that several may have, in the order of their places: an array only where there is more than one. */
export class Peers<T extends { readonly place: number }> {
  readonly #rows = new Map<string, T | T[]>();

  at(key: string | null): readonly T[] {
    if (key === null) return none;
    const found = this.#rows.get(key);
    if (found === undefined) return none;
    return Array.isArray(found) ? found : [found];
  }

  add(key: string | null, row: T): void {
    if (key === null) return;
    const found = this.#rows.get(key);
    if (found === undefined) this.#rows.set(key, row);
    else if (!Array.isArray(found))
      this.#rows.set(key, found.place <= row.place ? [found, row] : [row, found]);
    else {
      // Nearly always they come in their order.
      let at = found.length;
      while (at > 0 && (found[at - 1]?.place ?? 0) > row.place) at -= 1;
      found.splice(at, 0, row);
    }
  }

  /** Takes out all rows of a place. */
  remove(key: string | null, place: number): void {
    if (key === null) return;
    const left = this.at(key).filter((row) => row.place !== place);
    const [first] = left;
    if (first === undefined) this.#rows.delete(key);
    else this.#rows.set(key, left.length === 1 ? first : [...left]);
  }
}

const none: readonly never[] = [];
