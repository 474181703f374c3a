import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type {
  FindingEvent,
  FindingEventFilter,
  FindingRecord,
  FindingRecordFilter,
  HistoryPage,
  HistoryPageRequest,
  HistoryScope,
  Period,
  TimeToResolve,
} from '../findings/history/finding-history.ts';
import { shownAt } from '../findings/history/life-cycle.ts';
import { sequenceOf } from '../findings/history/memory-history.ts';
import { severities } from '../model/finding.ts';
import type { Database } from './database.ts';
import { eventOf, recordOf, type RecordRow, subjectKey } from './finding-row.ts';

/** Ids in one statement. */
const most = 2_000;

export async function recordRows(
  database: Kysely<Database>,
  ids: readonly string[],
  forUpdate = false,
): Promise<readonly RecordRow[]> {
  // No id has U+0000, which PostgreSQL refuses.
  const plain = ids.filter((id) => !id.includes('\0'));
  const rows: RecordRow[] = [];
  for (let start = 0; start < plain.length; start += most) {
    const part = plain.slice(start, start + most);
    const query = database.selectFrom('finding_records').selectAll().where('id', 'in', part).orderBy('id');
    rows.push(...(await (forUpdate ? query.forUpdate() : query).execute()));
  }
  return rows;
}

/** The newest look at each directory, which stands for a `last_seen_at` that is null. */
export async function newestLooks(database: Kysely<Database>): Promise<ReadonlyMap<string, Date>> {
  const looks = await database.selectFrom('finding_looks').selectAll().execute();
  return new Map(looks.map(({ directory, at }) => [directory, at]));
}

export async function listRecords(
  database: Kysely<Database>,
  filter: FindingRecordFilter,
  { first, after }: HistoryPageRequest,
  now: Date,
): Promise<HistoryPage<FindingRecord>> {
  const { directories, rules, subject, dispositions } = filter;
  let query = database
    .selectFrom('finding_records')
    .selectAll()
    .orderBy('id')
    .limit(first + 1);
  if (after !== null) query = query.where('id', '>', after.replaceAll('\0', ''));
  if (directories !== undefined) query = query.where('directory', 'in', listed(directories));
  if (rules !== undefined) query = query.where('rule_id', 'in', listed(rules));
  if (subject !== undefined) query = query.where('subject_key', '=', subjectKey(subject));
  if (dispositions !== undefined) {
    query = query.where((eb) => {
      const held = eb('accepted_until', '>', now);
      const free = eb.or([eb('accepted_until', 'is', null), eb('accepted_until', '<=', now)]);
      const open = eb('state', '=', 'OPEN');
      const means = { OPEN: eb.and([open, free]), ACCEPTED: eb.and([open, held]), RESOLVED: eb.not(open) };
      return eb.or(dispositions.map((disposition) => means[disposition]));
    });
  }
  const rows = await query.execute();
  const looks = await newestLooks(database);
  return {
    rows: rows.slice(0, first).map((row) => ({
      row: shownAt(recordOf(row, looks.get(row.directory) ?? null), now),
      cursor: row.id,
    })),
    hasNextPage: rows.length > first,
  };
}

export async function listEvents(
  database: Kysely<Database>,
  { findingId, subject, rules, within, kinds, since, until }: FindingEventFilter,
  { first, after }: HistoryPageRequest,
): Promise<HistoryPage<FindingEvent>> {
  let query = database
    .selectFrom('finding_events as event')
    .innerJoin('finding_records as record', 'record.id', 'event.finding_id')
    .selectAll('event')
    .select(['record.subject', 'record.population'])
    .orderBy('event.sequence', 'desc')
    .limit(first + 1);
  if (after !== null) query = query.where('event.sequence', '<', sequenceOf(after));
  if (findingId !== undefined)
    query = query.where('event.finding_id', '=', findingId.replaceAll('\0', '\uFFFD'));
  if (subject !== undefined) query = query.where('record.subject_key', '=', subjectKey(subject));
  if (rules !== undefined) query = query.where('event.rule_id', 'in', listed(rules));
  if (kinds !== undefined) query = query.where('event.kind', 'in', listed(kinds));
  if (since !== undefined) query = query.where('event.at', '>=', since);
  if (until !== undefined) query = query.where('event.at', '<', until);
  if (within !== undefined) query = query.where((eb) => eb.or(within.map((scope) => inScope(eb, scope))));
  const rows = await query.execute();
  return {
    rows: rows.slice(0, first).map((row) => ({ row: eventOf(row), cursor: String(row.sequence) })),
    hasNextPage: rows.length > first,
  };
}

/** An empty list of SQL is an error; no rule and no directory has an empty name. */
function listed<T extends string>(values: readonly T[]): readonly (T | '')[] {
  return values.length === 0 ? [''] : values;
}

type Joined = Database & {
  readonly event: Database['finding_events'];
  readonly record: Database['finding_records'];
};

function inScope(
  eb: ExpressionBuilder<Joined, 'event' | 'record'>,
  { directory, populations }: HistoryScope,
): ExpressionWrapper<Joined, 'event' | 'record', SqlBool> {
  const inDirectory = eb('event.directory', '=', directory);
  if (populations === null) return inDirectory;
  const names = listed(populations.map((id) => JSON.stringify(id)));
  return eb.and([inDirectory, eb('record.population', 'in', names)]);
}

/** Seconds in numbers: the drivers give what is `numeric` as text. */
export async function timesToResolve(
  database: Kysely<Database>,
  directories: readonly string[],
  { since, until }: Period,
  now: Date,
): Promise<readonly TimeToResolve[]> {
  const chosen = listed(directories);
  const took = sql`extract(epoch from at - opened_at)::float8`;
  const resolved = await database
    .selectFrom('finding_events')
    .select('severity')
    .select(spread(took))
    .where('kind', '=', 'RESOLVED')
    .where('directory', 'in', chosen)
    .where('at', '>=', since)
    .where('at', '<', until)
    .groupBy('severity')
    .execute();
  const age = sql`extract(epoch from ${now}::timestamptz - opened_at)::float8`;
  const open = await database
    .selectFrom('finding_records')
    .select('severity')
    .select(spread(age))
    .where('state', '=', 'OPEN')
    .where('directory', 'in', chosen)
    .groupBy('severity')
    .execute();
  return severities.map((severity) => {
    const ended = resolved.find((row) => row.severity === severity);
    const still = open.find((row) => row.severity === severity);
    return {
      severity,
      resolved: ended?.count ?? 0,
      medianSeconds: ended?.median ?? null,
      p90Seconds: ended?.p90 ?? null,
      open: still?.count ?? 0,
      openMedianSeconds: still?.median ?? null,
      openP90Seconds: still?.p90 ?? null,
    };
  });
}

function spread(seconds: RawBuilder<unknown>) {
  return [
    sql<number>`count(*)::int`.as('count'),
    sql<number>`percentile_cont(0.5) within group (order by ${seconds})`.as('median'),
    sql<number>`percentile_cont(0.9) within group (order by ${seconds})`.as('p90'),
  ] as const;
}
