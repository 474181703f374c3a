import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainStart, verifyChain } from '../../src/actions/ledger-chain.ts';
import type { LedgerIntent } from '../../src/actions/ledger.ts';
import { MemoryLedger } from '../../src/actions/memory-ledger.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { setStage } from './support/stage.ts';

const intent: LedgerIntent = {
  actor: 'local',
  action: 'SUSPEND_USER',
  subject: { directory: 'fake', type: 'USER', externalId: 'ada' },
  reason: null,
  parameters: null,
  cause: null,
  dryRun: false,
  before: { status: 'ACTIVE', enabled: true },
  correlationId: 'c',
  idempotencyKey: null,
  inverse: 'UNSUSPEND_USER',
};
const done = { outcome: 'SUCCEEDED', after: { status: 'SUSPENDED', enabled: false }, code: null } as const;

describe('the ledger', () => {
  test('holds the intent before the change is sent', async () => {
    const provider = createFakeProvider(['ada']);
    const stage = setStage(provider);
    const seen: unknown[] = [];
    provider.nextWrite = () => {
      seen.push(stage.ledger.records.at(-1)?.body.kind, stage.ledger.records.length);
      return { applied: true, answer: 'OK' };
    };
    await stage.suspend('ada');
    expect(seen).toEqual(['INTENT', 1]);
    expect(stage.ledger.records.map(({ body }) => body.kind)).toEqual(['INTENT', 'OUTCOME']);
  });

  test('that cannot write stops the change, and the budget is not spent', async () => {
    const provider = createFakeProvider(['ada']);
    const ledger = new MemoryLedger();
    const told: string[] = [];
    let broken = true;
    const begin = ledger.begin.bind(ledger);
    ledger.begin = async (entry) => {
      if (broken) throw new Error('disk full');
      return await begin(entry);
    };
    const stage = setStage(provider, {
      ledger,
      settings: { blastLimits: [{ per: 'ACTOR', windowMs: 60_000, max: 1 }] },
      onLedgerFailure: (_error, what) => told.push(what),
    });
    for (const dryRun of [false, true]) {
      expect(await stage.suspend('ada', { dryRun })).toMatchObject({
        kind: 'FAILED',
        code: 'LEDGER_UNAVAILABLE',
        retryable: true,
      });
    }
    expect(provider.writes).toEqual([]);
    expect(told).toEqual(['SUSPEND_USER INTENDED', 'SUSPEND_USER DRY_RUN']);
    broken = false;
    expect(await stage.suspend('ada')).toMatchObject({ kind: 'SUCCESS' });
  });

  test('that cannot take down the outcome leaves the entry open, and the answer true', async () => {
    const ledger = new MemoryLedger();
    ledger.settle = async () => {
      throw new Error('disk full');
    };
    const told: string[] = [];
    const stage = setStage(createFakeProvider(['ada']), {
      ledger,
      onLedgerFailure: (_error, what) => told.push(what),
    });
    const result = await stage.suspend('ada');
    expect(result).toMatchObject({ kind: 'SUCCESS', entry: { outcome: 'INTENDED' } });
    expect(told).toHaveLength(1);
  });

  test('lists newest first, page by page, through filters', async () => {
    const now = new Date('2026-05-04T10:00:00Z');
    const ledger = new MemoryLedger({ now: () => now });
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const externalId = index % 2 === 0 ? 'ada' : 'ben';
      const entry = await ledger.begin({ ...intent, subject: { ...intent.subject, externalId } });
      ids.push(entry.id);
      await ledger.settle(entry.id, done);
      now.setTime(now.getTime() + 1_000);
    }
    const first = await ledger.list({}, { first: 2, after: null });
    expect(first.rows.map(({ entry }) => entry.id)).toEqual([ids[4], ids[3]]);
    expect(first.hasNextPage).toBe(true);
    const rest = await ledger.list({}, { first: 9, after: first.rows.at(-1)?.cursor ?? null });
    expect(rest.rows.map(({ entry }) => entry.id)).toEqual([ids[2], ids[1], ids[0]]);
    expect(rest.hasNextPage).toBe(false);

    const page = { first: 9, after: null };
    const count = async (filter: Parameters<typeof ledger.list>[0]) =>
      (await ledger.list(filter, page)).rows.length;
    expect(await count({ subject: { directory: 'fake', externalId: 'ada' } })).toBe(3);
    expect(await count({ subject: { directory: 'other', externalId: 'ada' } })).toBe(0);
    expect(
      await count({ since: new Date('2026-05-04T10:00:01Z'), until: new Date('2026-05-04T10:00:03Z') }),
    ).toBe(2);
    expect(await count({ actor: 'nobody' })).toBe(0);
    expect(await count({ action: 'UNSUSPEND_USER' })).toBe(0);
    expect(await count({ directory: 'fake', actor: 'local', action: 'SUSPEND_USER' })).toBe(5);
    await expect(ledger.list({}, { first: 1, after: 'x; drop' })).rejects.toThrow(RangeError);
  });

  test('settles an entry once, and knows only its own', async () => {
    const ledger = new MemoryLedger();
    const { id } = await ledger.begin(intent);
    expect(await ledger.get(id)).toMatchObject({ outcome: 'INTENDED', settledAt: null });
    await ledger.settle(id, done);
    await expect(ledger.settle(id, done)).rejects.toThrow('settled before');
    await expect(ledger.settle('unknown', done)).rejects.toThrow('no entry');
    expect(await ledger.get('unknown')).toBeNull();
  });

  test('keeps the newest entries when it is full, and its chain still verifies', async () => {
    const ledger = new MemoryLedger({ maxEntries: 20 });
    let last = '';
    for (let index = 0; index < 75; index += 1) {
      last = (await ledger.begin(intent)).id;
      if (index % 3 > 0) await ledger.settle(last, done);
    }
    const { rows } = await ledger.list({}, { first: 100, after: null });
    expect(rows.length).toBeLessThanOrEqual(20);
    expect(rows[0]?.entry.id).toBe(last);
    expect(ledger.records.length).toBeLessThanOrEqual(40);
    expect(await ledger.verify()).toMatchObject({ intact: true });
  });

  test('every edit, removal or swap of a record is found', async () => {
    const ledger = new MemoryLedger();
    for (const reason of ['a', 'b', 'c', 'd', 'e']) {
      const { id } = await ledger.begin({ ...intent, reason });
      await ledger.settle(id, done);
    }
    const { records } = ledger;
    const start = { hash: chainStart, sequence: 0 };
    expect(verifyChain(records, start)).toEqual({ intact: true, records: 10 });
    const at = fc.nat({ max: records.length - 2 });
    fc.assert(
      fc.property(at, fc.constantFrom('edit', 'remove', 'swap', 'backdate'), (index, how) => {
        const forged = structuredClone(records.slice());
        const record = forged[index];
        const next = forged[index + 1];
        if (record === undefined || next === undefined) return;
        if (how === 'edit') forged[index] = { ...record, entryId: `${record.entryId}0` };
        if (how === 'backdate') forged[index] = { ...record, at: '2001-01-01T00:00:00.000Z' };
        if (how === 'remove') forged.splice(index, 1);
        if (how === 'swap') forged.splice(index, 2, next, record);
        expect(verifyChain(forged, start)).toMatchObject({ intact: false, brokenAt: index + 1 });
      }),
    );
  });
});
