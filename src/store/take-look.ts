import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import {
  type Changed,
  type FindingEvent,
  type FindingRecord,
  type Look,
  type SeenFinding,
  subjectsOf,
} from '../findings/history/finding-history.ts';
import { missed, sighted } from '../findings/history/life-cycle.ts';
import { sortedInTurns } from '../findings/sort-in-turns.ts';
import { inTurns } from '../upstream/turns.ts';
import type { Database } from './database.ts';
import { writeChanges } from './finding-changes.ts';
import { recordRows } from './finding-queries.ts';
import { populationText, type RecordRow, recordOf, rowOf, subjectKey, subjectOf } from './finding-row.ts';
import { lockNumber } from './lock-number.ts';

/** Rows that are read at once: some milliseconds of the embedded database, in which nobody else has a turn in this process. */
const page = 1_000;
/** Findings that one transaction changes: the embedded database does nothing else meanwhile. */
const batch = 1_000;

/**
 * Takes in what a look showed. Only what differs is written, in batches of their own: a look that is broken off is completed by
 * the next one, and gateways that look at the same directory take turns.
 */
export async function takeLook(database: Kysely<Database>, look: Look): Promise<readonly FindingEvent[]> {
  const present = new Map<string, SeenFinding>();
  await inTurns(look.present, (seen) => present.set(seen.id, seen));
  const before = await newestLook(database, look.directory);
  if (isOverdue(look, before)) return [];
  const unwritten = new Set(present.keys());
  const differing: string[] = [];
  for await (const row of openRows(database, look)) {
    unwritten.delete(row.id);
    if (mayDiffer(row, present.get(row.id), look)) differing.push(row.id);
  }
  const ids = await sortedInTurns([...differing, ...unwritten], (one, other) => (one < other ? -1 : 1));
  const events: FindingEvent[] = [];
  for (let start = 0; start < ids.length; start += batch) {
    events.push(...(await takeBatch(database, ids.slice(start, start + batch), present, look)));
  }
  if (subjectsOf(look) === null) await noteLook(database, look);
  return events;
}

async function takeBatch(
  database: Kysely<Database>,
  ids: readonly string[],
  present: ReadonlyMap<string, SeenFinding>,
  look: Look,
): Promise<readonly FindingEvent[]> {
  return await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${lockNumber(`findings of ${look.directory}`)}::bigint)`.execute(
      transaction,
    );
    const newest = await newestLook(transaction, look.directory);
    // Another gateway has taken in a newer one meanwhile.
    if (isOverdue(look, newest)) return [];
    const rows = new Map((await recordRows(transaction, ids, true)).map((row) => [row.id, row]));
    const steps = ids.flatMap((id) => stepOf(rows.get(id), present.get(id), look, newest) ?? []);
    const events = steps.flatMap((step) => step.events);
    await writeChanges(
      transaction,
      steps.map(({ row }) => row),
      events,
    );
    return events;
  });
}

interface Step {
  readonly row: RecordRow;
  readonly events: readonly FindingEvent[];
}

/** What is to be written of one finding; null: nothing. */
function stepOf(
  row: RecordRow | undefined,
  seen: SeenFinding | undefined,
  look: Look,
  newest: Date | null,
): Step | null {
  const record = row === undefined ? undefined : recordOf(row, newest);
  const changed = changeOf(record, seen, look);
  const isWhole = subjectsOf(look) === null;
  if (changed === null) {
    if (row === undefined || record === undefined) return null;
    // It is not at the newest look any more that it was seen last.
    const isLeftBehind = isWhole && row.last_seen_at === null && record.lastSeenAt < look.at;
    return isLeftBehind ? { row: { ...row, last_seen_at: record.lastSeenAt }, events: [] } : null;
  }
  const after = rowOf(changed.record, isWhole ? look.at : newest);
  const isSame =
    row !== undefined &&
    row.last_seen_at === null &&
    after.last_seen_at === null &&
    isWhole &&
    changed.events.length === 0 &&
    row.population === after.population &&
    row.stale_since === null;
  return isSame ? null : { row: after, events: changed.events };
}

function changeOf(
  record: FindingRecord | undefined,
  seen: SeenFinding | undefined,
  look: Look,
): Changed | null {
  if (seen !== undefined) return sighted(record, seen, look.at);
  return record === undefined ? null : missed(record, look.verdictOf(record), look.at);
}

/** A look at a whole directory that is older than what is known of it says nothing that was not said again since. */
function isOverdue(look: Look, newest: Date | null): boolean {
  return subjectsOf(look) === null && newest !== null && look.at < newest;
}

/** Of an open finding what tells whether a look changes anything: to read all of tens of thousands takes three times as long. */
interface OpenRow {
  readonly id: string;
  readonly directory: string;
  readonly rule_id: string;
  readonly subject: string;
  readonly severity: string;
  readonly population: string | null;
  /** Whether the newest look saw it. */
  readonly current: boolean;
  readonly stale: boolean;
}

/** Whether it is worth a closer look; what `stepOf` would write of it always is. */
function mayDiffer(row: OpenRow, seen: SeenFinding | undefined, look: Look): boolean {
  if (seen !== undefined) {
    const { severity, populationId } = seen;
    const isSame = row.severity === severity && row.population === populationText(populationId);
    return !row.current || !isSame || subjectsOf(look) !== null;
  }
  const verdict = look.verdictOf({ id: row.id, ruleId: row.rule_id, subject: subjectOf(row) });
  if (verdict === 'UNASKED') return row.current;
  return verdict !== 'UNKNOWN' || !row.stale;
}

async function* openRows(database: Kysely<Database>, look: Look): AsyncGenerator<OpenRow> {
  const subjects = subjectsOf(look);
  if (subjects === null) {
    yield* openRowsOf(database, look, null);
    return;
  }
  for (let start = 0; start < subjects.length; start += batch) {
    const some = subjects.slice(start, start + batch);
    yield* openRowsOf(database, look, some.map(subjectKey));
  }
}

/** @param keys of subjects; null: of all. */
async function* openRowsOf(
  database: Kysely<Database>,
  { directory }: Look,
  keys: readonly string[] | null,
): AsyncGenerator<OpenRow> {
  for (let after = ''; ;) {
    let query = database
      .selectFrom('finding_records')
      .select(['id', 'directory', 'rule_id', 'subject', 'severity', 'population'])
      .select((eb) => [
        eb('last_seen_at', 'is', null).$castTo<boolean>().as('current'),
        eb('stale_since', 'is not', null).$castTo<boolean>().as('stale'),
      ])
      .where('directory', '=', directory)
      .where('state', '=', 'OPEN')
      .where('id', '>', after)
      .orderBy('id')
      .limit(page);
    if (keys !== null) query = query.where('subject_key', 'in', keys);
    const rows = await query.execute();
    yield* rows;
    await setImmediate();
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return;
    after = last.id;
  }
}

async function newestLook(database: Kysely<Database>, directory: string): Promise<Date | null> {
  const row = await database
    .selectFrom('finding_looks')
    .select('at')
    .where('directory', '=', directory)
    .executeTakeFirst();
  return row?.at ?? null;
}

async function noteLook(database: Kysely<Database>, { directory, at }: Look): Promise<void> {
  await database
    .insertInto('finding_looks')
    .values({ directory, at })
    .onConflict((conflict) =>
      conflict.column('directory').doUpdateSet({ at }).where('finding_looks.at', '<', at),
    )
    .execute();
}
