import type { Kysely } from 'kysely';
import type { LedgerEntry, LedgerFilter, LedgerPage, LedgerPageRequest } from '../actions/ledger.ts';
import type { Database } from './database.ts';
import { entryOf, type LedgerRow, recordOf } from './ledger-row.ts';
import { searchable } from './searchable.ts';

/** The records in which entries begin, each beside the one in which it ended. */
function entries(database: Kysely<Database>) {
  return database
    .selectFrom('ledger_records as begun')
    .leftJoin('ledger_records as ended', (join) =>
      join.onRef('ended.entry_id', '=', 'begun.entry_id').on('ended.kind', '=', 'OUTCOME'),
    )
    .where('begun.kind', '=', 'INTENT')
    .selectAll('begun')
    .select([
      'ended.sequence as ended_sequence',
      'ended.at as ended_at',
      'ended.body as ended_body',
      'ended.previous_hash as ended_previous_hash',
      'ended.hash as ended_hash',
    ]);
}

interface EntryRow extends LedgerRow {
  readonly ended_sequence: number | null;
  readonly ended_at: Date | null;
  readonly ended_body: string | null;
  readonly ended_previous_hash: string | null;
  readonly ended_hash: string | null;
}

function entryOfRow(row: EntryRow): LedgerEntry {
  const { ended_sequence: sequence, ended_at: at, ended_body: body } = row;
  const settled = sequence !== null && at !== null && body !== null;
  return entryOf(recordOf(row), settled ? recordOf({ ...row, sequence, at, body }) : null);
}

export async function findEntry(database: Kysely<Database>, id: string): Promise<LedgerEntry | null> {
  if (searchable(id) !== id) return null;
  const row = await entries(database).where('begun.entry_id', '=', id).executeTakeFirst();
  return row === undefined ? null : entryOfRow(row);
}

/** @throws {RangeError} for a cursor that the ledger did not give. */
export async function listEntries(
  database: Kysely<Database>,
  filter: LedgerFilter,
  page: LedgerPageRequest,
): Promise<LedgerPage> {
  let query = entries(database)
    .orderBy('begun.sequence', 'desc')
    .limit(page.first + 1);
  if (page.after !== null) query = query.where('begun.sequence', '<', sequenceOf(page.after));
  for (const [column, value] of [
    ['begun.actor', filter.actor],
    ['begun.action', filter.action],
    ['begun.cause_id', filter.cause],
    ['begun.directory', filter.directory],
    ['begun.directory', filter.subject?.directory],
  ] as const) {
    if (value !== undefined) query = query.where(column, '=', searchable(value));
  }
  if (filter.subject !== undefined) {
    const id = searchable(filter.subject.externalId);
    const makers = await makersOf(database, id);
    query = query
      .where((eb) => {
        const about = eb('begun.external_id', '=', id);
        return makers.length === 0 ? about : eb.or([about, eb('begun.entry_id', 'in', makers)]);
      })
      // The subject of what created something is what it created.
      .where((eb) => eb.or([eb('ended.external_id', 'is', null), eb('ended.external_id', '=', id)]));
  }
  if (filter.outcome === 'INTENDED') query = query.where('ended.sequence', 'is', null);
  else if (filter.outcome !== undefined) query = query.where('ended.outcome', '=', filter.outcome);
  if (filter.since !== undefined) query = query.where('begun.at', '>=', filter.since);
  if (filter.until !== undefined) query = query.where('begun.at', '<', filter.until);

  const found = await query.execute();
  const rows = found
    .slice(0, page.first)
    .map((row) => ({ entry: entryOfRow(row), cursor: String(row.sequence) }));
  return { rows, hasNextPage: found.length > rows.length };
}

/** Ids of the entries that created it: mostly none or one. Asked for first, so that the rest goes by an index. */
async function makersOf(database: Kysely<Database>, externalId: string): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('ledger_records')
    .select('entry_id')
    .where('external_id', '=', externalId)
    .where('kind', '=', 'OUTCOME')
    .execute();
  return rows.map((row) => row.entry_id);
}

function sequenceOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new RangeError(`Expected a cursor that this ledger gave, received "${cursor.slice(0, 40)}".`);
  return Number(cursor);
}
