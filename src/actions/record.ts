import type { User } from '../model/user.ts';
import type { UserActionDefinition } from './action-definition.ts';
import type { ActionServices } from './action-services.ts';
import type { ActorIdentity } from './actor.ts';
import type { LedgerEntry, LedgerIntent, LedgerSettlement, LedgerState } from './ledger.ts';
import type { UserActionInput } from './user-action-input.ts';
import { isEnabled } from './user-enabled.ts';

export function stateOf(user: User): LedgerState {
  return { status: user.status, enabled: isEnabled(user) };
}

export function intentOf(
  definition: UserActionDefinition,
  actor: ActorIdentity,
  input: UserActionInput,
  user: User,
  correlationId: string,
): LedgerIntent {
  return {
    actor: actor.name,
    action: definition.name,
    subject: { directory: user.directory, type: 'USER', externalId: user.externalId },
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    before: stateOf(user),
    correlationId,
    idempotencyKey: input.idempotencyKey ?? null,
    inverse: definition.inverse,
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
): Promise<LedgerEntry> {
  try {
    return await ledger.settle(entry.id, settlement);
  } catch (error) {
    onLedgerFailure(error, `${entry.action} ${settlement.outcome} (entry ${entry.id})`);
    return entry;
  }
}
