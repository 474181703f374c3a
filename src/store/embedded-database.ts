import { chmod, rename, rm } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { Kysely } from 'kysely';
import type { Database } from './database.ts';
import { type DatabaseFolder, isDatabase } from './database-folder.ts';
import { embeddedTemplate } from './embedded-template.ts';
import { PgliteDialect } from './pglite-dialect.ts';
import { errorText, StoreError } from './store-error.ts';
import { startParameters, syncedOptions, syncTree } from './synced-files.ts';

/** A database that was opened, and what has to be done when it is closed. */
export interface OpenedDatabase {
  readonly database: Kysely<Database>;
  /** @param rests whether nothing is left in it that gateways take up by themselves. */
  close(rests?: boolean): Promise<void>;
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

/** The database in a folder that this process has for itself. Its files are closed to other users of the machine. @throws {StoreError} */
export async function openInFolder(folder: DatabaseFolder): Promise<OpenedDatabase> {
  const { files } = folder;
  try {
    await folder.wake();
    if (!(await isDatabase(files))) await makeFiles(files);
    const database = kyselyOver(await PGlite.create(syncedOptions(files)));
    return { database, close: () => database.destroy() };
  } catch (error) {
    throw new StoreError(
      `The database in ${files} could not be opened: ${errorText(error)}. Without it no change can be recorded, and so none is made. Put a copy of the data directory in its place, or start with an empty one.`,
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
