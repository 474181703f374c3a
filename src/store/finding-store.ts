import type { Kysely, Transaction } from 'kysely';
import type {
  Acceptance,
  Changed,
  FindingEvent,
  FindingEventFilter,
  FindingRecord,
  FindingRecordFilter,
  HistoryPage,
  HistoryPageRequest,
  HistoryStore,
  Look,
  Period,
  TimeToResolve,
} from '../findings/history/finding-history.ts';
import { accepted, expired, shownAt, withdrawn } from '../findings/history/life-cycle.ts';
import type { Database } from './database.ts';
import { writeChanges } from './finding-changes.ts';
import { listEvents, listRecords, newestLooks, recordRows, timesToResolve } from './finding-queries.ts';
import { forgetFindings } from './forget-findings.ts';
import { recordOf, rowOf } from './finding-row.ts';
import { takeLook } from './take-look.ts';

/** How often what is too old is looked for, in milliseconds. */
const forgetEveryMs = 86_400_000;
/** Acceptances that are ended in one transaction. */
const batch = 1_000;

/** What became of findings, in the database: every gateway on it knows the same. */
export class DurableHistoryStore implements HistoryStore {
  readonly #database: Kysely<Database>;
  readonly #now: () => Date;
  #forgotAt = Number.NEGATIVE_INFINITY;

  constructor(database: Kysely<Database>, now: () => Date = () => new Date()) {
    this.#database = database;
    this.#now = now;
  }

  async observe(look: Look): Promise<readonly FindingEvent[]> {
    const events = await takeLook(this.#database, look);
    await this.#forget();
    return events;
  }

  async lapse(): Promise<readonly FindingEvent[]> {
    const now = this.#now();
    const over = await this.#database
      .selectFrom('finding_records')
      .select('id')
      .where('accepted_until', '<=', now)
      .limit(batch)
      .execute();
    if (over.length === 0) return [];
    const ids = over.map(({ id }) => id);
    return await this.#database.transaction().execute(async (transaction) => {
      const changes = await changesOf(transaction, ids, (record) => expired(record, now));
      await writeAcceptances(transaction, changes);
      return changes.flatMap(({ events }) => events);
    });
  }

  async recordsOf(ids: readonly string[]): Promise<ReadonlyMap<string, FindingRecord>> {
    const rows = await recordRows(this.#database, ids);
    const looks = await newestLooks(this.#database);
    const now = this.#now();
    return new Map(
      rows.map((row) => [row.id, shownAt(recordOf(row, looks.get(row.directory) ?? null), now)]),
    );
  }

  list(filter: FindingRecordFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingRecord>> {
    return listRecords(this.#database, filter, page, this.#now());
  }

  events(filter: FindingEventFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingEvent>> {
    return listEvents(this.#database, filter, page);
  }

  accept(id: string, acceptance: Acceptance): Promise<Changed | null> {
    return this.#change(id, (record) => accepted(record, acceptance));
  }

  withdraw(id: string, by: string, reason: string | null): Promise<Changed | null> {
    return this.#change(id, (record) => withdrawn(record, by, reason, this.#now()));
  }

  timeToResolve(directories: readonly string[], period: Period): Promise<readonly TimeToResolve[]> {
    return timesToResolve(this.#database, directories, period, this.#now());
  }

  async #forget(): Promise<void> {
    const now = this.#now();
    if (now.getTime() - this.#forgotAt < forgetEveryMs) return;
    try {
      if (await forgetFindings(this.#database, now)) this.#forgotAt = now.getTime();
    } catch {
      // The look is taken in all the same, and the next one tries again.
    }
  }

  async #change(id: string, change: (record: FindingRecord) => Changed | null): Promise<Changed | null> {
    return await this.#database.transaction().execute(async (transaction) => {
      const changes = await changesOf(transaction, [id], change);
      await writeAcceptances(transaction, changes);
      return changes[0] ?? null;
    });
  }
}

async function changesOf(
  transaction: Transaction<Database>,
  ids: readonly string[],
  change: (record: FindingRecord) => Changed | null,
): Promise<readonly Changed[]> {
  const rows = await recordRows(transaction, ids, true);
  const looks = await newestLooks(transaction);
  return rows.flatMap((row) => change(recordOf(row, looks.get(row.directory) ?? null)) ?? []);
}

/** Nothing but the acceptance: when a finding was seen last is for looks to say. */
async function writeAcceptances(
  transaction: Transaction<Database>,
  changes: readonly Changed[],
): Promise<void> {
  for (const { record } of changes) {
    const { acceptance, accepted_until } = rowOf(record, null);
    await transaction
      .updateTable('finding_records')
      .set({ acceptance, accepted_until })
      .where('id', '=', record.id)
      .execute();
  }
  await writeChanges(
    transaction,
    [],
    changes.flatMap(({ events }) => events),
  );
}
