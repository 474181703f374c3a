import { randomUUID } from 'node:crypto';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import {
  type ActionServiceOptions,
  type ActionServices,
  createActionServices,
} from '../../../src/actions/action-services.ts';
import type { BulkItem, BulkOperation } from '../../../src/actions/bulk/bulk-operation.ts';
import type { BulkStore } from '../../../src/actions/bulk/bulk-store.ts';
import { BulkWorker, type BulkWorkerOptions } from '../../../src/actions/bulk/bulk-worker.ts';
import { type BulkRequest, type BulkStart, startBulk } from '../../../src/actions/bulk/start-bulk.ts';
import { suspendUser } from '../../../src/actions/users/suspend-user.ts';
import { CostMeter } from '../../../src/directory/cost-meter.ts';
import { Directory } from '../../../src/directory/directory.ts';
import type { RequestScope } from '../../../src/directory/request-scope.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { DurableBulkStore } from '../../../src/store/bulk-store.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { DurableTimedStore } from '../../../src/store/timed-store.ts';

/** A gateway of its own over a database: what a second one would have too. */
export interface BulkStage {
  readonly services: ActionServices;
  readonly bulk: BulkStore;
  readonly directory: Directory;
  readonly worker: BulkWorker;
  /** What went wrong where nobody waits for it. */
  readonly faults: unknown[];
  readonly newWorker: (options?: Partial<BulkWorkerOptions>) => BulkWorker;
  /** Asks for suspensions of these users. */
  readonly suspend: (ids: readonly string[], more?: Partial<BulkRequest>) => Promise<BulkStart>;
  readonly items: (operation: Pick<BulkOperation, 'id'>) => Promise<readonly BulkItem[]>;
}

export function setBulkStage(
  store: Store<ActionResult>,
  provider: Provider,
  options: ActionServiceOptions = {},
  directory = new Directory({ provider, isPrimary: true, writable: true }),
): BulkStage {
  const bulk = new DurableBulkStore(store.database, options.now);
  const faults: unknown[] = [];
  const services = createActionServices({
    ledger: store.ledger,
    idempotency: store.idempotency,
    blastRadius: store.blastRadius,
    locks: store.locks,
    bulk,
    timed: new DurableTimedStore(store.database, options.now),
    sleep: async () => {},
    onLedgerFailure: (error) => faults.push(error),
    ...options,
  });
  const newWorker = (more: Partial<BulkWorkerOptions> = {}): BulkWorker =>
    new BulkWorker({
      services,
      store: bulk,
      directories: [directory],
      onFailure: (error) => faults.push(error),
      ...more,
    });
  return {
    services,
    bulk,
    directory,
    faults,
    worker: newWorker(),
    newWorker,
    suspend: (ids, more = {}) =>
      startBulk({
        services,
        store: bulk,
        directory,
        scope: scopeNow(),
        caller: localCaller,
        action: suspendUser,
        asked: { users: ids },
        reason: null,
        idempotencyKey: null,
        onFailure: 'CONTINUE',
        planOnly: false,
        subjects: async () =>
          ids.map((externalId) => ({ given: `externalId ${externalId}`, externalId, end: null })),
        ...more,
      }),
    items: async ({ id }) => (await bulk.items(id, { first: 1_000, after: null })).rows,
  };
}

export function scopeNow(): RequestScope {
  const meter = new CostMeter();
  return {
    asOf: new Date(),
    maxAgeMs: null,
    meter,
    context: { lane: 'interactive', transactionId: randomUUID(), onExchange: meter.onExchange },
  };
}

/** The operation that was started. */
export function started(answer: BulkStart): BulkOperation {
  if ('kind' in answer)
    throw new Error(`Expected an operation, received ${answer.kind} ${answer.code}: ${answer.message}`);
  return answer;
}

export function named(name: string): Caller {
  return { ...localCaller, name };
}
