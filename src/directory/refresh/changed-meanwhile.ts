import type { User } from '../../model/user.ts';
import type { Directory } from '../directory.ts';
import type { Sweep } from '../sweep/sweep.ts';
import { withUsers } from '../snapshot/with-users.ts';

/** What was changed here while the next snapshot was read, which may have read it before. */
export class ChangedMeanwhile {
  readonly #directory: Directory;
  readonly #onNewcomer: (id: string) => void;
  readonly #users = new Map<string, User>();
  readonly #amendments: ((sweep: Sweep) => Sweep)[] = [];
  #count = 0;

  /** @param onNewcomer told of users who came in with their row alone. */
  constructor(directory: Directory, onNewcomer: (id: string) => void) {
    this.#directory = directory;
    this.#onNewcomer = onNewcomer;
  }

  /** How often something was changed: another number says that what was put together before lacks something. */
  get count(): number {
    return this.#count;
  }

  user(user: User): void {
    this.#count += 1;
    this.#users.set(user.externalId, user);
  }

  amendment(change: (sweep: Sweep) => Sweep): void {
    this.#count += 1;
    this.#amendments.push(change);
  }

  /**
   * The next snapshot with it. Who is missing there and was in the snapshot that it came from is gone, and stays so.
   * @param from null: there was none.
   */
  putInto(next: Sweep, from: Sweep | null): Sweep {
    const isNew = (id: string): boolean =>
      from === null || !from.users.rows.some(({ externalId }) => externalId === id);
    return this.#amendments.reduce(
      (sweep, change) => change(sweep),
      withUsers(this.#directory, next, this.#users, isNew, this.#onNewcomer),
    );
  }

  clear(): void {
    this.#users.clear();
    this.#amendments.length = 0;
  }
}
