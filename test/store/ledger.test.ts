import * as fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/actions/canonical-json.ts';
import { chained, chainStart, verifyChain } from '../../src/actions/ledger-chain.ts';
import type { LedgerFilter, LedgerIntent } from '../../src/actions/ledger.ts';
import { recordOf, rowOf } from '../../src/store/ledger-row.ts';
import { onBothDatabases } from './databases.ts';

const intent: LedgerIntent = {
  actor: 'local',
  action: 'SUSPEND_USER',
  subject: { directory: 'fake', type: 'USER', externalId: 'ada' },
  reason: null,
  dryRun: false,
  parameters: null,
  cause: null,
  before: { status: 'ACTIVE', enabled: true },
  correlationId: 'c',
  idempotencyKey: null,
  inverse: 'UNSUSPEND_USER',
};
const done = { outcome: 'SUCCEEDED', after: { enabled: false }, code: null } as const;

/** Any text at all: U+0000, halves of surrogate pairs, and too long for an index. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.string({ minLength: 300, maxLength: 5_000 }),
);
const anyObject = fc.dictionary(anyText, fc.jsonValue());

const anyIntent: fc.Arbitrary<LedgerIntent> = fc.record({
  actor: anyText,
  action: fc.constant('SUSPEND_USER' as const),
  subject: fc.record({ directory: anyText, type: fc.constant('USER' as const), externalId: anyText }),
  reason: fc.option(anyText),
  dryRun: fc.boolean(),
  parameters: fc.option(anyObject),
  cause: fc.option(fc.record({ kind: fc.constant('BULK' as const), id: anyText })),
  before: fc.option(anyObject),
  correlationId: anyText,
  idempotencyKey: fc.option(anyText),
  inverse: fc.constant(null),
});

describe('a record', () => {
  test('is the same when it was stored and read, whatever it says', () => {
    fc.assert(
      fc.property(anyIntent, fc.date({ noInvalidDate: true }), (body, at) => {
        const record = chained({
          sequence: 1,
          at: at.toISOString(),
          entryId: 'e',
          body: { kind: 'INTENT', intent: body },
          previousHash: chainStart,
        });
        const read = recordOf(rowOf(record));
        expect(canonicalJson(read)).toBe(canonicalJson(record));
        expect(verifyChain([read], { hash: chainStart, sequence: 0 })).toMatchObject({ intact: true });
      }),
    );
  });
});

onBothDatabases('the durable ledger', {}, (stage, database) => {
  test('begins, settles once, and knows only its own', async () => {
    const { ledger } = stage().store;
    const begun = await ledger.begin({ ...intent, parameters: { until: '2026' } });
    expect(begun).toMatchObject({
      ...intent,
      parameters: { until: '2026' },
      outcome: 'INTENDED',
      settledAt: null,
    });
    expect(await ledger.get(begun.id)).toEqual(begun);
    const settled = await ledger.settle(begun.id, { ...done, createdId: 'made' });
    expect(settled).toMatchObject({ ...done, subject: { externalId: 'made' }, recordedAt: begun.recordedAt });
    expect(settled.settledAt).toBeInstanceOf(Date);
    expect(await ledger.get(begun.id)).toEqual(settled);
    await expect(ledger.settle(begun.id, done)).rejects.toThrow('settled before, as SUCCEEDED');
    await expect(ledger.settle('unknown', done)).rejects.toThrow('no entry');
    expect(await ledger.get('unknown')).toBeNull();
    expect(await ledger.get('\0')).toBeNull();
  });

  test('of two who settle an entry at once, one does', async () => {
    const { ledger } = stage().store;
    const { id } = await ledger.begin(intent);
    const answers = await Promise.allSettled([ledger.settle(id, done), ledger.settle(id, done)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('appends that come at once are one chain, in their order', async () => {
    const { ledger, database: tables } = stage().store;
    const before = await tables.selectFrom('ledger_head').select('sequence').executeTakeFirstOrThrow();
    const entries = await Promise.all(
      Array.from({ length: 700 }, (_, index) => ledger.begin({ ...intent, actor: `crowd-${index}` })),
    );
    const { rows } = await ledger.list({}, { first: 700, after: null });
    expect(rows.map(({ entry }) => entry.id).toReversed()).toEqual(entries.map(({ id }) => id));
    expect(rows.at(-1)?.cursor).toBe(String(before.sequence + 1));
    expect(await ledger.verify()).toMatchObject({ intact: true, records: before.sequence + 700 });
  });

  test('lists newest first, page by page, through every filter', async () => {
    const { ledger } = stage().store;
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const entry = await ledger.begin({
        ...intent,
        actor: 'lister',
        subject: { directory: 'lists', type: 'GROUP', externalId: index % 2 === 0 ? 'ada' : '' },
        cause: index === 0 ? { kind: 'BULK', id: 'job' } : null,
      });
      ids.push(entry.id);
      if (index > 0)
        await ledger.settle(entry.id, index % 2 === 0 ? done : { ...done, createdId: `made-${index}` });
    }
    const mine = { actor: 'lister' };
    const first = await ledger.list(mine, { first: 2, after: null });
    expect(first.rows.map(({ entry }) => entry.id)).toEqual([ids[4], ids[3]]);
    expect(first.hasNextPage).toBe(true);
    const rest = await ledger.list(mine, { first: 9, after: first.rows.at(-1)?.cursor ?? null });
    expect(rest.rows.map(({ entry }) => entry.id)).toEqual([ids[2], ids[1], ids[0]]);
    expect(rest.hasNextPage).toBe(false);

    const count = async (filter: LedgerFilter) =>
      (await ledger.list(filter, { first: 9, after: null })).rows.length;
    expect(await count({ subject: { directory: 'lists', externalId: 'ada' } })).toBe(3);
    expect(await count({ subject: { directory: 'lists', externalId: 'made-3' } })).toBe(1);
    expect(await count({ subject: { directory: 'lists', externalId: '' } })).toBe(0);
    expect(await count({ subject: { directory: 'other', externalId: 'ada' } })).toBe(0);
    expect(await count({ ...mine, outcome: 'INTENDED' })).toBe(1);
    expect(await count({ ...mine, outcome: 'SUCCEEDED' })).toBe(4);
    expect(await count({ ...mine, outcome: 'FAILED' })).toBe(0);
    expect(await count({ cause: 'job' })).toBe(1);
    expect(await count({ directory: 'lists', ...mine, action: 'SUSPEND_USER' })).toBe(5);
    expect(await count({ ...mine, action: 'UNSUSPEND_USER' })).toBe(0);
    const at = rest.rows[0]?.entry.recordedAt;
    expect((await count({ ...mine, since: at })) + (await count({ ...mine, until: at }))).toBe(5);
    await expect(ledger.list({}, { first: 1, after: 'x; drop' })).rejects.toThrow(RangeError);
  });

  test('holds and finds whatever text it is given', async () => {
    const { ledger } = stage().store;
    const intents = fc.sample(anyIntent, { numRuns: 60, seed: 7 });
    const begun = await Promise.all(intents.map((each) => ledger.begin(each)));
    for (const [index, { id, ...entry }] of begun.entries()) {
      expect(canonicalJson(entry)).toBe(canonicalJson({ ...entry, ...intents[index] }));
      expect(await ledger.get(id)).toEqual({ id, ...entry });
    }
    for (const { actor, subject } of begun.slice(0, 10)) {
      const { rows } = await ledger.list({ actor, subject }, { first: 100, after: null });
      expect(rows.length).toBeGreaterThan(0);
    }
    expect(await ledger.verify()).toMatchObject({ intact: true });
  });

  test('the database refuses to change, remove or shorten it', async () => {
    const { database: tables, ledger } = stage().store;
    await ledger.begin(intent);
    const refused = 'only ever appended to';
    await expect(tables.updateTable('ledger_records').set({ actor: 'x' }).execute()).rejects.toThrow(refused);
    await expect(tables.deleteFrom('ledger_records').execute()).rejects.toThrow(refused);
    await expect(sql`truncate ledger_records`.execute(tables)).rejects.toThrow(refused);
    await expect(tables.deleteFrom('ledger_head').execute()).rejects.toThrow(refused);
    await expect(tables.updateTable('ledger_head').set({ sequence: 0 }).execute()).rejects.toThrow(
      'only moves forward',
    );
  });

  test(`exports records that verify without a database (${database})`, async () => {
    const { store } = stage();
    const records = [];
    for await (const record of store.records()) records.push(JSON.parse(JSON.stringify(record)));
    expect(verifyChain(records, { hash: chainStart, sequence: 0 })).toEqual({
      intact: true,
      records: records.length,
    });
  });
});
