import type { DatabaseFolder } from './database-folder.ts';
import { type OpenedDatabase, openInFolder } from './embedded-database.ts';

/**
 * The database in a folder that this process has for itself. Closed with nothing left in it that gateways take up by themselves, it has
 * a note beside it that says so. @param giveBack called when it was closed, or could not be opened. @throws {StoreError}
 */
export async function openResting(
  folder: DatabaseFolder,
  giveBack: () => Promise<void>,
): Promise<OpenedDatabase> {
  try {
    const opened = await openInFolder(folder);
    return {
      database: opened.database,
      close: async (rests) => {
        try {
          await opened.close();
          // Without the note the next start looks for itself.
          if (rests === true) await folder.rest().catch(() => undefined);
        } finally {
          await giveBack();
        }
      },
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}
