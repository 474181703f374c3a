import { randomUUID } from 'node:crypto';
import { can } from '../../access/caller.ts';
import type { FindingRecord } from '../../findings/history/finding-history.ts';
import { type ActionResult, asReplayed, isFinal } from '../action-result.ts';
import { differencesOf, versionOf } from '../differences.ts';
import { failure, type Known, ledgerUnavailable, refusedBy } from '../failures.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { sameId } from '../guards/same-id.ts';
import { fingerprintOf } from '../idempotency.ts';
import { keyReused } from '../key-reused.ts';
import type { LedgerEntry, LedgerIntent } from '../ledger.ts';
import { recordAtOnce, settleSent } from '../record.ts';
import { acceptancePermission } from './acceptance-actions.ts';
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
  });
  const run = await services.idempotency.run({ actor: caller.name, key }, fingerprint, work, isFinal);
  if (run.kind === 'REUSED') return keyReused;
  return run.by === 'OWN' ? run.result : asReplayed(run.result);
}

async function attempt(request: AcceptanceRequest): Promise<ActionResult> {
  const { action, services, finding: asked, input } = request;
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
  const intent = intentOf(request, known);
  const refusal = refusalOf(request);
  if (refusal !== null) return await refusedBy(services, intent, [refusal]);
  const wanted = acceptanceOf(request, finding);
  const changed = !isSameAcceptance(before, wanted);
  if (changed && wanted !== null && finding.state !== 'OPEN') return notOpen(known);
  const success = { kind: 'SUCCESS', subject: known.subject, steps: [], facts: {} } as const;
  if (!changed || input.dryRun === true) {
    const outcome = changed ? 'DRY_RUN' : 'UNCHANGED';
    const settlement = { outcome, after: changed ? null : known.state, code: null } as const;
    const entry = await recordAtOnce(services, intent, settlement);
    if (entry === null) return ledgerUnavailable(known);
    const differences = differencesOf(known.state, stateOf(finding, changed ? wanted : before));
    const dryRun = input.dryRun === true;
    return { ...success, changed, dryRun, differences, version: versionOf(known.state), entryId: entry.id };
  }
  let entry: LedgerEntry;
  try {
    entry = await services.ledger.begin(intent);
  } catch (error) {
    services.onLedgerFailure(error, `${action.name} INTENDED`);
    return ledgerUnavailable(known);
  }
  return await services.underway.run(async () => {
    const ending = await keep(request, wanted, finding);
    const after = ending.after === null ? null : stateOf(ending.after, ending.after.acceptance);
    const { outcome, code } = ending;
    await settleSent(services, entry, { outcome, after, code });
    if (outcome === 'SUCCEEDED') {
      const differences = differencesOf(known.state, after);
      const version = versionOf(after);
      return { ...success, changed: true, dryRun: false, differences, version, entryId: entry.id };
    }
    if (code === 'CONFLICT') return notOpen(known, entry.id);
    return failure(
      { kind: outcome, code: outcome === 'FAILED' ? 'INTERNAL' : outcome, message: notKept, retryable: true },
      known,
      { entryId: entry.id },
    );
  });
}

type Ending = { readonly after: FindingRecord | null } & (
  | { readonly outcome: 'SUCCEEDED'; readonly code: null }
  | { readonly outcome: 'FAILED' | 'UNCONFIRMED'; readonly code: string }
);

/** What the history holds afterwards counts, whatever it said to the change. */
async function keep(
  { services, action, caller, input }: AcceptanceRequest,
  wanted: FindingRecord['acceptance'],
  { id }: FindingRecord,
): Promise<Ending> {
  const { findings } = services;
  try {
    if (wanted === null) await findings.withdraw(id, caller.name, input.reason ?? null);
    else if ((await findings.accept(id, wanted)) === null)
      return { after: (await findings.recordsOf([id])).get(id) ?? null, outcome: 'FAILED', code: 'CONFLICT' };
  } catch (error) {
    services.onLedgerFailure(error, `the finding of ${action.name}`);
  }
  try {
    const after = (await findings.recordsOf([id])).get(id) ?? null;
    return after !== null && isSameAcceptance(after.acceptance, wanted)
      ? { after, outcome: 'SUCCEEDED', code: null }
      : { after, outcome: 'FAILED', code: 'INTERNAL' };
  } catch (error) {
    services.onLedgerFailure(error, `the finding of ${action.name}, to be read back`);
    return { after: null, outcome: 'UNCONFIRMED', code: 'UNCONFIRMED' };
  }
}

function intentOf(
  { action, caller, finding, expiresAt, input }: AcceptanceRequest,
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
    cause: null,
    before: known.state,
    correlationId: randomUUID(),
    idempotencyKey: input.idempotencyKey ?? null,
    inverse: null,
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

const notKept =
  'What was decided could not be kept: the database of the gateway failed. Ask again; it is safe to repeat.';
