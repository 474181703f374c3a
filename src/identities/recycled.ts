import type { RecycleDoubt } from './outcome.ts';

interface Share {
  dated: number;
  gaps: number;
  readonly suspected: Set<number>;
}

/**
 * How many of a directory's matches by address have a primary account that is much younger. Where most have, the primary
 * directory was filled later than this one, its creation dates are those of the move, and the test for addresses that were
 * handed on says nothing: it is off for that directory.
 */
export class RecycledAddresses {
  readonly #minimum: number;
  readonly #shares = new Map<string, Share>();

  /** @param minimum matches without which nothing is said of a directory. */
  constructor(minimum: number) {
    this.#minimum = minimum;
  }

  add(directory: string, slot: number, doubt: RecycleDoubt): void {
    this.#count(directory, slot, doubt, 1);
  }

  remove(directory: string, slot: number, doubt: RecycleDoubt): void {
    this.#count(directory, slot, doubt, -1);
  }

  /** Whether the test is off. */
  isMigrated(directory: string): boolean {
    const share = this.#shares.get(directory);
    return share !== undefined && share.dated >= this.#minimum && share.gaps * 2 > share.dated;
  }

  /** Accounts whose match depends on whether it is. */
  suspected(directory: string): ReadonlySet<number> {
    return this.#share(directory).suspected;
  }

  #count(directory: string, slot: number, doubt: RecycleDoubt, by: 1 | -1): void {
    if (doubt === 'UNKNOWN' || doubt === 'NO_ADDRESS') return;
    const share = this.#share(directory);
    share.dated += by;
    if (doubt !== 'NONE') share.gaps += by;
    if (doubt !== 'SUSPECTED') return;
    if (by === 1) share.suspected.add(slot);
    else share.suspected.delete(slot);
  }

  #share(directory: string): Share {
    const share = this.#shares.get(directory) ?? { dated: 0, gaps: 0, suspected: new Set<number>() };
    this.#shares.set(directory, share);
    return share;
  }
}
