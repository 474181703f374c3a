import { inOrder, type Node, sharedKeys } from './cluster-keys.ts';
import type { Ground } from './ground.ts';
import { settle } from './settle.ts';

/** How an account takes part among those that no primary account anchors. */
export type Part =
  /** By all its keys. */
  | 'KEYED'
  /** Its keys led to an ambiguous match: they tie it to nobody, only an operator's link does. */
  | 'LINKED_ONLY'
  /** A primary account anchors it. */
  | 'ANCHORED';

/** Identities of accounts that have no counterpart in the primary directory. Those of a single account are not kept here. */
export class Clusters {
  readonly #ground: Ground;
  readonly #partOf: (slot: number) => Part;
  readonly #clusters = new Map<number, readonly number[]>();

  constructor(ground: Ground, partOf: (slot: number) => Part) {
    this.#ground = ground;
    this.#partOf = partOf;
  }

  /** The accounts of an account's identity, in order. */
  of(slot: number): readonly number[] {
    return this.#clusters.get(slot) ?? [slot];
  }

  /** The account that names an account's identity. */
  anchor(slot: number): number {
    return this.#clusters.get(slot)?.[0] ?? slot;
  }

  /** Takes an account out. Answers the others of its cluster, who have to be clustered anew. */
  forget(slot: number): readonly number[] {
    const cluster = this.of(slot);
    for (const member of cluster) this.#clusters.delete(member);
    return cluster.filter((member) => member !== slot);
  }

  /** Clusters anew everybody who hangs together with the given accounts. Answers how many it looked at. */
  refresh(seeds: Iterable<number>): number {
    const reached = new Set<number>();
    for (const seed of seeds) {
      // A number may have gone, or belong to another account by now.
      if (reached.has(seed) || !this.#ground.has(seed) || this.#ground.isPrimary(seed)) continue;
      if (this.#partOf(seed) === 'ANCHORED') continue;
      const together = this.#reach(seed, reached);
      for (const { slot } of together) this.#clusters.delete(slot);
      if (together.length > 1) this.#cluster(together);
    }
    return reached.size;
  }

  #reach(seed: number, reached: Set<number>): readonly Node[] {
    const found: Node[] = [];
    const waiting = [seed];
    reached.add(seed);
    for (let slot = waiting.pop(); slot !== undefined; slot = waiting.pop()) {
      const keyed = this.#partOf(slot) === 'KEYED';
      found.push({ slot, keyed });
      for (const next of keyed ? this.#ground.neighbours(slot) : this.#ground.mates(slot)) {
        if (reached.has(next) || this.#partOf(next) === 'ANCHORED') continue;
        reached.add(next);
        waiting.push(next);
      }
    }
    return found;
  }

  #cluster(nodes: readonly Node[]): void {
    for (const group of settle(this.#ground, nodes, sharedKeys(this.#ground, nodes), 7)) {
      if (group.length === 1) continue;
      const cluster = inOrder(this.#ground, group);
      for (const slot of cluster) this.#clusters.set(slot, cluster);
    }
  }
}
