import type { User } from '../../model/user.ts';
import { inTurns } from '../../upstream/turns.ts';

/**
 * Users out of several lists, each once: of two rows of one person the one that was read later counts, and of two that were read at
 * the same time the one that was put in later.
 */
export class UserMerge {
  readonly #newest = new Map<string, User>();
  /** By list: ids in the order in which they came. */
  readonly #lists = new Map<number, string[]>();

  get size(): number {
    return this.#newest.size;
  }

  /** @returns whether it is the first row of this person. */
  put(list: number, user: User): boolean {
    const id = user.externalId;
    const before = this.#newest.get(id);
    if (before === undefined) {
      const ids = this.#lists.get(list);
      if (ids === undefined) this.#lists.set(list, [id]);
      else ids.push(id);
    }
    if (before === undefined || user.observedAt >= before.observedAt) this.#newest.set(id, user);
    return before === undefined;
  }

  /** How many of them fit. */
  async count(fits: (user: User) => boolean): Promise<number> {
    let count = 0;
    await inTurns(this.#newest.values(), (user) => {
      if (fits(user)) count += 1;
    });
    return count;
  }

  /** All of them, in the order of the lists' numbers and within a list in the order in which they came. */
  async rows(): Promise<readonly User[]> {
    const rows: User[] = [];
    for (const [, ids] of [...this.#lists].toSorted(([a], [b]) => a - b)) {
      await inTurns(ids, (id) => {
        const user = this.#newest.get(id);
        if (user !== undefined) rows.push(user);
      });
    }
    return rows;
  }
}
