import type { Selectable } from 'kysely';
import type {
  BulkCounts,
  BulkItem,
  BulkOperation,
  BulkPlan,
  BulkState,
  ItemEnd,
  ItemOutcome,
  ItemPlan,
  OnFailure,
} from '../actions/bulk/bulk-operation.ts';
import { callerFrom } from '../actions/stored-caller.ts';
import type { ActionName, ActionSubject } from '../model/action.ts';
import type { BulkItemTable, BulkOperationTable } from './database.ts';

/** So many items of an operation are in this state. */
export interface CountRow {
  readonly operation_id: string;
  readonly state: BulkItemTable['state'];
  readonly outcome: string | null;
  /** The end that was known before it began. */
  readonly planned: string | null;
  readonly items: number;
}

export function bulkOperationOf(
  row: Selectable<BulkOperationTable>,
  counts: readonly CountRow[],
  now: Date,
): BulkOperation {
  const input = row.input as {
    readonly directory: string;
    readonly fingerprint: string;
    readonly reason: string | null;
  };
  const state = stateOf(row, now);
  return {
    id: row.id,
    action: row.action as ActionName,
    directory: input.directory,
    caller: callerFrom(row.context ?? {}),
    reason: input.reason,
    onFailure: row.on_failure as OnFailure,
    fingerprint: input.fingerprint,
    state,
    total: row.total,
    // A plan tells what it found; what runs tells what was done.
    counts: countsOf(counts, state === 'PLANNED' || state === 'EXPIRED'),
    plan: row.plan as BulkPlan | null,
    passesAt: state === 'WAITING' ? row.wait_until : null,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    appliedAt: row.applied_at,
    endedAt: row.finished_at,
  };
}

function stateOf(row: Selectable<BulkOperationTable>, now: Date): BulkState {
  if (row.state === 'PLANNED' && row.expires_at !== null && row.expires_at <= now) return 'EXPIRED';
  if (row.state === 'QUEUED' && row.wait_until !== null && row.wait_until > now) return 'WAITING';
  return row.state;
}

function countsOf(rows: readonly CountRow[], byPlan: boolean): BulkCounts {
  const counts = { succeeded: 0, failed: 0, refused: 0, notStarted: 0, pending: 0 };
  for (const { outcome, planned, items } of rows)
    counts[kindOf(outcome ?? (byPlan ? planned : null))] += items;
  return counts;
}

function kindOf(outcome: string | null): keyof BulkCounts {
  switch (outcome) {
    case null:
      return 'pending';
    case 'SUCCEEDED':
    case 'UNCHANGED':
      return 'succeeded';
    case 'REFUSED':
      return 'refused';
    case 'NOT_STARTED':
      return 'notStarted';
    default:
      return 'failed';
  }
}

export function bulkItemOf(row: Selectable<BulkItemTable>): BulkItem {
  const { given, ...subject } = row.subject as unknown as ActionSubject & { readonly given: string };
  return {
    operationId: row.operation_id,
    position: row.position,
    subject,
    given,
    plan: row.plan as unknown as ItemPlan,
    state: row.state === 'DONE' || row.state === 'SKIPPED' ? 'ENDED' : row.state,
    end: endOf(row),
    attempts: row.attempts,
  };
}

function endOf({
  outcome,
  code,
  result,
  retryable,
  entry_id: entryId,
}: Selectable<BulkItemTable>): ItemEnd | null {
  if (outcome === null) return null;
  const message = result?.['message'];
  return {
    outcome: outcome as ItemOutcome,
    code,
    message: typeof message === 'string' ? message : null,
    retryable: retryable === true,
    entryId,
  };
}
