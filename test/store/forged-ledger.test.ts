import * as fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { chained } from '../../src/actions/ledger-chain.ts';
import type { LedgerIntent } from '../../src/actions/ledger.ts';
import type { Database } from '../../src/store/database.ts';
import { recordOf, rowOf } from '../../src/store/ledger-row.ts';
import { verifyLedger } from '../../src/store/verify-ledger.ts';
import { onBothDatabases } from './databases.ts';

const edits = 1_000;
const size = 12;

const intent: LedgerIntent = {
  actor: 'local',
  action: 'SUSPEND_USER',
  subject: { directory: 'fake', type: 'USER', externalId: 'ada' },
  reason: 'because',
  dryRun: false,
  parameters: { days: 3 },
  cause: { kind: 'BULK', id: 'job' },
  before: { status: 'ACTIVE' },
  correlationId: 'c',
  idempotencyKey: null,
  inverse: 'UNSUSPEND_USER',
};

/** Something that a person with the database's password might do to what is stored. */
type Forgery = (database: Kysely<Database>) => Promise<unknown>;

const anyText = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });
const anySequence = fc.integer({ min: 1, max: size });

const editedText = fc
  .record({
    column: fc.constantFrom(
      'entry_id',
      'body',
      'previous_hash',
      'hash',
      'kind',
      'actor',
      'action',
      'directory',
      'cause_id',
      'external_id',
      'outcome',
    ),
    sequence: anySequence,
    text: anyText,
  })
  .map(({ column, sequence, text }): Forgery => async (database) => {
    await sql`update ledger_records set ${sql.ref(column)} = ${text} where sequence = ${sequence}`.execute(
      database,
    );
  });

const emptied = fc
  .record({
    column: fc.constantFrom('actor', 'action', 'directory', 'cause_id', 'external_id', 'outcome'),
    sequence: anySequence,
  })
  .map(({ column, sequence }): Forgery => async (database) => {
    await sql`update ledger_records set ${sql.ref(column)} = null where sequence = ${sequence}`.execute(
      database,
    );
  });

/** One character of the body becomes another, goes, or gets a neighbour: also such as JSON does not mind. */
const editedBody = fc
  .record({
    sequence: anySequence,
    at: fc.nat({ max: 400 }),
    removed: fc.constantFrom(0, 1),
    put: fc.constantFrom('', ' ', '\n', '0', 'x', '"'),
  })
  .map(({ sequence, at, removed, put }): Forgery => async (database) => {
    await sql`update ledger_records set body = overlay(body placing ${put}::text from ${at} % length(body) + 1 for ${removed})
      where sequence = ${sequence}`.execute(database);
  });

const backdated = fc
  .record({
    sequence: anySequence,
    ms: fc.oneof(fc.constantFrom(-1, 1), fc.integer({ min: -1e12, max: 1e12 })),
  })
  .map(({ sequence, ms }): Forgery => async (database) => {
    await sql`update ledger_records set at = at + ${ms}::float8 * interval '1 millisecond' where sequence = ${sequence}`.execute(
      database,
    );
  });

const renumbered = fc
  .record({ sequence: anySequence, to: fc.integer({ min: -5, max: 40 }) })
  .map(({ sequence, to }): Forgery => async (database) => {
    await database
      .updateTable('ledger_records')
      .set({ sequence: to })
      .where('sequence', '=', sequence)
      .execute();
  });

const removed = fc
  .record({ from: anySequence, count: fc.integer({ min: 1, max: size }) })
  .map(({ from, count }): Forgery => async (database) => {
    await database
      .deleteFrom('ledger_records')
      .where('sequence', '>=', from)
      .where('sequence', '<', from + count)
      .execute();
  });

const swapped = fc
  .record({ one: anySequence, other: anySequence })
  .map(({ one, other }): Forgery => async (database) => {
    await sql`update ledger_records set sequence = -sequence where sequence in (${one}, ${other})`.execute(
      database,
    );
    await sql`update ledger_records set sequence = ${one} + ${other} + sequence where sequence < 0`.execute(
      database,
    );
  });

