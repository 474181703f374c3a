import type { JsonObject } from '../model/action.ts';
import type { ActionResult } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import { differencesOf, versionOf } from './differences.ts';
import { failure, type Known, ledgerUnavailable } from './failures.ts';
import type { LedgerEntry, LedgerIntent } from './ledger.ts';
import { recordAtOnce, settleSent } from './record.ts';

/** How the keeping of a change ended, by what was read back. */
export type KeptEnding = {
  /** As the ledger has it; null: nobody knows. */
  readonly after: JsonObject | null;
} & (
  | { readonly outcome: 'SUCCEEDED'; readonly code: null }
  | { readonly outcome: 'FAILED' | 'UNCONFIRMED'; readonly code: string }
);

export interface RecordedChange {
  readonly services: ActionServices;
  readonly intent: LedgerIntent;
  readonly known: Known;
  /** What is to hold afterwards; null: it holds already. */
  readonly wanted: JsonObject | null;
  readonly keep: () => Promise<KeptEnding>;
  /** What is told when it could not be kept, or nobody knows whether it was. */
  readonly notKept: string;
  /** What is told of an ending with the code CONFLICT. */
  readonly conflict?: (entryId: string) => ActionResult;
}

/** Carries out a change of what the gateway itself keeps: recorded in the ledger before and after, or not at all. */
export async function changeRecorded(change: RecordedChange): Promise<ActionResult> {
  const { services, intent, known, wanted } = change;
  const { dryRun } = intent;
  const success = { kind: 'SUCCESS', subject: known.subject, steps: [], facts: {} } as const;
  if (wanted === null || dryRun) {
    const changed = wanted !== null;
    const outcome = changed ? 'DRY_RUN' : 'UNCHANGED';
    const settlement = { outcome, after: changed ? null : known.state, code: null } as const;
    const entry = await recordAtOnce(services, intent, settlement);
    if (entry === null) return ledgerUnavailable(known);
    const differences = differencesOf(known.state, wanted ?? known.state);
    return { ...success, changed, dryRun, differences, version: versionOf(known.state), entryId: entry.id };
  }
  let entry: LedgerEntry;
  try {
    entry = await services.ledger.begin(intent);
  } catch (error) {
    services.onLedgerFailure(error, `${intent.action} INTENDED`);
    return ledgerUnavailable(known);
  }
  return await services.underway.run(async () => {
    const ending = await change.keep();
    const { outcome, after, code } = ending;
    await settleSent(services, entry, { outcome, after, code });
    if (code === 'CONFLICT' && change.conflict !== undefined) return change.conflict(entry.id);
    if (ending.outcome !== 'SUCCEEDED') {
      const told = ending.outcome === 'FAILED' ? 'INTERNAL' : ending.outcome;
      return failure({ kind: ending.outcome, code: told, message: change.notKept, retryable: true }, known, {
        entryId: entry.id,
      });
    }
    const differences = differencesOf(known.state, after);
    const version = versionOf(after);
    return { ...success, changed: true, dryRun: false, differences, version, entryId: entry.id };
  });
}
