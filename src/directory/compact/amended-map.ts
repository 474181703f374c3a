import { CompactMap } from './compact-map.ts';
import { UserColumn } from './user-column.ts';

/**
 * A map of a sweep with other values for some keys, without a copy of everything that a compact one holds.
 * @param changes undefined: the key is no longer in it.
 */
export function amended<T>(
  map: ReadonlyMap<string, T>,
  changes: ReadonlyMap<string, T | undefined>,
): ReadonlyMap<string, T> {
  if (changes.size === 0) return map;
  if (map instanceof UserColumn) return map.with(changes);
  if (map instanceof AmendedMap) return map.with(changes);
  if (map instanceof CompactMap) return new AmendedMap<T>(map, changes);
  const whole = new Map(map);
  for (const [key, value] of changes) {
    if (value === undefined) whole.delete(key);
    else whole.set(key, value);
  }
  return whole;
}

/** A compact map and what is different in it. */
class AmendedMap<T> extends CompactMap<T> {
  readonly #base: ReadonlyMap<string, T>;
  readonly #changes: ReadonlyMap<string, T | undefined>;

  constructor(base: ReadonlyMap<string, T>, changes: ReadonlyMap<string, T | undefined>) {
    super();
    this.#base = base;
    this.#changes = changes;
  }

  get size(): number {
    let size = this.#base.size;
    for (const [key, value] of this.#changes)
      size += Number(value !== undefined) - Number(this.#base.has(key));
    return size;
  }

  get(key: string): T | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#base.get(key);
  }

  has(key: string): boolean {
    return this.#changes.has(key) ? this.#changes.get(key) !== undefined : this.#base.has(key);
  }

  *entries(): MapIterator<[string, T]> {
    for (const [key, value] of this.#base.entries()) if (!this.#changes.has(key)) yield [key, value];
    for (const [key, value] of this.#changes) if (value !== undefined) yield [key, value];
  }

  with(changes: ReadonlyMap<string, T | undefined>): AmendedMap<T> {
    return new AmendedMap(this.#base, new Map([...this.#changes, ...changes]));
  }
}
