import type { ActionSubject, JsonObject } from '../model/action.ts';
import type { ActionInput } from './action.ts';
import type { ActionRequest } from './action-request.ts';
import type { ActionServices } from './action-services.ts';
import type { LedgerEntry, LedgerIntent, LedgerSettlement } from './ledger.ts';

export function intentOf<I extends ActionInput, S>(
  { action, caller, input, cause }: ActionRequest<I, S>,
  subject: ActionSubject,
  before: JsonObject | null,
  correlationId: string,
): LedgerIntent {
  return {
    actor: caller.name,
    action: action.name,
    subject,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    parameters: action.parameters?.(input) ?? null,
    cause: cause ?? null,
    before,
    correlationId,
    idempotencyKey: input.idempotencyKey ?? null,
    inverse: action.inverse,
  };
}

/**
 * An entry about something that sent nothing: begun and settled at once. Null when the ledger cannot take it.
 */
export async function recordAtOnce(
  { ledger, onLedgerFailure }: ActionServices,
  intent: LedgerIntent,
  settlement: LedgerSettlement,
): Promise<LedgerEntry | null> {
  try {
    const entry = await ledger.begin(intent);
    return await ledger.settle(entry.id, settlement);
  } catch (error) {
    onLedgerFailure(error, `${intent.action} ${settlement.outcome}`);
    return null;
  }
}

/**
 * Settles an entry whose change was sent. A ledger that fails now does not unmake the change, nor what is known of it: the
 * entry stays INTENDED, which asks for a look.
 */
export async function settleSent(
  { ledger, onLedgerFailure }: ActionServices,
  entry: LedgerEntry,
  settlement: LedgerSettlement,
): Promise<void> {
  try {
    await ledger.settle(entry.id, settlement);
  } catch (error) {
    onLedgerFailure(error, `${entry.action} ${settlement.outcome} (entry ${entry.id})`);
  }
}
