import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
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
import { beginItem, claimOperation, notStarted, putItemBack } from './bulk-turns.ts';
import { type Clock, clockOf } from './clock.ts';
import { type BulkOperationTable, type Database, json } from './database.ts';
import { renewLease } from './leases.ts';
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
    // The lease stays: whoever has it carries what was begun to its end, and nobody settles that before the lease runs out.
    return await this.#end(id, { state: 'CANCELLED' }, ['PLANNED', 'QUEUED', 'RUNNING'], null);
  }

  async claim(owner: string, leaseMs: number): Promise<BulkOperation | null> {
    const row = await claimOperation(this.#database, owner, leaseMs, this.#clock);
    const [operation] = row === null ? [] : await this.#operations([row]);
    return operation ?? null;
  }

  async renew(id: string, owner: string, leaseMs: number): Promise<boolean> {
    return await renewLease(this.#database, 'bulk_operations', { id, owner, leaseMs, clock: this.#clock });
  }

  async begin(operation: Pick<BulkOperation, 'id' | 'state'>, owner: string): Promise<BulkItem | null> {
    const row = await beginItem(this.#database, operation, owner, this.#now());
    return row === undefined ? null : bulkItemOf(row);
  }

  async settle({ operationId, position }: BulkItem, owner: string, end: ItemEnd): Promise<void> {
    await this.#database
      .updateTable('bulk_items')
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
      .where('operation_id', '=', operationId)
      .where('position', '=', position)
      .where('state', '=', 'RUNNING')
      .where('lease_owner', '=', owner)
      .execute();
  }

  async putBack(item: BulkItem, owner: string): Promise<void> {
    await putItemBack(this.#database, item, owner);
  }

  async release(id: string, owner: string, until: Date | null): Promise<void> {
    await this.#database
      .updateTable('bulk_operations')
      .set({
        state: sql`case when state = 'RUNNING' then 'QUEUED' else state end`,
        lease_owner: null,
        lease_until: null,
        wait_until: until,
      })
      .where('id', '=', id)
      .where('state', 'in', ['RUNNING', 'CANCELLED'])
      .where('lease_owner', '=', owner)
      .execute();
  }

  async finish(id: string, owner: string, state: 'DONE' | 'STOPPED'): Promise<void> {
    const free = { lease_owner: null, lease_until: null };
    if (!(await this.#end(id, { state, ...free }, ['RUNNING'], owner))) await this.release(id, owner, null);
  }

  async #end(
    id: string,
    as: Pick<Updateable<BulkOperationTable>, 'state' | 'lease_owner' | 'lease_until'>,
    from: readonly BulkOperationTable['state'][],
    owner: string | null,
  ): Promise<boolean> {
    return await this.#database.transaction().execute(async (transaction) => {
      let query = transaction
        .updateTable('bulk_operations')
        .set({ ...as, finished_at: this.#now(), wait_until: null })
        .where('id', '=', id)
        .where('state', 'in', from);
      if (owner !== null) query = query.where('lease_owner', '=', owner);
      if ((await query.returning('id').executeTakeFirst()) === undefined) return false;
      await transaction
        .updateTable('bulk_items')
        .set(notStarted)
        .where('operation_id', '=', id)
        .where('state', '=', 'PENDING')
        .execute();
      return true;
    });
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
