import { inOrder, sharedPersonKeys } from './cluster-keys.ts';
import type { Ground } from './ground.ts';
import { settle } from './settle.ts';

/**
 * Which accounts of the primary directory are one person's: those with one employee number, unless their names are others, and
 * those that the operator linked. Most people have one account, and are not kept here.
 */
export class People {
  readonly #ground: Ground;
  readonly #groups = new Map<number, readonly number[]>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** All primary accounts of the person to whom one belongs, in order; the first names the person. */
  of = (slot: number): readonly number[] => this.#groups.get(slot) ?? [slot];

  /** The account that names a person. */
  anchor(slot: number): number {
    return this.#groups.get(slot)?.[0] ?? slot;
  }

  /** Forgets an account that is about to go. Answers the others of its person. */
  forget(slot: number): readonly number[] {
    const group = this.of(slot);
    for (const member of group) this.#groups.delete(member);
    return group.filter((member) => member !== slot);
  }

  /** Primary accounts that this one may be a twin of. */
  neighbours(slot: number): readonly number[] {
    const ground = this.#ground;
    const number = ground.employee(slot);
    const mates = ground.mates(slot).filter((mate) => ground.isPrimary(mate));
    const numbered = number === null ? [] : ground.inPrimary.employee.get(number);
    return mates.length === 0 ? numbered : [...mates, ...numbered];
  }

  /** Whether anybody else may be one: mostly nobody may. */
  hasNeighbours(slot: number): boolean {
    const { links, inPrimary } = this.#ground;
    const { employee } = this.#ground.keys(slot);
    return !links.isEmpty || (employee !== null && inPrimary.employee.count(employee) > 1);
  }

  /** Groups anew all who hang together with the given accounts. Answers everybody it looked at. */
  refresh(seeds: Iterable<number>): ReadonlySet<number> {
    const reached = new Set<number>();
    for (const seed of seeds) {
      if (reached.has(seed) || !this.#ground.isPrimary(seed)) continue;
      const together = this.#reach(seed, reached);
      for (const slot of together) this.#groups.delete(slot);
      if (together.length > 1) this.#group(together);
    }
    return reached;
  }

  #reach(seed: number, reached: Set<number>): readonly number[] {
    const found = [seed];
    reached.add(seed);
    for (const slot of found) {
      for (const next of this.neighbours(slot)) {
        if (reached.has(next)) continue;
        reached.add(next);
        found.push(next);
      }
    }
    return found;
  }

  #group(slots: readonly number[]): void {
    const ground = this.#ground;
    const nodes = slots.map((slot) => ({ slot, keyed: true }));
    for (const group of settle(ground, nodes, sharedPersonKeys(ground, slots), 2)) {
      if (group.length === 1) continue;
      const person = inOrder(ground, group);
      for (const slot of person) this.#groups.set(slot, person);
    }
  }
}
