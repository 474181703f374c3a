import { type Kysely, sql } from 'kysely';
import type { FindingRecord } from '../findings/history/finding-history.ts';
import type { ManualLink } from '../identities/manual-link.ts';
import type { Database } from './database.ts';
import { hasDatabase, takeFolder } from './database-folder.ts';
import { DurableHistoryStore } from './finding-store.ts';
import { DurableLinkStore } from './link-store.ts';
import { openResting } from './open-resting.ts';
import { openPostgres, postgresConfig } from './postgres-database.ts';
import { errorText, StoreError } from './store-error.ts';

/** Where gateways keep what they must not forget. */
export interface KeptPlace {
  /** Of a PostgreSQL; null: the embedded database. */
  readonly url: string | null;
  /** Where the embedded database has its files; null: there is none. */
  readonly directory: string | null;
}

/** What a command that is no gateway may read there. Everything rejects with a `StoreError`. */
export interface KeptReader {
  /** Every finding whose risk somebody accepts now. */
  accepted(): Promise<readonly FindingRecord[]>;
  links(): Promise<readonly ManualLink[]>;
  recordsOf(ids: readonly string[]): Promise<ReadonlyMap<string, FindingRecord>>;
  close(): Promise<void>;
}

/** Records of one page. */
const batch = 1_000;

/**
 * Opens the database to read it: no table is made or brought up to date, and nothing is deleted. Whoever has the embedded one open
 * keeps every gateway from it.
 * @returns null when there certainly is no database, or no gateway ever used it: nothing is kept.
 * @throws {StoreInUseError} when a gateway has it. @throws {StoreError} when it is there and cannot be read.
 */
export async function openKept(place: KeptPlace): Promise<KeptReader | null> {
  const opened = await openDatabase(place);
  if (opened === null) return null;
  const { database } = opened;
  const tables = await readable(place, () => tablesOf(database)).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  if (tables.size === 0) {
    await opened.close();
    return null;
  }
  const [history, linkStore] = [new DurableHistoryStore(database), new DurableLinkStore(database)];
  const hasFindings = tables.has('finding_records');
  return {
    accepted: () => readable(place, async () => (hasFindings ? await acceptedIn(history) : [])),
    links: () => readable(place, async () => (tables.has('identity_links') ? await linkStore.list() : [])),
    recordsOf: (ids) =>
      readable(place, async () => (hasFindings ? await history.recordsOf(ids) : new Map<string, never>())),
    close: () => opened.close(),
  };
}

interface Opened {
  readonly database: Kysely<Database>;
  close(): Promise<void>;
}

async function openDatabase({ url, directory }: KeptPlace): Promise<Opened | null> {
  if (url !== null) {
    const database = openPostgres(postgresConfig(url), () => {});
    return { database, close: () => database.destroy() };
  }
  if (directory === null || !(await hasDatabase(directory))) return null;
  const folder = await takeFolder(directory, false);
  // It is only read: the next gateway need not look for work that was not there before.
  const rested = !(await folder.mayHaveWork());
  const opened = await openResting(folder, () => folder.release());
  return { database: opened.database, close: () => opened.close(rested) };
}

/** Those of ours that are there: an older gateway made fewer. */
async function tablesOf(database: Kysely<Database>): Promise<ReadonlySet<string>> {
  const names = ['ledger_records', 'identity_links', 'finding_records'] as const satisfies (keyof Database)[];
  const { rows } = await sql<{ readonly name: string }>`
    select name from unnest(array[${sql.join(names)}]) as name where to_regclass(name) is not null`.execute(
    database,
  );
  return new Set(rows.map(({ name }) => name));
}

async function acceptedIn(history: DurableHistoryStore): Promise<readonly FindingRecord[]> {
  const found: FindingRecord[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<DurableHistoryStore['list']>> = await history.list(
      { dispositions: ['ACCEPTED'] },
      { first: batch, after },
    );
    found.push(...page.rows.map(({ row }) => row));
    after = page.hasNextPage ? (page.rows.at(-1)?.cursor ?? null) : null;
  } while (after !== null);
  return found;
}

async function readable<T>({ url }: KeptPlace, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const hint =
      url === null
        ? 'Start the gateway on it once: it brings the tables up to date, or says what is wrong.'
        : 'Check DATABASE_URL, and that PostgreSQL runs and lets this user read.';
    throw new StoreError(`The database of the gateway cannot be read: ${errorText(error)}. ${hint}`, {
      cause: error,
    });
  }
}
