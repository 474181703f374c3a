/** The ids of all users that a sweep met, each once, with a number: what is held of users is held by these numbers. Ids are only added. */
export class IdTable {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  add(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#ids.length;
    this.#ids.push(id);
    this.#numbers.set(id, number);
    return number;
  }

  /** The one text of an id: each answer that names a user brings a copy of it. */
  sameAs(id: string): string {
    return this.idOf(this.add(id));
  }

  idOf(number: number): string {
    const id = this.#ids[number];
    if (id === undefined)
      throw new RangeError(`Expected a number below ${this.#ids.length}, received ${number}.`);
    return id;
  }
}
