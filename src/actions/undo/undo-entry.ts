import { can, type Where } from '../../access/caller.ts';
import type { ActionFailure, ActionRefused, ActionResult } from '../action-result.ts';
import type { JsonObject } from '../../model/action.ts';
import { isJsonObject } from '../objects/merge-patch.ts';
import { notFound, readFailed } from '../failures.ts';
import type { LedgerEntry } from '../ledger.ts';
import { inverseOf } from './inverse.ts';
import { laterChange } from './later-change.ts';
import { placeOf } from './place-of-entry.ts';
import type { UndoRequest } from './undo-request.ts';

/**
 * Takes back what an entry of the ledger did, by the inverse of its action, with the inverse's permission and guards. Only while
 * the present state is the one that the entry left, and no later entry that still stands changed the same: what somebody changed since
 * is theirs, and a conflict. Two that undo one entry at the same moment cannot both do so: the state that the first leaves is another.
 */
export async function undoEntry(request: UndoRequest): Promise<ActionResult> {
  const { services, loaders, caller, entryId } = request;
  const entry = await services.ledger.get(entryId);
  if (entry === null || entry.subject.directory !== loaders.directory.key)
    return notFound('entry of the ledger', loaders.directory.key);
  let place: Where | null;
  try {
    place = await placeOf(entry, request);
  } catch (error) {
    return readFailed(error);
  }
  if (place === null) return notFound('entry of the ledger', loaders.directory.key);

  const inverse = entry.outcome === 'SUCCEEDED' ? inverseOf(entry, request) : null;
  if (inverse === null) return refusal(entry);
  const permitted = can(caller, inverse.permission, place);
  const before = permitted ? await undoneBy(request, entry) : null;
  if (before !== null && before !== 'REPEATED') return before;
  const later = permitted && before === null ? await laterChange(services.ledger, entry) : null;
  const result = await inverse.carryOut({ kind: 'UNDO', id: entry.id }, later);
  return result.kind === 'CONFLICT' && result.code === 'CONFLICT' ? conflict(result, later) : result;
}

/** An entry is undone once. REPEATED: the very request that did it has come again, and its key answers it. */
async function undoneBy(
  { services, caller, input }: UndoRequest,
  { id }: LedgerEntry,
): Promise<ActionRefused | 'REPEATED' | null> {
  const { rows } = await services.ledger.list({ cause: id, outcome: 'SUCCEEDED' }, { first: 1, after: null });
  const undone = rows[0]?.entry;
  if (undone === undefined) return null;
  const key = input.idempotencyKey ?? null;
  if (key !== null && undone.idempotencyKey === key && undone.actor === caller.name) return 'REPEATED';
  return refused(
    'ALREADY_UNDONE',
    `This entry was undone by "${undone.actor}" on ${undone.recordedAt.toISOString()} (entry ${undone.id}). To do it again, ask for the action itself.`,
  );
}

function refusal({ outcome, action, particulars }: LedgerEntry): ActionRefused {
  if (outcome === 'FAILED' && isPartlyDone(particulars))
    return refused(
      'NO_INVERSE',
      `${action} was done in part (see the entry's steps), and nothing takes back a part. Ask for what the subject should be.`,
    );
  switch (outcome) {
    case 'SUCCEEDED':
      return refused('NO_INVERSE', `${action} cannot be taken back: no action gives back what it took away.`);
    case 'INTENDED':
    case 'UNCONFIRMED':
      return refused(
        'NOT_SETTLED',
        `It is not known whether ${action} happened, so there is no state that undoing could be held to. Look at the subject, and ask for what it should be.`,
      );
    case 'UNCHANGED':
    case 'REFUSED':
    case 'FAILED':
    case 'DRY_RUN':
    default:
      return refused('NOTHING_TO_UNDO', `This entry ended as ${outcome}: it changed nothing.`);
  }
}

function isPartlyDone(particulars: JsonObject | null): boolean {
  const steps = particulars?.['steps'];
  return Array.isArray(steps) && steps.some((step) => isJsonObject(step) && step['outcome'] === 'DONE');
}

function conflict(result: ActionFailure, later: LedgerEntry | null): ActionFailure {
  const what =
    later === null
      ? 'It was changed since this entry'
      : `It was changed since this entry by "${later.actor}" on ${later.recordedAt.toISOString()} (${later.action}, entry ${later.id}), which is to be undone first`;
  return {
    ...result,
    code: 'UNDO_CONFLICT',
    message: `${what}: \`state\` and \`version\` are those of now. Nothing was undone, so that no later change is lost.`,
  };
}

function refused(code: string, message: string): ActionRefused {
  return {
    kind: 'REFUSED',
    code,
    blockedBy: ['undo'],
    message,
    retryable: false,
    passesAt: null,
    entryId: null,
  };
}
