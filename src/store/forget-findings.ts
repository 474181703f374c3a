import type { Kysely } from 'kysely';
import type { Database } from './database.ts';

/** Days for which steps, and findings that are resolved, are kept. */
const keptDays = 400;
const dayMs = 86_400_000;
/** Rows of one statement: the embedded database does nothing else meanwhile. */
const batch = 1_000;
/** Statements at a time: whoever waits for a look does not wait for years of steps. */
const mostBatches = 20;

/**
 * Deletes steps that are older than they are kept, and findings that were resolved before that and are not accepted. An open finding
 * stays, with what is known of it; of its steps only newer ones do.
 * @returns whether nothing is left that is too old.
 */
export async function forgetFindings(database: Kysely<Database>, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - keptDays * dayMs);
  for (let turn = 0; turn < mostBatches; turn += 1) {
    const [events, records] = [await forgetEvents(database, before), await forgetRecords(database, before)];
    if (events < batch && records < batch) return true;
  }
  return false;
}

async function forgetEvents(database: Kysely<Database>, before: Date): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom('finding_events')
    .where('sequence', 'in', (old) =>
      old.selectFrom('finding_events').select('sequence').where('at', '<', before).limit(batch),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function forgetRecords(database: Kysely<Database>, before: Date): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom('finding_records')
    .where('id', 'in', (old) =>
      old
        .selectFrom('finding_records')
        .select('id')
        .where('state', '=', 'RESOLVED')
        .where('resolved_at', '<', before)
        .where('accepted_until', 'is', null)
        .limit(batch),
    )
    // Said again for one that is reopened meanwhile.
    .where('state', '=', 'RESOLVED')
    .where('accepted_until', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
