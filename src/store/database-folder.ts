import { createHash } from 'node:crypto';
import { access, lstat, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { codeOf } from './owned-files.ts';
import { errorText, StoreError } from './store-error.ts';

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
    return await hasFiles(this.files);
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
    // Of its own: a link that stands there would have another file written over.
    await rm(this.#note, { force: true });
    const note = await open(this.#note, 'wx', 0o600);
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
 * @throws {StoreInUseError} when another gateway has it. @throws {StoreError} when it cannot be written to, or when it has no database
 *   that can be read and `create` is false.
 */
export async function takeFolder(directory: string, create = true): Promise<DatabaseFolder> {
  if (!create) await expectDatabase(directory);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new DatabaseFolder(directory, await lockDirectory(directory));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `ROLLCALL_DATA_DIR: expected a folder that can be written to, received ${directory}: ${errorText(error)}.`,
      { cause: error },
    );
  }
}

/** Whether a folder may hold a database. False only where there certainly is none: nothing was ever kept. */
export async function hasDatabase(directory: string): Promise<boolean> {
  return await hasFiles(filesIn(directory));
}

/** @throws {StoreError} when there is none, or what is there cannot be one. */
async function expectDatabase(directory: string): Promise<void> {
  const files = filesIn(directory);
  if (!(await hasFiles(files)))
    throw new StoreError(
      `There is no database in ${directory}. It is made when a gateway first keeps something; ROLLCALL_DATA_DIR or --data-dir says where.`,
    );
  try {
    await access(join(files, 'PG_VERSION'));
  } catch (error) {
    throw new StoreError(
      `The database in ${files} cannot be read: ${errorText(error)}. Put a copy of the data directory in its place, or have this account read it.`,
      { cause: error },
    );
  }
}

/** Whether these are the files of a database, as PostgreSQL tells them. */
export async function isDatabase(files: string): Promise<boolean> {
  return await access(join(files, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

async function hasFiles(files: string): Promise<boolean> {
  return await lstat(files).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR',
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
