import type { Correlation } from './correlation.ts';
import type { Suggestion } from './identity.ts';

/** More would be no help to whoever has to look at them. */
const MOST = 5;

/** Who may be the same person as whom, worked out when somebody asks: links never need it. */
export class Suggestions {
  readonly #correlation: Correlation;

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
  }

  /** Primary accounts that an account without a match may belong to. */
  inPrimary(slot: number): readonly Suggestion[] {
    const { ground } = this.#correlation;
    return this.#of([slot], (other) => ground.isPrimary(other));
  }

  /**
   * Accounts outside an identity that may belong to it: candidates of its ambiguous accounts, and look-alikes. Two identities that
   * both have a primary account are two people already.
   */
  around(members: readonly number[]): readonly Suggestion[] {
    const { ground, matches } = this.#correlation;
    const isAnchored = (slot: number): boolean =>
      ground.isPrimary(slot) || matches.of(slot).kind === 'MATCHED';
    const own = new Set(members);
    const anchored = members.some(isAnchored);
    if (anchored && ground.directories.every((directory) => directory === ground.primary)) return [];
    return this.#of(members, (other) => !own.has(other) && !(anchored && isAnchored(other)));
  }

  #of(members: readonly number[], fits: (slot: number) => boolean): readonly Suggestion[] {
    const { ground, matches, loose } = this.#correlation;
    const found = new Map<number, Reason>();
    for (const member of members) {
      const excluded = ground.different(member);
      const offer = (slot: number, reason: Reason): void => {
        if (!fits(slot) || excluded.includes(slot)) return;
        const before = found.get(slot);
        if (before === undefined || order[reason] < order[before]) found.set(slot, reason);
      };
      const match = matches.of(member);
      if (match.kind === 'AMBIGUOUS') {
        for (const slot of match.candidates) offer(slot, match.veto === null ? 'TIE' : 'VETO');
      }
      for (const { slot, reason } of loose.around(member)) offer(slot, reason);
    }
    return [...found]
      .toSorted(([a, one], [b, other]) => order[one] - order[other] || ground.compare(a, b))
      .slice(0, MOST)
      .map(([slot, reason]) => ({ user: ground.user(slot), reason }));
  }
}

type Reason = Suggestion['reason'];

const order: Readonly<Record<Reason, number>> = { TIE: 0, VETO: 1, LOOSE_EMAIL: 2, NAME: 3 };
