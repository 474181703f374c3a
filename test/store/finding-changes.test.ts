import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import type { FindingEvent } from '../../src/findings/history/finding-history.ts';
import { sighted } from '../../src/findings/history/life-cycle.ts';
import type { Database } from '../../src/store/database.ts';
import { writeChanges } from '../../src/store/finding-changes.ts';
import { rowOf } from '../../src/store/finding-row.ts';

const noon = new Date('2026-01-01T12:00:00Z');
/** A statement of so many rows takes the embedded database some milliseconds, in which nobody else has a turn. */
const mostRows = 100;

test('many changed findings are written in their order, a few at a time, and others have their turn in between', async () => {
  const changed = Array.from({ length: 1_000 }, (_, at) => `user-${at}`).flatMap((externalId) => {
    const subject = { directory: 'main', type: 'USER', externalId } as const;
    const seen = { id: `finding-${externalId}`, ruleId: 'some::rule', subject, populationId: null } as const;
    return sighted(undefined, { ...seen, severity: 'LOW' }, noon) ?? [];
  });
  const events: FindingEvent[] = changed.flatMap((each) => each.events);
  const rows = changed.map(({ record }) => rowOf(record, noon));
  let turn = 0;
  const statements: { readonly turn: number; readonly table: string; readonly ids: readonly string[] }[] = [];
  const database = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query: { sql, parameters } }) => {
      const written = JSON.parse(String(parameters[0])) as readonly Record<string, string>[];
      const table = /insert into (\w+)/.exec(sql)?.[1] ?? '';
      statements.push({ turn, table, ids: written.map((row) => row['id'] ?? row['finding_id'] ?? '') });
    },
  });
  let isDone = false;
  const others = (): void => {
    turn += 1;
    if (!isDone) setImmediate(others);
  };
  setImmediate(others);
  await writeChanges(database, rows, events);
  isDone = true;
  const ids = changed.map(({ record }) => record.id);
  const written = (table: string): readonly string[] =>
    statements.flatMap((statement) => (statement.table === table ? statement.ids : []));
  expect(written('finding_records')).toEqual(ids);
  expect(written('finding_events')).toEqual(events.map(({ findingId }) => findingId));
  expect(Math.max(...statements.map((statement) => statement.ids.length))).toBeLessThanOrEqual(mostRows);
  expect(new Set(statements.map((statement) => statement.turn)).size).toBe(statements.length);
});
