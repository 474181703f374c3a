import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import type { BulkItem, BulkOperation, ItemEnd } from '../../../src/actions/bulk/bulk-operation.ts';
import { KeyedLocks } from '../../../src/actions/keyed-lock.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { DurableBulkStore } from '../../../src/store/bulk-store.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { onBothDatabases } from '../../store/databases.ts';
import { gate } from '../../store/gate.ts';
import { TenantView } from '../support/tenant.ts';
import { setBulkStage, started } from './bulk-stage.ts';

let sandbox: Sandbox;
let provider: Provider;
let people: string[];

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 5 });
  provider = connect(connectionTo(sandbox));
});

beforeEach(() => {
  people = new TenantView(sandbox).people(4);
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

const settings = { blastLimits: [] };

onBothDatabases<ActionResult>('a fault of the gateway', { blastLimits: [] }, (given) => {
  test('in the database while an item is begun: a worker that is stopped still waits for the items under way', async () => {
    const [held, refused, go] = [gate(), gate(), gate()];
    class Hiccup extends DurableBulkStore {
      #calls = 0;
      override async begin(operation: BulkOperation, owner: string): Promise<BulkItem | null> {
        this.#calls += 1;
        if (this.#calls === 1) return await super.begin(operation, owner);
        await held.passed;
        refused.open();
        throw new Error('hiccup');
      }
      override async settle(item: BulkItem, owner: string, end: ItemEnd): Promise<void> {
        held.open();
        await go.passed;
        await super.settle(item, owner, end);
      }
    }
    const stage = setBulkStage(given().store, provider, { settings });
    const operation = started(await stage.suspend(people.slice(0, 3)));
    const store = new Hiccup(given().store.database);
    const worker = stage.newWorker({ store, concurrency: 2, pollMs: 60_000 });
    worker.start();
    await refused.passed;
    let stopped = false;
    const stop = worker.stop().then(() => (stopped = true));
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(stopped).toBe(false);
    go.open();
    await stop;
    expect(stage.faults.map(String)).toEqual(['Error: hiccup']);
    // It rests for a moment, and is then gone on with.
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'WAITING',
      counts: { succeeded: 1, pending: 2 },
    });
    await stage.bulk.cancel(operation.id);
  });

  test('at one item, each time: it is FAILED with INTERNAL after a few attempts, and the others are done', async () => {
    const [bad = '', ...good] = people;
    const locks = new KeyedLocks();
    let ahead = 0;
    let attempts = 0;
    const stage = setBulkStage(given().store, provider, {
      settings,
      now: () => new Date(Date.now() + ahead),
      locks: {
        run: async (name, work) => {
          if (!name.includes(bad)) return await locks.run(name, work);
          attempts += 1;
          throw new TypeError('a slip');
        },
      },
    });
    const operation = started(await stage.suspend([bad, ...good]));
    for (let rests = 0; rests < 5; rests += 1) {
      await stage.worker.drain();
      ahead += 10_000;
    }
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'DONE',
      counts: { succeeded: 3, failed: 1, pending: 0 },
    });
    expect((await stage.items(operation))[0]).toMatchObject({ end: { outcome: 'FAILED', code: 'INTERNAL' } });
    expect(attempts).toBe(3);
    expect(stage.faults.map(String)).toEqual(Array.from({ length: 3 }, () => 'TypeError: a slip'));
  });
});
