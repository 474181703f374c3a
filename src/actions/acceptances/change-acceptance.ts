import { randomUUID } from 'node:crypto';
import { can } from '../../access/caller.ts';
import type { Acceptance, FindingRecord } from '../../findings/history/finding-history.ts';
import type { JsonObject } from '../../model/action.ts';
import { type ActionResult, asReplayed, isFinal } from '../action-result.ts';
import { failure, type Known, refusedBy } from '../failures.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { sameId } from '../guards/same-id.ts';
import { fingerprintOf } from '../idempotency.ts';
import { keyReused } from '../key-reused.ts';
import type { LedgerIntent } from '../ledger.ts';
import { changeRecorded, type KeptEnding } from '../recorded-change.ts';
import { acceptancePermission, acceptFinding, withdrawAcceptance } from './acceptance-actions.ts';
import {
  acceptanceOf,
  acceptanceProblem,
  type AcceptanceRequest,
  isSameAcceptance,
  stateOf,
} from './acceptance-request.ts';

/**
 * Keeps that the risk of a finding is accepted, or that it is not any more: recorded in the ledger before and after, and done once for
 * each idempotency key. No directory is asked or changed, and the finding is evaluated as before.
 */
export async function changeAcceptance(request: AcceptanceRequest): Promise<ActionResult> {
  const { action, services, caller, finding, expiresAt, input } = request;
  const problem = acceptanceProblem(request);
  if (problem !== null)
    return failure({ kind: 'INVALID', code: 'BAD_USER_INPUT', message: problem, retryable: false });
  const work = (): Promise<ActionResult> =>
    services.locks.run(`FINDING\n${finding.id}`, () => attempt(request));
  const { idempotencyKey: key } = input;
  if (key === undefined || key === null) return await work();
  const fingerprint = fingerprintOf({
    mutation: action.mutation,
    finding: finding.id,
    expiresAt: expiresAt?.toISOString() ?? null,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    ...(request.undoing && { cause: request.undoing.cause }),
  });
  const run = await services.idempotency.run({ actor: caller.name, key }, fingerprint, work, isFinal);
  if (run.kind === 'REUSED') return keyReused;
  return run.by === 'OWN' ? run.result : asReplayed(run.result);
}

async function attempt(request: AcceptanceRequest): Promise<ActionResult> {
  const { action, services, finding: asked } = request;
  const { directory, type, externalId } = asked.subject;
  let finding: FindingRecord;
  try {
    // It may have changed while the lock was waited for.
    finding = (await services.findings.recordsOf([asked.id])).get(asked.id) ?? asked;
  } catch (error) {
    services.onLedgerFailure(error, `${action.name}, whose finding could not be read`);
    return failure({ kind: 'FAILED', code: 'INTERNAL', message: notKept, retryable: true });
  }
  const before = finding.acceptance;
  const known: Known = { subject: { directory, type, externalId }, state: stateOf(finding, before) };
  const intent = intentOf({ ...request, finding }, known);
  const refusal = refusalOf(request);
  if (refusal !== null) return await refusedBy(services, intent, [refusal]);
  const { undoing } = request;
  if (undoing?.restores && undoing.restores.expiresAt <= services.now()) return isOver(undoing.restores);
  if (undoing !== undefined && !undoing.isStill(stateOf(finding, before))) return notAsLeft(known);
  const wanted = acceptanceOf(request, finding);
  const changed = !isSameAcceptance(before, wanted);
  if (changed && wanted !== null && finding.state !== 'OPEN') return notOpen(known);
  return await changeRecorded({
    services,
    intent,
    known,
    wanted: changed ? stateOf(finding, wanted) : null,
    keep: () => keep(request, wanted, finding),
    notKept,
    conflict: (entryId) => notOpen(known, entryId),
  });
}

