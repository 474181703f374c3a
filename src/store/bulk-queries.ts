import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { BulkState, NewBulkItem } from '../actions/bulk/bulk-operation.ts';
import { type Database, json } from './database.ts';
import { searchable } from './searchable.ts';

/** Operations in one of these states, as they show at a moment. */
export function inStates(states: readonly BulkState[], now: Date): RawBuilder<boolean> {
  const parts = states.map((state) => {
    if (state === 'EXPIRED') return sql<boolean>`(state = 'PLANNED' and expires_at <= ${now})`;
    if (state === 'PLANNED') return sql<boolean>`(state = 'PLANNED' and expires_at > ${now})`;
    if (state === 'WAITING') return sql<boolean>`(state = 'QUEUED' and wait_until > ${now})`;
    if (state === 'QUEUED')
      return sql<boolean>`(state = 'QUEUED' and (wait_until is null or wait_until <= ${now}))`;
    return sql<boolean>`state = ${state}`;
  });
  return parts.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

/** A parameter for each column of each row, and PostgreSQL takes 65,535 in a statement. */
const batchSize = 1_000;

export async function insertItems(
  transaction: Transaction<Database>,
  operationId: string,
  items: readonly NewBulkItem[],
): Promise<void> {
  const rows = items.map(({ subject, given, plan }, index) => ({
    id: `${operationId}:${index + 1}`,
    operation_id: operationId,
    position: index + 1,
    subject: json({ ...subject, given }),
    external_id: searchable(subject.externalId),
    plan: json({ ...plan }),
    state: 'PENDING' as const,
  }));
  for (let at = 0; at < rows.length; at += batchSize)
    await transaction
      .insertInto('bulk_items')
      .values(rows.slice(at, at + batchSize))
      .execute();
}

/** @throws {RangeError} for what is no place in the list of operations. */
export function placeOf(after: string): readonly [Date, string] {
  const [at = '', id = ''] = after.split(' ');
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime()) || !/^[0-9a-f-]{32,36}$/.test(id)) throw notOurs();
  return [moment, id];
}

export function notOurs(): RangeError {
  return new RangeError('`after` is expected to be an `endCursor` of this list; received another text.');
}
