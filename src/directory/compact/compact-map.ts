/** A map that is not written to. What it holds may be made anew at each reading. */
export abstract class CompactMap<T> implements ReadonlyMap<string, T> {
  abstract get size(): number;
  abstract get(key: string): T | undefined;
  abstract has(key: string): boolean;
  abstract entries(): MapIterator<[string, T]>;

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<T> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(tell: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this.entries()) tell(value, key, this);
  }
}
