import { type Kysely, type MigrationProvider, Migrator, sql } from 'kysely';
import type { Database } from './database.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { identityLinks } from './migrations/0002-identity-links.ts';
import { findingHistory } from './migrations/0003-finding-history.ts';
import { posturePoints } from './migrations/0004-posture-points.ts';
import { StoreError } from './store-error.ts';

/** In the order of their names. One that was published is never changed. */
const provider: MigrationProvider = {
  getMigrations: async () => ({
    '0001-first-tables': firstTables,
    '0002-identity-links': identityLinks,
    '0003-finding-history': findingHistory,
    '0004-posture-points': posturePoints,
  }),
};

/** Any number, the same in every gateway. */
const migrationLock = 7_239_104_551;

/**
 * Makes or completes the tables. Gateways that start at once do it one after the other: Kysely's own lock is let go before
 * its transaction is committed, so that the next would not see what the one before made.
 *
 * @throws {StoreError} when the tables were made by a newer version, or cannot be made.
 */
export async function migrate(database: Kysely<Database>): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${migrationLock}::bigint)`.execute(connection);
    try {
      const { error } = await new Migrator({ db: connection, provider }).migrateToLatest();
      if (error !== undefined) {
        throw new StoreError(
          `The tables of the database could not be brought up to this version of Rollcall: ${messageOf(error)}. If a newer Rollcall made them, run that one.`,
          { cause: error },
        );
      }
    } finally {
      await sql`select pg_advisory_unlock(${migrationLock}::bigint)`.execute(connection);
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
