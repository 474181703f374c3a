import { createHash } from 'node:crypto';
import { access, lstat, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { codeOf } from './owned-files.ts';
import { StoreError } from './store-error.ts';

/**
 * The folder of an embedded database, for this process alone until it is given back; opened or not.
 *
 * To know whether there is work that a gateway takes up by itself, the database must be opened, and that costs as much memory as the
 * rest of the gateway. So a note beside it says when it was closed with nothing left to do. The note is taken away before the database
 * is opened: after a crash there is none. It names the database's state, so that it says nothing of one that was put in its place, or
 * that was opened by a version which knew no notes.
 */
export class DatabaseFolder {
  /** Where the files of the database are, or will be. */
  readonly files: string;
  readonly #directory: string;
  readonly #note: string;
  readonly #lock: DirectoryLock;

  constructor(directory: string, lock: DirectoryLock) {
    this.files = filesIn(directory);
    this.#directory = directory;
    this.#note = join(directory, 'database.at-rest');
    this.#lock = lock;
  }

  /** False only where there certainly is none: nothing was ever kept. */
  async hasDatabase(): Promise<boolean> {
    return await lstat(this.files).then(
      () => true,
      (error: unknown) => codeOf(error) !== 'ENOENT',
    );
  }

  /** Whether the database may hold work that nobody asks for again: bulk operations, access whose time will be over. */
  async mayHaveWork(): Promise<boolean> {
    if (!(await this.hasDatabase())) return false;
    try {
      return (await readFile(this.#note, 'utf8')) !== (await this.#noteOfNow());
    } catch {
      return true;
    }
  }

  /** To be called before the database is opened. */
  async wake(): Promise<void> {
    await rm(this.#note, { force: true });
    await sync(this.#directory);
  }

  /** To be called after the database was closed with nothing left to do. */
  async rest(): Promise<void> {
    const note = await open(this.#note, 'w', 0o600);
    try {
      await note.writeFile(await this.#noteOfNow());
      await note.sync();
    } finally {
      await note.close();
    }
    await sync(this.#directory);
  }

  async release(): Promise<void> {
    await this.#lock.release();
  }

  /** PostgreSQL writes this file whenever it starts, makes a checkpoint, or ends. The number grows with the kinds of work. */
  async #noteOfNow(): Promise<string> {
    const control = await readFile(join(this.files, 'global', 'pg_control'));
    return `1 ${createHash('sha256').update(control).digest('hex')}\n`;
  }
}

/**
 * Takes a folder for this process; it is made where it is missing. Closed to other users of the machine, unless it was there before.
 * @throws {StoreError} when another gateway has it, when it cannot be written to, or when it has no database and `create` is false.
 */
export async function takeFolder(directory: string, create = true): Promise<DatabaseFolder> {
  if (!create && !(await isDatabase(filesIn(directory)))) {
    throw new StoreError(
      `There is no database in ${directory}. It is made when a gateway first keeps something; ROLLCALL_DATA_DIR or --data-dir says where.`,
    );
  }
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError(
      `ROLLCALL_DATA_DIR: expected a folder that can be written to, received ${directory}: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
  return new DatabaseFolder(directory, await lockDirectory(directory));
}

/** Whether these are the files of a database, as PostgreSQL tells them. */
export async function isDatabase(files: string): Promise<boolean> {
  return await access(join(files, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

function filesIn(directory: string): string {
  return join(directory, 'database');
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
