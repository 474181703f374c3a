import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import type { BulkItem, BulkOperation } from '../../../src/actions/bulk/bulk-operation.ts';
import { keyOf } from '../../../src/actions/bulk/left-item.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { onBothDatabases } from '../../store/databases.ts';
import { TenantView } from '../support/tenant.ts';
import { type BulkStage, setBulkStage, started } from './bulk-stage.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 120, seed: 5 });
  provider = connect(connectionTo(sandbox));
  tenant = new TenantView(sandbox);
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

const settings = { blastLimits: [] };
const leaseMs = 30_000;

onBothDatabases<ActionResult>('an item that was begun and left', { blastLimits: [] }, (given) => {
  let stage: BulkStage;
  let people: string[];
  let moment: Date;

  beforeEach(() => {
    moment = new Date();
    people = tenant.people(8);
    stage = setBulkStage(given().store, provider, { settings, now: () => moment });
    sandbox.requests.reset();
  });

  afterEach(() => {
    for (const id of people) if (tenant.isEnabled(id) !== true) tenant.setEnabled(id, true);
    if (stage.faults.length > 0) throw new AggregateError(stage.faults, 'The gateway met faults.');
  });

  test('of a killed gateway is settled by what is so now when its operation was cancelled, and nothing is sent', async () => {
    const [done = '', open = '', unsent = '', pending = ''] = people;
    const gone = '00000000-0000-4000-8000-000000000000';
    const operation = await claimed([done, open, gone, unsent, pending]);
    for (const id of [done, open, gone, unsent]) {
      const item = await stage.bulk.begin(operation, 'killed');
      if (id !== unsent) await intend(operation, item);
    }
    tenant.setEnabled(done, false);
    expect(await stage.bulk.cancel(operation.id)).toBe(true);
    await stage.worker.drain();
    // Until its lease has run out it may be alive.
    expect((await stage.bulk.get(operation.id))?.counts).toMatchObject({ pending: 4, notStarted: 1 });

    moment = new Date(moment.getTime() + leaseMs + 1);
    await stage.worker.drain();
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'CANCELLED',
      counts: { succeeded: 1, failed: 2, notStarted: 2, pending: 0 },
    });
    expect(await stage.items(operation)).toMatchObject([
      { state: 'ENDED', end: { outcome: 'SUCCEEDED' } },
      { state: 'ENDED', end: { outcome: 'FAILED', code: 'CUT_OFF' } },
      { state: 'ENDED', end: { outcome: 'UNCONFIRMED', code: 'CUT_OFF' } },
      { state: 'ENDED', end: { outcome: 'NOT_STARTED' } },
      { state: 'ENDED', end: { outcome: 'NOT_STARTED' } },
    ]);
    expect(await unsettled(operation)).toBe(0);
    expect(tenant.writes).toBe(0);
    expect(await stage.bulk.claim('anybody', leaseMs)).toBeNull();
  });

  test('is settled, too, when its operation was cancelled after another gateway took it over', async () => {
    const operation = await claimed(people.slice(0, 2));
    await intend(operation, await stage.bulk.begin(operation, 'killed'));
    moment = new Date(moment.getTime() + leaseMs + 1);
    const heir = await stage.bulk.claim('heir', leaseMs);
    expect(heir).toMatchObject({ id: operation.id, state: 'RUNNING' });
    await stage.bulk.cancel(operation.id);
    expect(await stage.bulk.begin(operation, 'heir')).toBeNull();
    expect(await stage.bulk.renew(operation.id, 'heir', leaseMs)).toBe(true);
    await stage.bulk.finish(operation.id, 'heir', 'DONE');
    await stage.worker.drain();
    const items = await stage.items(operation);
    expect(items.map(({ end }) => end?.outcome)).toEqual(['FAILED', 'NOT_STARTED']);
    expect(await unsettled(operation)).toBe(0);
    expect(tenant.writes).toBe(0);
  });

  test('put back after its operation was cancelled is NOT_STARTED', async () => {
    const operation = await claimed(people.slice(0, 2));
    const item = await stage.bulk.begin(operation, 'killed');
    await stage.bulk.cancel(operation.id);
    if (item !== null) await stage.bulk.putBack(item, 'killed');
    expect(await stage.bulk.get(operation.id)).toMatchObject({
      state: 'CANCELLED',
      counts: { pending: 0, notStarted: 2 },
    });
    expect(await stage.items(operation)).toMatchObject([
      { state: 'ENDED', end: { outcome: 'NOT_STARTED', retryable: true } },
      { state: 'ENDED' },
    ]);
  });

  test('put back and cancelled at the same moment ends either way', async () => {
    for (let round = 0; round < 5; round += 1) {
      const operation = await claimed(people.slice(0, 1));
      const item = await stage.bulk.begin(operation, 'killed');
      if (item === null) throw new Error('Expected an item to begin.');
      await Promise.all([stage.bulk.putBack(item, 'killed'), stage.bulk.cancel(operation.id)]);
      expect((await stage.bulk.get(operation.id))?.counts).toMatchObject({ pending: 0, notStarted: 1 });
    }
  });

  test('put back by who had taken it over stays begun, and is settled after the cancel', async () => {
    const operation = await claimed(people.slice(0, 1));
    await intend(operation, await stage.bulk.begin(operation, 'killed'));
    moment = new Date(moment.getTime() + leaseMs + 1);
    await stage.bulk.claim('heir', leaseMs);
    const again = await stage.bulk.begin(operation, 'heir');
    expect(again).toMatchObject({ attempts: 2 });
    if (again !== null) await stage.bulk.putBack(again, 'heir');
    await stage.bulk.release(operation.id, 'heir', null);
    await stage.bulk.cancel(operation.id);
    await stage.worker.drain();
    expect(await stage.items(operation)).toMatchObject([{ end: { outcome: 'FAILED', code: 'CUT_OFF' } }]);
    expect(await unsettled(operation)).toBe(0);
    expect(tenant.writes).toBe(0);
  });

  /** An operation that a gateway works on that is about to be killed. */
  async function claimed(ids: readonly string[]): Promise<BulkOperation> {
    const { id } = started(await stage.suspend(ids));
    const operation = await stage.bulk.claim('killed', leaseMs);
    if (operation?.id !== id) throw new Error('Expected the operation to be claimed.');
    return operation;
  }

  /** As a run of the item does before it sends. */
  async function intend({ id, caller }: BulkOperation, item: BulkItem | null): Promise<void> {
    if (item === null) throw new Error('Expected an item to begin.');
    await stage.services.ledger.begin({
      actor: caller.name,
      action: 'SUSPEND_USER',
      subject: item.subject,
      reason: null,
      dryRun: false,
      parameters: null,
      cause: { kind: 'BULK', id },
      before: { status: 'ACTIVE', enabled: true },
      correlationId: 'cut off',
      idempotencyKey: keyOf(item),
      inverse: 'UNSUSPEND_USER',
    });
  }

  async function unsettled({ id }: BulkOperation): Promise<number> {
    const filter = { cause: id, outcome: 'INTENDED' } as const;
    return (await stage.services.ledger.list(filter, { first: 10, after: null })).rows.length;
  }
});
