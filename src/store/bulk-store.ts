import { type Kysely, type Selectable, sql } from 'kysely';
import { storedCaller } from '../actions/stored-caller.ts';
import type { Caller } from '../access/caller.ts';
import type {
  BulkItem,
  BulkOperation,
  ItemEnd,
  NewBulkItem,
  NewBulkOperation,
} from '../actions/bulk/bulk-operation.ts';
import type { BulkFilter, BulkPage, BulkStore } from '../actions/bulk/bulk-store.ts';
import { bulkItemOf, bulkOperationOf, type CountRow } from './bulk-row.ts';
import { inStates, insertItems, notOurs, placeOf } from './bulk-queries.ts';
import { type Clock, clockOf, shifted } from './clock.ts';
import { type BulkOperationTable, type Database, json } from './database.ts';
import { claimRows } from './leases.ts';
import { searchable } from './searchable.ts';

type Page = { readonly first: number; readonly after: string | null };

/** Bulk operations in the database, for all gateways on it. */
export class DurableBulkStore implements BulkStore {
  readonly #database: Kysely<Database>;
  readonly #now: () => Date;
  readonly #clock: Clock;

  /** `now` is for tests: otherwise leases and waits go by the database's clock. */
  constructor(database: Kysely<Database>, now?: () => Date) {
    this.#database = database;
    this.#now = now ?? (() => new Date());
    this.#clock = clockOf(now);
  }

  async create(operation: NewBulkOperation, items: readonly NewBulkItem[]): Promise<boolean> {
    const { id } = operation;
    return await this.#database.transaction().execute(async (transaction) => {
      const created = await transaction
        .insertInto('bulk_operations')
        .values({
          id,
          actor: searchable(operation.caller.name),
          action: operation.action,
          directory: searchable(operation.directory),
          reason: operation.reason,
          input: json({
            directory: operation.directory,
            fingerprint: operation.fingerprint,
            reason: operation.reason,
          }),
          plan: operation.plan === null ? null : json({ ...operation.plan }),
          context: json(storedCaller(operation.caller)),
          state: operation.plan === null ? 'QUEUED' : 'PLANNED',
          on_failure: operation.onFailure,
          total: items.length,
          idempotency_key: operation.idempotencyKey === null ? null : searchable(operation.idempotencyKey),
          created_at: operation.createdAt,
          expires_at: operation.expiresAt,
          applied_at: operation.plan === null ? operation.createdAt : null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (created === undefined) return false;
      await insertItems(transaction, id, items);
      return true;
    });
  }

