import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { BulkItem, BulkOperation } from '../actions/bulk/bulk-operation.ts';
import type { Clock } from './clock.ts';
import type { BulkItemTable, BulkOperationTable, Database } from './database.ts';
import { claimRows } from './leases.ts';

/** What becomes of an item that nobody will begin. */
export const notStarted = { state: 'SKIPPED', outcome: 'NOT_STARTED', retryable: true } as const;

/**
 * The operation whose turn it is. One that was cancelled has a turn as long as it has items that were begun and did not end:
 * whoever was at them was cut off, and the ledger may have an intent that nobody else would settle.
 */
export async function claimOperation(
  database: Kysely<Database>,
  owner: string,
  leaseMs: number,
  clock: Clock,
): Promise<Selectable<BulkOperationTable> | null> {
  const rested = sql`(wait_until is null or wait_until <= ${clock()})`;
  const left = sql`exists (
    select 1 from bulk_items where operation_id = bulk_operations.id and bulk_items.state = 'RUNNING')`;
  const claim = { owner, leaseMs, limit: 1, clock };
  const [ended] = await claimRows(database, 'bulk_operations', {
    ...claim,
    from: 'CANCELLED',
    to: 'CANCELLED',
    where: sql`${rested} and ${left}`,
    orderBy: sql`finished_at`,
  });
  const [waiting] =
    ended === undefined
      ? await claimRows(database, 'bulk_operations', {
          ...claim,
          from: 'QUEUED',
          to: 'RUNNING',
          where: rested,
          orderBy: sql`applied_at`,
        })
      : [];
  const claimed = ended ?? waiting;
  if (claimed === undefined) return null;
  // Those that another gateway, or this one before a fault, had begun. They stay RUNNING: what was begun is never skipped.
  await database
    .updateTable('bulk_items')
    .set({ lease_owner: null })
    .where('operation_id', '=', claimed.id)
    .where('state', '=', 'RUNNING')
    .execute();
  return claimed;
}

/** The next item of an operation, if that is still in the state that its owner knows it in. */
export async function beginItem(
  database: Kysely<Database>,
  { id, state }: Pick<BulkOperation, 'id' | 'state'>,
  owner: string,
  now: Date,
): Promise<Selectable<BulkItemTable> | undefined> {
  const left = sql<boolean>`(state = 'RUNNING' and lease_owner is null)`;
  const next: RawBuilder<boolean> = state === 'CANCELLED' ? left : sql`(state = 'PENDING' or ${left})`;
  return await database
    .updateTable('bulk_items')
    .set(({ eb }) => ({
      state: 'RUNNING',
      lease_owner: owner,
      attempts: eb('attempts', '+', 1),
      started_at: now,
    }))
    .where('id', '=', (item) =>
      item
        .selectFrom('bulk_items')
        .select('id')
        .where('operation_id', '=', id)
        .where(next)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('bulk_operations')
              .select('id')
              .where('id', '=', id)
              .where('state', '=', state === 'CANCELLED' ? 'CANCELLED' : 'RUNNING')
              .where('lease_owner', '=', owner),
          ),
        )
        .orderBy('position')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Makes an item as before it was begun; where its operation has ended meanwhile, it will not be begun any more. */
export async function putItemBack(
  database: Kysely<Database>,
  { operationId, position, attempts }: BulkItem,
  owner: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // Under a lock that keeps it from being ended meanwhile: that skips items which are PENDING then, and no others.
    const operation = await transaction
      .selectFrom('bulk_operations')
      .select('state')
      .where('id', '=', operationId)
      .forShare()
      .executeTakeFirst();
    const goesOn = operation?.state === 'RUNNING' || operation?.state === 'QUEUED';
    await transaction
      .updateTable('bulk_items')
      .set(({ eb }) => ({ lease_owner: null, attempts: eb('attempts', '-', 1) }))
      // An earlier run may have left an intent in the ledger: it stays begun, so that somebody looks.
      .$if(attempts <= 1, (query) => query.set(goesOn ? { state: 'PENDING' } : notStarted))
      .where('operation_id', '=', operationId)
      .where('position', '=', position)
      .where('state', '=', 'RUNNING')
      .where('lease_owner', '=', owner)
      .execute();
  });
}
