import type { ActionResult } from '../action-result.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { ItemEnd } from './bulk-operation.ts';

/** How an item ended, by its action's result. */
export function endOfResult(result: ActionResult): ItemEnd {
  if (result.kind !== 'SUCCESS') {
    const { kind, code, message, retryable, entryId } = result;
    return { outcome: kind, code, message, retryable, entryId };
  }
  const { changed, entryId } = result;
  return {
    outcome: changed ? 'SUCCEEDED' : 'UNCHANGED',
    code: null,
    message: null,
    retryable: false,
    entryId,
  };
}

/**
 * How an item ended whose run came to its end without the operation hearing of it, by the ledger. Null: the entry does not say,
 * or says only that the time had not come.
 */
export function endOfEntry({ outcome, code, id }: LedgerEntry): ItemEnd | null {
  if (outcome === 'INTENDED' || outcome === 'DRY_RUN' || code === 'BLAST_RADIUS') return null;
  const wasDone = outcome === 'SUCCEEDED' || outcome === 'UNCHANGED';
  return {
    outcome,
    code,
    message: wasDone ? null : 'The gateway was cut off; the ledger has how it ended.',
    retryable: false,
    entryId: id,
  };
}
