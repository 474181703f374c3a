import type { Row } from './tenant.ts';

/** In all: those of 100,000 people take 90 million. */
const MOST_BYTES = 160_000_000;

/** How rows look over the wire, kept until they change. What does not fit any more is made anew each time: a walk over everybody would drop what it needs next. */
export class RowBytes {
  #kept = new Map<Row, Buffer>();
  #size = 0;

  of(row: Row): Buffer | undefined {
    return this.#kept.get(row);
  }

  keep(row: Row, bytes: Buffer): void {
    if (this.#size + bytes.length > MOST_BYTES || this.#kept.has(row)) return;
    this.#kept.set(row, bytes);
    this.#size += bytes.length;
  }

  forget(row: Row): void {
    this.#size -= this.#kept.get(row)?.length ?? 0;
    this.#kept.delete(row);
  }

  clear(): void {
    if (this.#size === 0) return;
    this.#kept = new Map();
    this.#size = 0;
  }
}
