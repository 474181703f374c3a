import { access, chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import type { Database } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { embeddedTemplate } from './embedded-template.ts';
import { PgliteDialect } from './pglite-dialect.ts';
import { StoreError } from './store-error.ts';
import { startParameters, syncedOptions, syncTree } from './synced-files.ts';

/** A database that was opened, and what has to be done when it is closed. */
export interface OpenedDatabase {
  readonly database: Kysely<Database>;
  close(): Promise<void>;
}

/** A database in this process's memory, which ends with it. */
export async function openInMemory(): Promise<OpenedDatabase> {
  const template = await embeddedTemplate();
  const database = kyselyOver(
    await PGlite.create({
      startParams: [...startParameters],
      ...(template === null ? {} : { loadDataDir: template }),
    }),
  );
  return { database, close: () => database.destroy() };
}

/**
 * The database in a folder, for this process alone. Its files are closed to other users of the
 * machine, and so is the folder, unless it was there before.
 *
 * @throws {StoreError} when another gateway has it, when it cannot be opened, or when it is not there and `create` is false.
 */
export async function openInDirectory(directory: string, create: boolean): Promise<OpenedDatabase> {
  const folder = join(directory, 'database');
  if (!create && !(await exists(join(folder, 'PG_VERSION')))) {
    throw new StoreError(
      `There is no database in ${directory}. It is made when a gateway starts; ROLLCALL_DATA_DIR or --data-dir says where.`,
    );
  }
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError(
      `ROLLCALL_DATA_DIR: expected a folder that can be written to, received ${directory}: ${messageOf(error)}.`,
      { cause: error },
    );
  }
  const lock = await lockDirectory(directory);
  try {
    // Asked again: another may have made it before we had the lock.
    if (!(await exists(join(folder, 'PG_VERSION')))) await makeFiles(folder);
    const database = kyselyOver(await PGlite.create(syncedOptions(folder)));
    const close = async (): Promise<void> => {
      try {
        await database.destroy();
      } finally {
        await lock.release();
      }
    };
    return { database, close };
  } catch (error) {
    await lock.release();
    throw new StoreError(
      `The database in ${directory} could not be opened: ${messageOf(error)}. Put a copy in its place, or start with an empty folder.`,
      { cause: error },
    );
  }
}

/** Complete and on the disk before it has its name: a start that is broken off leaves nothing half made. */
async function makeFiles(folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  const template = await embeddedTemplate();
  const pglite = await PGlite.create({
    dataDir: draft,
    startParams: [...startParameters],
    ...(template === null ? {} : { loadDataDir: template }),
  });
  await pglite.close();
  await syncTree(draft);
  // The folder around it may have been there before, and be open to all.
  await chmod(draft, 0o700);
  await rename(draft, folder);
}

function kyselyOver(pglite: PGlite): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PgliteDialect(pglite) });
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
