import type { Directory } from '../directory.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { Sweep } from '../sweep/sweep.ts';

/** How often a snapshot is written at most that only changes were put into, in milliseconds. */
const saveEveryMs = 180_000;

/** The snapshot of a directory as it outlives the process: loaded once, and saved when it is worth the writing. */
export class KeptSnapshot {
  readonly #store: SnapshotStore;
  readonly #directory: Directory;
  readonly #now: () => number;
  #unsaved: Sweep | null = null;
  #savedAt = Number.NEGATIVE_INFINITY;
  #saving: Promise<void> = Promise.resolve();

  constructor(store: SnapshotStore, directory: Directory, now: () => number) {
    this.#store = store;
    this.#directory = directory;
    this.#now = now;
  }

  /** What was saved last; null: nothing that can be used. */
  load(): Promise<Sweep | null> {
    return this.#store.load(this.#key);
  }

  /** To be told of every new snapshot. @param whole everything was read for it: then it is saved at once. */
  take(sweep: Sweep, whole: boolean): void {
    this.#unsaved = sweep;
    if (whole || this.#now() - this.#savedAt >= saveEveryMs) void this.flush();
  }

  /** Saves what is not saved yet. */
  async flush(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    await this.#saving;
  }

  async #save(): Promise<void> {
    const sweep = this.#unsaved;
    if (sweep === null) return;
    this.#unsaved = null;
    this.#savedAt = this.#now();
    // The store says itself what went wrong; the next time is tried again.
    await this.#store.save(this.#key, sweep).catch(() => {});
  }

  get #key() {
    const { key, provider } = this.#directory;
    return { directory: key, kind: provider.kind, externalId: provider.externalId };
  }
}
