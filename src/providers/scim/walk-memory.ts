import { LRUCache } from 'lru-cache';

/** Ids kept over all walks together: some 50 MB. */
const MOST_IDS = 500_000;

/** When ids of a list were first seen: the place of their page in the walk. */
export type Seen = Map<string, number>;

interface Kept {
  readonly seen: Seen;
  readonly through: number;
}

/**
 * What walks over lists have seen. Pages are asked for one by one, by whoever holds a cursor, and only with what came before
 * can it be told that a service repeats itself. A walk that was forgotten goes on with less certainty.
 */
export class WalkMemory {
  readonly #walks = new LRUCache<string, Kept>({ maxSize: MOST_IDS, max: 256 });

  /** What was seen before `received`; null: not all of that, because another gateway gave it out or it was forgotten. */
  of(walk: string, received: number): Seen | null {
    const kept = this.#walks.get(walk);
    return kept !== undefined && kept.through >= received ? kept.seen : null;
  }

  /** @param through rows up to which the walk was seen without a gap. */
  keep(walk: string, seen: Seen, through: number): void {
    const before = this.#walks.get(walk)?.through ?? 0;
    this.#walks.set(walk, { seen, through: Math.max(before, through) }, { size: seen.size + 1 });
  }
}
