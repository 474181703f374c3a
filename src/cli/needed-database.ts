import type { DatabaseFolder } from '../store/database-folder.ts';
import { StoreError, UnopenedDatabase } from '../store/store-error.ts';

export interface NeededDatabaseOptions<Opened> {
  /** Where the embedded database is kept; null: it is kept elsewhere, or ends with the process. */
  readonly folder: DatabaseFolder | null;
  /** @throws {StoreError} when it cannot be opened. */
  readonly open: () => Promise<Opened>;
  /** Called once, when it is open. */
  readonly onOpen: (opened: Opened) => void;
  readonly onFailure: (error: unknown, what: string) => void;
  /** Milliseconds of a clock that is never set back; for tests. */
  readonly now?: () => number;
}

/** How long a failure stands: each attempt costs a second of processor time and more, and every request and look would make one. */
const pauseMs = 5_000;

/**
 * A database that is opened when it is first needed: once for all who need it then. After a failure whoever needs it is told the same for
 * five seconds; the next one tries again.
 */
export class NeededDatabase<Opened> {
  readonly #options: NeededDatabaseOptions<Opened>;
  readonly #now: () => number;
  #opening: Promise<Opened> | null = null;
  #failure: { readonly error: unknown; readonly at: number } | null = null;
  #hasEnded = false;

  constructor(options: NeededDatabaseOptions<Opened>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Whether it was needed last, and could not be opened. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /** @throws {UnopenedDatabase} when it cannot be opened, or the gateway has ended. */
  opened(): Promise<Opened> {
    if (this.#hasEnded) return Promise.reject(new UnopenedDatabase('The gateway has ended.'));
    if (this.#opening === null && this.#failure !== null && this.#now() - this.#failure.at < pauseMs)
      return Promise.reject(this.#failure.error);
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Whether there is none yet, and nobody is making one: nothing was ever kept. */
  async isMissing(): Promise<boolean> {
    return this.#opening === null && (await this.#options.folder?.hasDatabase()) === false;
  }

  /** Waits for an opening that is under way. Null: nobody needed it, or it could not be opened. */
  async settled(): Promise<Opened | null> {
    return (await this.#opening?.catch(() => null)) ?? null;
  }

  /** The same, and opens nothing any more. */
  async end(): Promise<Opened | null> {
    this.#hasEnded = true;
    return await this.settled();
  }

  async #open(): Promise<Opened> {
    const { open, onOpen, onFailure } = this.#options;
    try {
      const opened = await open();
      this.#failure = null;
      onOpen(opened);
      return opened;
    } catch (thrown) {
      const error =
        thrown instanceof StoreError ? new UnopenedDatabase(thrown.message, { cause: thrown }) : thrown;
      this.#opening = null;
      this.#failure = { error, at: this.#now() };
      onFailure(thrown, 'the database could not be opened');
      throw error;
    }
  }
}