  async get(id: string): Promise<BulkOperation | null> {
    const [found] = await this.#operations(
      await this.#database
        .selectFrom('bulk_operations')
        .selectAll()
        .where('id', '=', searchable(id))
        .execute(),
    );
    return found ?? null;
  }

  async list(filter: BulkFilter, { first, after }: Page): Promise<BulkPage<BulkOperation>> {
    let query = this.#database
      .selectFrom('bulk_operations')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(first + 1);
    if (filter.actor !== undefined) query = query.where('actor', '=', searchable(filter.actor));
    if (filter.directory !== undefined) query = query.where('directory', '=', searchable(filter.directory));
    if (filter.states !== undefined) query = query.where(inStates(filter.states, this.#now()));
    if (after !== null) {
      const [moment, id] = placeOf(after);
      query = query.where(sql<boolean>`(created_at < ${moment} or (created_at = ${moment} and id > ${id}))`);
    }
    const rows = await query.execute();
    const last = rows.length > first ? rows[first - 1] : undefined;
    return {
      rows: await this.#operations(rows.slice(0, first)),
      next: last === undefined ? null : `${last.created_at.toISOString()} ${last.id}`,
    };
  }

  async items(id: string, { first, after }: Page): Promise<BulkPage<BulkItem>> {
    if (after !== null && !/^\d{1,9}$/.test(after)) throw notOurs();
    const rows = await this.#database
      .selectFrom('bulk_items')
      .selectAll()
      .where('operation_id', '=', searchable(id))
      .where('position', '>', Number(after ?? 0))
      .orderBy('position')
      .limit(first + 1)
      .execute();
    const last = rows.length > first ? rows[first - 1] : undefined;
    return {
      rows: rows.slice(0, first).map(bulkItemOf),
      next: last === undefined ? null : String(last.position),
    };
  }

  async apply(id: string, caller: Caller): Promise<boolean> {
    const applied = await this.#database
      .updateTable('bulk_operations')
      .set({ state: 'QUEUED', applied_at: this.#now(), context: json(storedCaller(caller)) })
      .where('id', '=', id)
      .where('state', '=', 'PLANNED')
      .where('expires_at', '>', this.#now())
      .returning('id')
      .executeTakeFirst();
    return applied !== undefined;
  }

  async cancel(id: string): Promise<boolean> {
    return await this.#end(id, 'CANCELLED', ['PLANNED', 'QUEUED', 'RUNNING'], null);
  }

  async claim(owner: string, leaseMs: number): Promise<BulkOperation | null> {
    const [row] = await claimRows(this.#database, 'bulk_operations', {
      owner,
      leaseMs,
      limit: 1,
      from: 'QUEUED',
      to: 'RUNNING',
      where: sql`wait_until is null or wait_until <= ${this.#clock()}`,
      orderBy: sql`applied_at`,
      clock: this.#clock,
    });
    if (row === undefined) return null;
    // Those that another gateway had begun when it was cut off.
    await this.#database
      .updateTable('bulk_items')
      .set({ state: 'PENDING', lease_owner: null })
      .where('operation_id', '=', row.id)
      .where('state', '=', 'RUNNING')
      .execute();
    const [operation] = await this.#operations([row]);
    return operation ?? null;
  }

  async renew(id: string, owner: string, leaseMs: number): Promise<boolean> {
    const renewed = await this.#database
      .updateTable('bulk_operations')
      .set({ lease_until: shifted(this.#clock(), leaseMs) })
      .where('id', '=', id)
      .where('state', '=', 'RUNNING')
      .where('lease_owner', '=', owner)
      .returning('id')
      .executeTakeFirst();
    return renewed !== undefined;
  }

  async begin(id: string, owner: string): Promise<BulkItem | null> {
    const row = await this.#database
      .updateTable('bulk_items')
      .set(({ eb }) => ({
        state: 'RUNNING',
        lease_owner: owner,
        attempts: eb('attempts', '+', 1),
        started_at: this.#now(),
      }))
      .where('id', '=', (next) =>
        next
          .selectFrom('bulk_items')
          .select('id')
          .where('operation_id', '=', id)
          .where('state', '=', 'PENDING')
          .where((eb) =>
            eb.exists(
              eb
                .selectFrom('bulk_operations')
                .select('id')
                .where('id', '=', id)
                .where('state', '=', 'RUNNING')
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
    return row === undefined ? null : bulkItemOf(row);
  }

  async settle(item: BulkItem, owner: string, end: ItemEnd): Promise<void> {
    await this.#ofItem(item, owner)
      .set({
        state: 'DONE',
        outcome: end.outcome,
        code: end.code,
        // JSON keeps characters that a column of text refuses.
        result: json({ message: end.message }),
        retryable: end.retryable,
        entry_id: end.entryId,
        finished_at: this.#now(),
        lease_owner: null,
      })
      .execute();
  }

  async putBack(item: BulkItem, owner: string): Promise<void> {
    await this.#ofItem(item, owner)
      .set(({ eb }) => ({ state: 'PENDING', lease_owner: null, attempts: eb('attempts', '-', 1) }))
      .execute();
  }

  async release(id: string, owner: string, until: Date | null): Promise<void> {
    await this.#database
      .updateTable('bulk_operations')
      .set({ state: 'QUEUED', lease_owner: null, lease_until: null, wait_until: until })
      .where('id', '=', id)
      .where('state', '=', 'RUNNING')
      .where('lease_owner', '=', owner)
      .execute();
  }

  async finish(id: string, owner: string, state: 'DONE' | 'STOPPED'): Promise<void> {
    await this.#end(id, state, ['RUNNING'], owner);
  }

  async #end(
    id: string,
    state: 'DONE' | 'STOPPED' | 'CANCELLED',
    from: readonly BulkOperationTable['state'][],
    owner: string | null,
  ): Promise<boolean> {
    return await this.#database.transaction().execute(async (transaction) => {
      let query = transaction
        .updateTable('bulk_operations')
        .set({ state, finished_at: this.#now(), lease_owner: null, lease_until: null, wait_until: null })
        .where('id', '=', id)
        .where('state', 'in', from);
      if (owner !== null) query = query.where('lease_owner', '=', owner);
      if ((await query.returning('id').executeTakeFirst()) === undefined) return false;
      await transaction
        .updateTable('bulk_items')
        .set({ state: 'SKIPPED', outcome: 'NOT_STARTED', retryable: true })
        .where('operation_id', '=', id)
        .where('state', '=', 'PENDING')
        .execute();
      return true;
    });
  }

  #ofItem({ operationId, position }: BulkItem, owner: string) {
    return this.#database
      .updateTable('bulk_items')
      .where('operation_id', '=', operationId)
      .where('position', '=', position)
      .where('state', '=', 'RUNNING')
      .where('lease_owner', '=', owner);
  }

  async #operations(rows: readonly Selectable<BulkOperationTable>[]): Promise<readonly BulkOperation[]> {
    if (rows.length === 0) return [];
    const counts: readonly CountRow[] = await this.#database
      .selectFrom('bulk_items')
      .select(['operation_id', 'state', 'outcome', sql<string | null>`plan->'end'->>'outcome'`.as('planned')])
      .select(({ fn }) => fn.countAll<number>().as('items'))
      .where(
        'operation_id',
        'in',
        rows.map(({ id }) => id),
      )
      .groupBy(['operation_id', 'state', 'outcome', 'planned'])
      .execute();
    const now = this.#now();
    return rows.map((row) =>
      bulkOperationOf(
        row,
        counts.filter(({ operation_id: id }) => id === row.id),
        now,
      ),
    );
  }
}
