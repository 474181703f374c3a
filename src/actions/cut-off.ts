import type { ActionInput, Change } from './action.ts';
import type { ActionRequest } from './action-request.ts';
import type { ActionResult } from './action-result.ts';
import { differencesOf, versionOf } from './differences.ts';
import { failure, type Known } from './failures.ts';
import type { Ledger, LedgerEntry, LedgerFilter } from './ledger.ts';
import { settleSent } from './record.ts';

const code = 'CUT_OFF';

/**
 * The newest entry that a run of the same request left, when a gateway may have been cut off in it. Null: that run recorded no
 * intent, so it sent nothing.
 */
export async function earlierRun(
  ledger: Ledger,
  of: Required<Pick<LedgerFilter, 'cause'>> & Pick<LedgerFilter, 'subject'>,
  idempotencyKey: string | null,
): Promise<LedgerEntry | null> {
  const { rows } = await ledger.list(of, { first: 100, after: null });
  const found = rows.find(
    ({ entry }) => !entry.dryRun && (idempotencyKey === null || entry.idempotencyKey === idempotencyKey),
  );
  return found?.entry ?? null;
}

/**
 * What became of a run that was cut off after its intent was recorded, by the state as it is now: its entry is settled. Null:
 * it left nothing that stands in the way of doing it (again), which is never so for what may not be sent twice.
 */
export async function settleCutOff<I extends ActionInput, S>(
  { action, services }: ActionRequest<I, S>,
  entry: LedgerEntry,
  change: Change<I, S>,
  known: Known,
): Promise<ActionResult | null> {
  const { before: found, input } = change;
  const { state } = known;
  const isSo = action.confirms?.(found, change, null) ?? action.holds(found, input);
  if (isSo === true) {
    await settleSent(services, entry, {
      outcome: 'SUCCEEDED',
      after: state,
      code: null,
      ...(entry.subject.externalId === '' ? { createdId: known.subject.externalId } : {}),
    });
    return {
      kind: 'SUCCESS',
      changed: true,
      dryRun: false,
      subject: known.subject,
      differences: differencesOf(entry.before, state),
      version: versionOf(state),
      steps: [],
      facts: {},
      entryId: entry.id,
    };
  }
  const repeatable = action.effect === 'SET' || action.effect === 'DELETE';
  const asBefore = versionOf(state) === versionOf(entry.before);
  await settleSent(services, entry, {
    outcome: repeatable && asBefore ? 'FAILED' : 'UNCONFIRMED',
    after: state,
    code,
  });
  if (repeatable) return null;
  return failure(
    {
      kind: 'UNCONFIRMED',
      code,
      message: `Not confirmed: the gateway was cut off while it was sent. ${action.mutation} is not safe to repeat: look first.`,
      retryable: false,
    },
    known,
    { entryId: entry.id },
  );
}
