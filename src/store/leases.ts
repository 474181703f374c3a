import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { type Clock, clockOf, shifted } from './clock.ts';
import type { Database } from './database.ts';

/** Tables whose rows are worked on under a lease. */
type LeasedTable = 'bulk_operations' | 'timed_grants';

type RowState<Table extends LeasedTable> = Database[Table]['state'];

export interface Claim<Table extends LeasedTable> {
  /** Who claims: unique to the process, and to the run of it. */
  readonly owner: string;
  readonly leaseMs: number;
  /** At most so many rows. */
  readonly limit: number;
  /** Rows that wait for their turn. */
  readonly from: RowState<Table>;
  /** State of rows under work. In either state no row is claimed whose lease is running. */
  readonly to: RowState<Table>;
  /** Which rows, beside their state: sql`operation_id = ${id}`. */
  readonly where?: RawBuilder<unknown>;
  /** The order in which they have their turn: sql`position`. */
  readonly orderBy: RawBuilder<unknown>;
  readonly clock?: Clock;
}

/**
 * Gives up to `limit` rows to `owner`, each to nobody else until its lease ends, on both databases. Rows that another
 * gateway is claiming at this moment are passed over, not waited for. In no particular order.
 */
export async function claimRows<Table extends LeasedTable>(
  database: Kysely<Database>,
  table: Table,
  claim: Claim<Table>,
): Promise<readonly Selectable<Database[Table]>[]> {
  const clock = claim.clock ?? clockOf(undefined);
  const name = sql.table(table);
  const { rows } = await sql<Selectable<Database[Table]>>`
    update ${name}
    set state = ${claim.to}, lease_owner = ${claim.owner}, lease_until = ${shifted(clock(), claim.leaseMs)}
    where id in (
      select id from ${name}
      where state in (${claim.from}, ${claim.to}) and (lease_until is null or lease_until < ${clock()})
        and (${claim.where ?? sql`true`})
      order by ${claim.orderBy}
      limit ${claim.limit}
      for update skip locked
    )
    returning *`.execute(database);
  return rows;
}

/** Keeps a row for longer. False: it is not `owner`'s any more. */
export async function renewLease(
  database: Kysely<Database>,
  table: LeasedTable,
  lease: { readonly owner: string; readonly id: string; readonly leaseMs: number; readonly clock: Clock },
): Promise<boolean> {
  const { rows } = await sql`
    update ${sql.table(table)} set lease_until = ${shifted(lease.clock(), lease.leaseMs)}
    where lease_owner = ${lease.owner} and lease_until is not null and id = ${lease.id}
    returning id`.execute(database);
  return rows.length > 0;
}
