import { type Kysely, sql } from 'kysely';
import { type BlastLimit, type BlastRadius, defaultBlastLimits } from '../actions/blast-radius.ts';
import { type IdempotencyStore, idempotencyWindowMs } from '../actions/idempotency.ts';
import { KeyedLocks, type Locks } from '../actions/keyed-lock.ts';
import type { LedgerRecord } from '../actions/ledger-chain.ts';
import type { Ledger } from '../actions/ledger.ts';
import { type Clock, clockOf, shifted } from './clock.ts';
import type { Database } from './database.ts';
import { type DatabaseFolder, takeFolder } from './database-folder.ts';
import { DurableBlastRadius } from './durable-blast-radius.ts';
import { DurableIdempotencyStore } from './durable-idempotency.ts';
import { DurableLedger } from './durable-ledger.ts';
import { type OpenedDatabase, openInMemory } from './embedded-database.ts';
import { migrate } from './migrate.ts';
import { openResting } from './open-resting.ts';
import { hasPendingWork } from './pending-work.ts';
import { openPostgres, postgresConfig } from './postgres-database.ts';
import { SharedLocks } from './shared-locks.ts';
import { errorText, StoreError } from './store-error.ts';
import { ledgerRecords } from './verify-ledger.ts';

export interface StoreOptions {
  /** Of a PostgreSQL that gateways share; null: the embedded database. */
  readonly url: string | null;
  /**
   * Where the embedded database has its files: a path, which is this process's alone until the store is closed, or a folder that the
   * caller has taken and gives back. Null: in memory, and gone with the process.
   */
  readonly directory: string | DatabaseFolder | null;
  /** False: an embedded database that is not at the path is a `StoreError`, and none is made. */
  readonly create?: boolean;
  readonly blastLimits?: readonly BlastLimit[];
  /** How long the work of a gateway that fell silent is kept from the others. */
  readonly leaseMs?: number;
  /** Told of what went wrong where no caller waits for it. */
  readonly onFailure?: (error: unknown, what: string) => void;
  /** For tests: otherwise records have this machine's time, and leases and windows the database's. */
  readonly now?: () => Date;
}

/** What the gateway must not forget. */
export interface Store<R> {
  readonly ledger: Ledger;
  /** `R` must be plain JSON. */
  readonly idempotency: IdempotencyStore<R>;
  readonly blastRadius: BlastRadius;
  readonly locks: Locks;
  /** For bulk operations and timed grants. */
  readonly database: Kysely<Database>;
  /** Every record of the ledger, oldest first. */
  records(): AsyncIterable<LedgerRecord>;
  close(): Promise<void>;
}

/** @throws {StoreError} when the database cannot be reached, opened, or brought up to date. */
export async function openStore<R>(options: StoreOptions): Promise<Store<R>> {
  const onFailure = options.onFailure ?? (() => {});
  const clock = clockOf(options.now);
  const opened = await open(options, onFailure);
  const { database, locks } = opened;
  const sweeping = setInterval(() => {
    tidy(database, clock, options.url === null).catch((error: unknown) =>
      onFailure(error, 'what has expired'),
    );
  }, 3_600_000).unref();
  try {
    await migrate(database);
    await forget(database, clock);
  } catch (error) {
    clearInterval(sweeping);
    await opened.close();
    throw error instanceof StoreError ? error : unusable(error, options.url === null);
  }
  return {
    ledger: new DurableLedger(database, options.now),
    idempotency: new DurableIdempotencyStore<R>({
      database,
      clock,
      leaseMs: options.leaseMs ?? 30_000,
      onFailure,
    }),
    blastRadius: new DurableBlastRadius(database, options.blastLimits ?? defaultBlastLimits, clock),
    locks,
    database,
    records: () => ledgerRecords(database),
    close: async () => {
      clearInterval(sweeping);
      // Of any other database nobody leaves a note.
      const isInFolder = options.url === null && options.directory !== null;
      await opened.close(isInFolder && (await isAtRest(database)));
    },
  };
}

async function open(
  { url, directory, create }: StoreOptions,
  onFailure: (error: unknown, what: string) => void,
): Promise<OpenedDatabase & { readonly locks: Locks }> {
  if (url === null) {
    const embedded = directory === null ? await openInMemory() : await openIn(directory, create);
    return { ...embedded, locks: new KeyedLocks() };
  }
  const config = postgresConfig(url);
  const database = openPostgres(config, onFailure);
  const locks = new SharedLocks(config, onFailure);
  const close = async (): Promise<void> => {
    await Promise.all([database.destroy(), locks.close()]);
  };
  try {
    await sql`select 1`.execute(database);
  } catch (error) {
    await close();
    throw unusable(error, false);
  }
  return { database, locks, close };
}

async function openIn(directory: string | DatabaseFolder, create?: boolean): Promise<OpenedDatabase> {
  if (typeof directory !== 'string') return await openResting(directory, () => Promise.resolve());
  const folder = await takeFolder(directory, create);
  return await openResting(folder, () => folder.release());
}

/** Whether there is certainly nothing in it that gateways take up by themselves. */
async function isAtRest(database: Kysely<Database>): Promise<boolean> {
  return await hasPendingWork(database).then(
    (pending) => !pending,
    () => false,
  );
}

function unusable(error: unknown, embedded: boolean): StoreError {
  const hint = embedded
    ? 'Put a copy of the data directory in its place, or start with an empty one.'
    : 'Check DATABASE_URL, and that PostgreSQL runs and lets this user in.';
  return new StoreError(
    `The database cannot be used: ${errorText(error)}. Without it no change can be recorded, and so none is made. ${hint}`,
    { cause: error },
  );
}

/** PostgreSQL does the rest of this by itself; the embedded database has nobody for it. */
async function tidy(database: Kysely<Database>, clock: Clock, embedded: boolean): Promise<void> {
  await forget(database, clock);
  if (!embedded) return;
  const tables: readonly (keyof Database)[] = [
    'ledger_records',
    'idempotency_keys',
    'blast_takes',
    'bulk_operations',
    'bulk_items',
    'timed_grants',
    'identity_links',
    'finding_looks',
    'finding_records',
    'finding_events',
    'posture_points',
  ];
  for (const table of tables) await sql`vacuum (analyze) ${sql.table(table)}`.execute(database);
}

/** Takes away what no rule asks for any more. */
async function forget(database: Kysely<Database>, clock: Clock): Promise<void> {
  const dayAgo = shifted(clock(), -idempotencyWindowMs);
  await database
    .deleteFrom('idempotency_keys')
    .where('first_used_at', '<', dayAgo)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', clock())]))
    .execute();
  await database.deleteFrom('blast_takes').where('taken_at', '<', dayAgo).execute();
}
