import { findMatch } from './find-match.ts';
import type { Ground } from './ground.ts';
import { type Matched, open, type Outcome } from './outcome.ts';
import type { People } from './people.ts';
import { RecycledAddresses } from './recycled.ts';

/**
 * Matches of all accounts outside the primary directory, in two steps: what an account's own keys lead to, and what is left of it
 * when other accounts are looked at (operators' links, and whether a directory's dates can show that addresses were handed on).
 */
export class Matches {
  readonly #ground: Ground;
  readonly #people: People;
  readonly #own: (Outcome | undefined)[] = [];
  readonly #final: (Outcome | undefined)[] = [];
  readonly #recycled: RecycledAddresses;
  /** Whether a directory's dates said nothing when its matches were last looked at. */
  readonly #migrated = new Map<string, boolean>();
  /** By primary account: those that are matched with it. */
  readonly #attached = new Map<number, number[]>();

  constructor(ground: Ground, people: People) {
    this.#ground = ground;
    this.#people = people;
    this.#recycled = new RecycledAddresses(ground.settings.recycleMinimumMatches);
  }

  of(slot: number): Outcome {
    return this.#final[slot] ?? open;
  }

  /** Accounts whose match is a primary account. */
  attached(primary: number): readonly number[] {
    return this.#attached.get(primary) ?? nobody;
  }

  /** What the keys lead to, whatever stands against it. */
  beforeDoubt(slot: number): Outcome {
    return this.#own[slot] ?? open;
  }

  /** Whether the creation dates of a directory's matches say nothing of addresses that were handed on. */
  isMigrated(directory: string): boolean {
    return this.#recycled.isMigrated(directory);
  }

  forget(slot: number): void {
    this.#setOwn(slot, undefined);
    this.#setFinal(slot, undefined);
  }

  /** Matches accounts anew, and tells of each what its match was before. Others whose match depends on theirs are told of as well. */
  refresh(slots: Iterable<number>, visit: (slot: number, before: Outcome) => void): void {
    for (const slot of slots) this.#setOwn(slot, findMatch(this.#ground, this.#people.of, slot));
    const again = new Set<number>();
    for (const directory of this.#ground.directories) {
      const migrated = this.isMigrated(directory);
      if (migrated === (this.#migrated.get(directory) ?? false)) continue;
      this.#migrated.set(directory, migrated);
      for (const slot of this.#recycled.suspected(directory)) {
        again.add(slot);
        for (const other of this.#ground.linkedAround(slot))
          if (!this.#ground.isPrimary(other)) again.add(other);
      }
    }
    for (const some of [slots, again]) {
      for (const slot of some) {
        const before = this.of(slot);
        this.#setFinal(slot, this.#throughLinks(slot));
        visit(slot, before);
      }
    }
  }

  #doubted(slot: number): Outcome {
    const own = this.beforeDoubt(slot);
    if (own.kind !== 'MATCHED' || own.recycle !== 'SUSPECTED') return own;
    if (this.isMigrated(this.#ground.user(slot).directory)) return own;
    return { kind: 'AMBIGUOUS', veto: 'RECYCLED_ADDRESS', level: own.level, candidates: [own.target] };
  }

  /**
   * Of two accounts that the operator keeps apart and whose keys lead to one person, the weaker match gives way; where neither is
   * weaker, nobody knows which of them is that person.
   */
  #keptApart(slot: number): Outcome {
    const own = this.#doubted(slot);
    if (own.kind !== 'MATCHED' || this.#ground.links.isEmpty) return own;
    const person = this.#person(own);
    const rivals = this.#ground
      .different(slot)
      .filter((other) => !this.#ground.isPrimary(other))
      .map((other) => this.#doubted(other))
      .filter((other) => other.kind === 'MATCHED');
    return rivals.some((rival) => rival.level <= own.level && this.#person(rival) === person)
      ? { kind: 'AMBIGUOUS', veto: 'MANUAL_LINK', level: own.level, candidates: [own.target] }
      : own;
  }

  /** An account without a match of its own takes that of those who are the same person by the operator's word. */
  #throughLinks(slot: number): Outcome {
    const own = this.#keptApart(slot);
    const ground = this.#ground;
    if (own.kind === 'MATCHED' || ground.links.isEmpty) return own;
    const mates = ground
      .mates(slot)
      .filter((mate) => mate !== slot && !ground.isPrimary(mate))
      .map((mate) => ({ mate, match: this.#keptApart(mate) }))
      .filter((each): each is { mate: number; match: Matched } => each.match.kind === 'MATCHED')
      .toSorted((one, other) => one.match.level - other.match.level || ground.compare(one.mate, other.mate));
    const [nearest] = mates;
    if (nearest === undefined) return own;
    const { mate, match } = nearest;
    const person = this.#person(match);
    if (mates.some((other) => this.#person(other.match) !== person)) return own;
    const excluded = ground.different(slot).some((other) => this.#people.anchor(other) === person);
    return excluded ? own : { ...match, level: 0, brokenBy: null, recycle: 'NO_ADDRESS', through: mate };
  }

  #person({ target }: Matched): number {
    return this.#people.anchor(target);
  }

  #setOwn(slot: number, outcome: Outcome | undefined): void {
    const before = this.#own[slot];
    // The directory of an account never changes, but it may be gone by now: `forget` comes first.
    const { directory } = this.#ground.user(slot);
    if (before?.kind === 'MATCHED') this.#recycled.remove(directory, slot, before.recycle);
    if (outcome?.kind === 'MATCHED') this.#recycled.add(directory, slot, outcome.recycle);
    this.#own[slot] = outcome;
  }

  #setFinal(slot: number, outcome: Outcome | undefined): void {
    const before = targetOf(this.#final[slot]);
    const after = targetOf(outcome);
    this.#final[slot] = outcome;
    if (before === after) return;
    if (before !== null) this.#detach(before, slot);
    if (after === null) return;
    const attached = this.#attached.get(after);
    if (attached === undefined) this.#attached.set(after, [slot]);
    else attached.push(slot);
  }

  #detach(target: number, slot: number): void {
    const left = this.#attached.get(target)?.filter((each) => each !== slot) ?? [];
    if (left.length === 0) this.#attached.delete(target);
    else this.#attached.set(target, left);
  }
}

function targetOf(outcome: Outcome | undefined): number | null {
  return outcome?.kind === 'MATCHED' ? outcome.target : null;
}

const nobody: readonly number[] = [];
