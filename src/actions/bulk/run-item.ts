import { randomUUID } from 'node:crypto';
import { CostMeter } from '../../directory/cost-meter.ts';
import type { Directory } from '../../directory/directory.ts';
import { createLoaders, type DirectoryLoaders } from '../../directory/loaders.ts';
import type { AnyAction } from '../action.ts';
import type { ActionServices } from '../action-services.ts';
import { earlierRun } from '../cut-off.ts';
import { runAction } from '../run-action.ts';
import { type BulkItem, type BulkOperation, type ItemEnd, itemInput } from './bulk-operation.ts';
import { endOfEntry, endOfResult } from './item-end.ts';
import { keyOf, settleLeft } from './left-item.ts';

/** The end of an item; or the moment from which on the blast radius lets it pass. */
export type ItemRun = { readonly end: ItemEnd } | { readonly passesAt: Date };

/**
 * Carries out one item. What a gateway that was cut off left of it is settled, and nothing is done twice. In an operation that
 * was cancelled before it was claimed, it is only settled.
 */
export async function runItem(
  services: ActionServices,
  directory: Directory,
  action: AnyAction,
  operation: BulkOperation,
  item: BulkItem,
): Promise<ItemRun> {
  const { subject, plan, attempts } = item;
  if (plan.end !== null) return { end: plan.end };
  if (operation.state === 'CANCELLED')
    return { end: await settleLeft(services, jobLoaders(directory), action, operation, item) };
  const idempotencyKey = keyOf(item);
  const earlier =
    attempts > 1 ? await earlierRun(services.ledger, { cause: operation.id, subject }, idempotencyKey) : null;
  const known = earlier === null ? null : endOfEntry(earlier);
  if (known !== null) return { end: known };
  if (!services.stillGood(operation.caller)) {
    const end = await settleLeft(services, jobLoaders(directory), action, operation, item, noLongerGood);
    return { end };
  }

  const source = { actor: operation.caller.name, directory: directory.key, action: action.name };
  // Asked here, so that a wait is not put on record as a refusal, but where others take the last place meanwhile.
  const full = plan.changes === false ? null : await services.blastRadius.check(source);
  if (full !== null) return { passesAt: full.passesAt };
  const result = await runAction({
    action,
    services,
    loaders: jobLoaders(directory),
    caller: operation.caller,
    input: {
      ...itemInput(item),
      idempotencyKey,
      ...(operation.reason === null ? {} : { reason: operation.reason }),
      ...(plan.version === null ? {} : { ifVersion: plan.version }),
    },
    cause: { kind: 'BULK', id: operation.id },
    ...(earlier?.outcome === 'INTENDED' ? { resumes: earlier } : {}),
  });
  if (result.kind === 'REFUSED' && result.code === 'BLAST_RADIUS' && result.passesAt !== null)
    return { passesAt: new Date(result.passesAt) };
  return { end: endOfResult(result) };
}

/** Rights alone do not tell it: those that were kept are of the moment at which it was asked for. */
const noLongerGood: ItemEnd = {
  outcome: 'REFUSED',
  code: 'FORBIDDEN',
  message:
    'The API key or token that asked for it is no longer good: it was revoked, or has come to its end. Nothing was sent. Ask for the rest with another one.',
  retryable: false,
  entryId: null,
};

/** Reads and writes of work that no request waits for. */
export function jobLoaders(directory: Directory, meter = new CostMeter()): DirectoryLoaders {
  return createLoaders(directory, {
    asOf: new Date(),
    maxAgeMs: null,
    meter,
    context: { lane: 'bulk', transactionId: randomUUID(), onExchange: meter.onExchange },
  });
}
