/** Lets one piece of work at a time run under a name. */
export interface Locks {
  /** Runs `work` when all before it under the same name are done. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** Locks of this process. Several gateways on one directory need locks that they share. */
export class KeyedLocks implements Locks {
  readonly #tails = new Map<string, Promise<void>>();

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const done = before.then(work);
    const tail = done.then(settled, settled);
    this.#tails.set(name, tail);
    try {
      return await done;
    } finally {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}

/** The next in the line does not care how the one before it ended. */
function settled(): void {}

/** Work under several names; taken in the order given, which must be the same everywhere. */
export function underAll<T>(locks: Locks, names: readonly string[], work: () => Promise<T>): Promise<T> {
  const [first, ...rest] = names;
  return first === undefined ? work() : locks.run(first, () => underAll(locks, rest, work));
}