/** As a careful forger would: with the hash that the new content has. */
const rehashed = fc
  .record({ sequence: anySequence, actor: anyText })
  .map(({ sequence, actor }): Forgery => async (database) => {
    const row = await database
      .selectFrom('ledger_records')
      .selectAll()
      .where('sequence', '=', sequence)
      .executeTakeFirstOrThrow();
    const { hash: _hash, ...record } = recordOf(row);
    const body =
      record.body.kind === 'INTENT'
        ? { ...record.body, intent: { ...record.body.intent, actor } }
        : record.body;
    await database
      .updateTable('ledger_records')
      .set(rowOf(chained({ ...record, body })))
      .where('sequence', '=', sequence)
      .execute();
  });

const appended = fc.constantFrom(1, 2, 9).map((by): Forgery => async (database) => {
  const row = await database
    .selectFrom('ledger_records')
    .selectAll()
    .orderBy('sequence', 'desc')
    .executeTakeFirstOrThrow();
  const { hash, ...record } = recordOf(row);
  const next = chained({ ...record, sequence: record.sequence + by, entryId: 'forged', previousHash: hash });
  await database.insertInto('ledger_records').values(rowOf(next)).execute();
});

const movedEnd = fc
  .record({ sequence: fc.integer({ min: 0, max: 40 }), hash: fc.option(anyText) })
  .map(({ sequence, hash }): Forgery => async (database) => {
    await database
      .updateTable('ledger_head')
      .set(hash === null ? { sequence } : { sequence, hash })
      .execute();
  });

const noEnd = fc.constant<Forgery>(async (database) => {
  await database.deleteFrom('ledger_head').execute();
});

const anyForgery = fc.oneof(
  { weight: 8, arbitrary: editedText },
  { weight: 3, arbitrary: emptied },
  { weight: 8, arbitrary: editedBody },
  { weight: 4, arbitrary: backdated },
  { weight: 2, arbitrary: renumbered },
  { weight: 3, arbitrary: removed },
  { weight: 2, arbitrary: swapped },
  { weight: 2, arbitrary: rehashed },
  { weight: 1, arbitrary: appended },
  { weight: 2, arbitrary: movedEnd },
  { weight: 1, arbitrary: noEnd },
);

class Undone extends Error {}

onBothDatabases('a forged ledger', {}, (stage) => {
  test(`is found out, ${edits} times of ${edits}`, async () => {
    const { ledger, database } = stage().store;
    for (let index = 0; index < size / 2; index += 1) {
      const { id } = await ledger.begin({ ...intent, actor: `actor-${index}` });
      await ledger.settle(id, {
        outcome: 'SUCCEEDED',
        after: { status: 'SUSPENDED' },
        code: null,
        createdId: `made-${index}`,
      });
    }
    let found = 0;
    let made = 0;
    const missed: string[] = [];
    await database
      .transaction()
      .execute(async (transaction) => {
        // Without the triggers, as somebody would who owns the database.
        await sql`set local session_replication_role = replica`.execute(transaction);
        const untouched = await contentOf(transaction);
        for (let seed = 1; made < edits; seed += 1) {
          const [forge] = fc.sample(anyForgery, { numRuns: 1, seed });
          await sql`savepoint untouched`.execute(transaction);
          // The database itself refuses some (the same number twice); others leave everything as it was.
          const done =
            forge !== undefined &&
            (await forge(transaction).then(
              () => true,
              () => false,
            ));
          if (done && (await contentOf(transaction)) !== untouched) {
            made += 1;
            const verdict = await verifyLedger(transaction);
            if (verdict.intact) missed.push(String(seed));
            else found += 1;
          }
          await sql`rollback to savepoint untouched`.execute(transaction);
        }
        throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
    expect(missed).toEqual([]);
    expect(found).toBe(edits);
    expect(await ledger.verify()).toEqual({ intact: true, records: size });
  }, 180_000);
});

async function contentOf(database: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ content: string }>`
    select (select string_agg(r::text, ',' order by sequence) from ledger_records r) || coalesce((select h::text from ledger_head h), '') as content
  `.execute(database);
  return rows[0]?.content;
}
