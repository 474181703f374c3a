import { CompactMap } from './compact-map.ts';
import type { IdTable } from './id-table.ts';

/** One thing about many users, in an array by the numbers of their ids: eight bytes for each, where a `Map` takes fifty. */
export class UserColumn<T> extends CompactMap<T> {
  readonly #table: IdTable;
  readonly #values: (T | undefined)[];
  readonly #size: number;

  /** @param values by number; undefined: nothing is held of this user. The column keeps the array. */
  constructor(table: IdTable, values: (T | undefined)[]) {
    super();
    this.#table = table;
    this.#values = values;
    this.#size = values.reduce((count: number, value) => (value === undefined ? count : count + 1), 0);
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): T | undefined {
    const number = this.#table.numberOf(key);
    return number === undefined ? undefined : this.#values[number];
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[string, T]> {
    for (const [number, value] of this.#values.entries())
      if (value !== undefined) yield [this.#table.idOf(number), value];
  }

  /** This column with other values for some users; undefined: nothing is held of them any more. */
  with(changes: ReadonlyMap<string, T | undefined>): UserColumn<T> {
    const values = [...this.#values];
    for (const [key, value] of changes) {
      const number = this.#table.add(key);
      while (values.length < number) values.push(undefined);
      values[number] = value;
    }
    return new UserColumn(this.#table, values);
  }
}
