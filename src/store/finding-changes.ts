import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { FindingEvent } from '../findings/history/finding-history.ts';
import type { Database } from './database.ts';
import { type RecordRow, rowOfEvent } from './finding-row.ts';

const recordColumns = [
  'id',
  'directory',
  'rule_id',
  'subject_key',
  'subject',
  'population',
  'severity',
  'state',
  'first_seen_at',
  'last_seen_at',
  'opened_at',
  'stale_since',
  'resolved_at',
  'reopen_count',
  'acceptance',
  'accepted_until',
] as const satisfies readonly (keyof RecordRow)[];

const eventColumns = [
  'at',
  'kind',
  'finding_id',
  'directory',
  'rule_id',
  'severity',
  'severity_before',
  'opened_at',
  'because',
  'said',
] as const;

/** Rows of one statement: while it works on them, the embedded database lets nobody else have a turn in this process. */
const rowsAtOnce = 100;

/** Rows and events in statements of some rows each: one parameter holds them all. Between two of them others have their turn. */
export async function writeChanges(
  database: Kysely<Database>,
  rows: readonly RecordRow[],
  events: readonly FindingEvent[],
): Promise<void> {
  for (let start = 0; start < Math.max(rows.length, events.length); start += rowsAtOnce) {
    const end = start + rowsAtOnce;
    await writeSome(database, rows.slice(start, end), events.slice(start, end));
  }
}

async function writeSome(
  database: Kysely<Database>,
  rows: readonly RecordRow[],
  events: readonly FindingEvent[],
): Promise<void> {
  if (rows.length > 0) {
    const columns = list(recordColumns);
    const renewed = sql.join(
      recordColumns
        .filter((column) => column !== 'id')
        .map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
    );
    await sql`insert into finding_records (${columns})
      select ${columns} from json_populate_recordset(null::finding_records, ${JSON.stringify(rows)}::json)
      on conflict (id) do update set ${renewed}`.execute(database);
    await setImmediate();
  }
  if (events.length > 0) {
    const columns = list(eventColumns);
    const made = JSON.stringify(events.map(rowOfEvent));
    await sql`insert into finding_events (${columns})
      select ${columns} from json_populate_recordset(null::finding_events, ${made}::json)`.execute(database);
    await setImmediate();
  }
}

function list(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)));
}
