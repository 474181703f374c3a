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
}

/** A database that is opened when it is first needed: once for all who need it then. After a failure the next who needs it tries again. */
export class NeededDatabase<Opened> {
  readonly #options: NeededDatabaseOptions<Opened>;
  #opening: Promise<Opened> | null = null;
  #hasFailed = false;
  #hasEnded = false;

  constructor(options: NeededDatabaseOptions<Opened>) {
    this.#options = options;
  }

  /** Whether it was needed last, and could not be opened. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** @throws {UnopenedDatabase} when it cannot be opened, or the gateway has ended. */
  opened(): Promise<Opened> {
    if (this.#hasEnded) return Promise.reject(new UnopenedDatabase('The gateway has ended.'));
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
      this.#hasFailed = false;
      onOpen(opened);
      return opened;
    } catch (error) {
      this.#opening = null;
      this.#hasFailed = true;
      onFailure(error, 'the database could not be opened');
      throw error instanceof StoreError ? new UnopenedDatabase(error.message, { cause: error }) : error;
    }
  }
}