/** What the history holds afterwards counts, whatever it said to the change. */
async function keep(
  { services, action, caller, input }: AcceptanceRequest,
  wanted: FindingRecord['acceptance'],
  { id }: FindingRecord,
): Promise<KeptEnding> {
  const { findings } = services;
  try {
    if (wanted === null) await findings.withdraw(id, caller.name, input.reason ?? null);
    else if ((await findings.accept(id, wanted)) === null)
      return { after: said((await findings.recordsOf([id])).get(id)), outcome: 'FAILED', code: 'CONFLICT' };
  } catch (error) {
    services.onLedgerFailure(error, `the finding of ${action.name}`);
  }
  try {
    const found = (await findings.recordsOf([id])).get(id);
    return found !== undefined && isSameAcceptance(found.acceptance, wanted)
      ? { after: said(found), outcome: 'SUCCEEDED', code: null }
      : { after: said(found), outcome: 'FAILED', code: 'INTERNAL' };
  } catch (error) {
    services.onLedgerFailure(error, `the finding of ${action.name}, to be read back`);
    return { after: null, outcome: 'UNCONFIRMED', code: 'UNCONFIRMED' };
  }
}

function said(found: FindingRecord | undefined): JsonObject | null {
  return found === undefined ? null : stateOf(found, found.acceptance);
}

function intentOf(
  { action, caller, finding, expiresAt, input, undoing }: AcceptanceRequest,
  known: Known,
): LedgerIntent {
  return {
    actor: caller.name,
    action: action.name,
    subject: known.subject,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    parameters: {
      finding: finding.id,
      rule: finding.ruleId,
      ...(expiresAt !== null && { expiresAt: expiresAt.toISOString() }),
    },
    cause: undoing?.cause ?? null,
    before: known.state,
    correlationId: randomUUID(),
    idempotencyKey: input.idempotencyKey ?? null,
    inverse: (finding.acceptance === null ? withdrawAcceptance : acceptFinding).name,
  };
}

interface Objection {
  readonly guard: string;
  readonly refusal: GuardRefusal;
}

function refusalOf(request: AcceptanceRequest): Objection | null {
  const refusal = notPermitted(request);
  if (refusal !== null) return { guard: 'permission', refusal };
  return isOwn(request) ? { guard: 'self', refusal: ownFinding } : null;
}

/** Nobody excuses themselves; to withdraw an acceptance excuses nobody. */
function isOwn({ caller, expiresAt, finding: { subject } }: AcceptanceRequest): boolean {
  return (
    expiresAt !== null &&
    subject.type === 'USER' &&
    caller.user?.directory === subject.directory &&
    sameId(caller.user.externalId, subject.externalId)
  );
}

const ownFinding: GuardRefusal = {
  code: 'SELF',
  message: 'The finding is about your own account. It passes when somebody else accepts it.',
  retryable: false,
};

function notPermitted({ action, caller, finding, populationId }: AcceptanceRequest): GuardRefusal | null {
  const { directory } = finding.subject;
  if (can(caller, acceptancePermission, { directory, population: populationId })) return null;
  return {
    code: 'FORBIDDEN',
    message: `${action.name} needs the permission ${acceptancePermission} for what the finding is about, which "${caller.name}" does not have. It passes when somebody grants it.`,
    retryable: false,
  };
}

function notOpen(known: Known, entryId: string | null = null): ActionResult {
  const message =
    'The finding is resolved, or has become worse since it was looked at: there is nothing, or something else, to accept. Look at it again. Nothing was changed.';
  return failure({ kind: 'CONFLICT', code: 'CONFLICT', message, retryable: false }, known, { entryId });
}

function isOver({ expiresAt }: Acceptance): ActionResult {
  return {
    kind: 'REFUSED',
    code: 'NO_INVERSE',
    blockedBy: ['undo'],
    message: `What was accepted would have ended on ${expiresAt.toISOString()}. Accept it anew, if it still holds.`,
    retryable: false,
    passesAt: null,
    entryId: null,
  };
}

function notAsLeft(known: Known): ActionResult {
  const message = 'What is accepted now is not what that entry left. Nothing was changed.';
  return failure({ kind: 'CONFLICT', code: 'CONFLICT', message, retryable: false }, known);
}

const notKept =
  'What was decided could not be kept: the database of the gateway failed. Ask again; it is safe to repeat.';
