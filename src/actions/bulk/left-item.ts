import type { DirectoryLoaders } from '../../directory/loaders.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { ActionInput, AnyAction, Change } from '../action.ts';
import type { ActionServices } from '../action-services.ts';
import { earlierRun, settleCutOff } from '../cut-off.ts';
import { freshReads } from '../guard-reads.ts';
import type { LedgerEntry } from '../ledger.ts';
import { Steps } from '../steps.ts';
import { type BulkItem, type BulkOperation, type ItemEnd, itemInput } from './bulk-operation.ts';
import { endOfEntry } from './item-end.ts';

/** The key that every run of an item has. */
export function keyOf({ operationId, position }: Pick<BulkItem, 'operationId' | 'position'>): string {
  return `bulk/${operationId}/${position}`;
}

const cancelledBefore: ItemEnd = {
  outcome: 'NOT_STARTED',
  code: null,
  message: 'The operation was cancelled before it was sent.',
  retryable: true,
  entryId: null,
};

/**
 * The end of an item that a gateway may have begun and left, and that is not to be sent any more: by the ledger, else by the
 * state as it is now; `notBegun` where nothing of it was sent. Nothing is sent.
 */
export async function settleLeft(
  services: ActionServices,
  loaders: DirectoryLoaders,
  action: AnyAction,
  operation: BulkOperation,
  item: BulkItem,
  notBegun: ItemEnd = cancelledBefore,
): Promise<ItemEnd> {
  return await giveUp(services, operation, item, notBegun, {
    code: 'CUT_OFF',
    look: (entry) => settleByState(services, loaders, action, operation, item, entry),
  });
}

/**
 * The end of an item that is not tried any more: what the ledger has of it, and `otherwise` where it has nothing that was sent.
 * An intent that nobody settled is settled: by `look`, which answers whether it could; else it is UNCONFIRMED, with `code`.
 */
export async function giveUp(
  { ledger }: ActionServices,
  { id: cause }: BulkOperation,
  item: BulkItem,
  otherwise: ItemEnd,
  how: { readonly code: string; readonly look?: (entry: LedgerEntry) => Promise<boolean> },
): Promise<ItemEnd> {
  const entry = await earlierRun(ledger, { cause, subject: item.subject }, keyOf(item));
  if (entry === null) return otherwise;
  if (entry.outcome !== 'INTENDED') return endOfEntry(entry) ?? otherwise;
  if ((await how.look?.(entry)) === true) {
    const settled = await ledger.get(entry.id);
    const end = settled === null ? null : endOfEntry(settled);
    if (end === null) throw new Error(`The ledger did not take how its entry ${entry.id} ended.`);
    return end;
  }
  await ledger.settle(entry.id, { outcome: 'UNCONFIRMED', after: null, code: how.code });
  return {
    outcome: 'UNCONFIRMED',
    code: how.code,
    message: 'Not confirmed: it may have been sent before the gateway failed at it. Look first.',
    retryable: false,
    entryId: entry.id,
  };
}

async function settleByState(
  services: ActionServices,
  loaders: DirectoryLoaders,
  action: AnyAction,
  { caller }: BulkOperation,
  item: BulkItem,
  entry: LedgerEntry,
): Promise<boolean> {
  const { directory, scope } = loaders;
  const environment = {
    directory,
    provider: directory.provider,
    reads: freshReads(directory, scope),
    context: scope.context,
  };
  const input = { ...itemInput(item), idempotencyKey: keyOf(item) };
  try {
    const target = await action.locate(input, environment);
    if (target === null) return false;
    const before: unknown = await action.read(target, input, environment);
    // Where there is nobody any more, only a deletion is seen to have happened.
    if (before === null && action.effect !== 'DELETE') return false;
    action.forget(loaders, target, before);
    const change: Change<ActionInput, unknown> = { target, before, input, environment, steps: new Steps() };
    const known = { subject: entry.subject, state: before === null ? null : action.describe(before) };
    await settleCutOff({ action, services, loaders, caller, input }, entry, change, known);
    return true;
  } catch (error) {
    if (error instanceof UpstreamError) return false;
    throw error;
  }
}
