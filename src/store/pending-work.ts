import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Whether there is anything that gateways take up by themselves, now or later: bulk operations that were asked for, and access whose
 * time will be over. A plan that nobody applied is not: it waits for its caller.
 */
export async function hasPendingWork(database: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ readonly pending: boolean }>`
    select exists (
      select 1 from bulk_operations where state in ('QUEUED', 'RUNNING')
    ) or exists (
      select 1 from bulk_items join bulk_operations on bulk_operations.id = bulk_items.operation_id
      where bulk_operations.state = 'CANCELLED' and bulk_items.state = 'RUNNING'
    ) or exists (
      select 1 from timed_grants where state in ('PENDING', 'ACTIVE', 'ENDING')
    ) as pending`.execute(database);
  return rows[0]?.pending !== false;
}
