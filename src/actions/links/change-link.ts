import { compareText } from '../../model/compare-text.ts';
import { randomUUID } from 'node:crypto';
import { can, type Caller } from '../../access/caller.ts';
import type { AccountRef, ManualLink } from '../../identities/manual-link.ts';
import type { JsonObject } from '../../model/action.ts';
import type { ActionInput } from '../action.ts';
import { inputProblem } from '../action-input.ts';
import { type ActionResult, asReplayed, isFinal } from '../action-result.ts';
import type { ActionServices } from '../action-services.ts';
import { failure, type Known, refusedBy } from '../failures.ts';
import type { GuardRefusal } from '../guards/guard.ts';
import { fingerprintOf } from '../idempotency.ts';
import { keyReused } from '../key-reused.ts';
import type { LedgerCause, LedgerIntent } from '../ledger.ts';
import { changeRecorded, type KeptEnding } from '../recorded-change.ts';
import { type LinkAction, linkActionSaying, linkPermission } from './link-actions.ts';

/** One of the two accounts that something is said of. */
export interface SpokenOf extends AccountRef {
  /** Null: it is in none, or that is not known. */
  readonly populationId: string | null;
}

export interface LinkRequest {
  readonly action: LinkAction;
  readonly services: ActionServices;
  readonly caller: Caller;
  readonly one: SpokenOf;
  readonly other: SpokenOf;
  readonly input: Pick<ActionInput, 'reason' | 'idempotencyKey' | 'dryRun'>;
  /** Given: an earlier change is taken back. */
  readonly undoing?: LinkUndo;
}

interface LinkUndo {
  readonly cause: LedgerCause;
  /** Who said what is to hold again, and why; null: nobody said anything. */
  readonly restores: Pick<ManualLink, 'by' | 'reason'> | null;
  /** Whether a state is the one that the change left; otherwise it is a conflict. */
  readonly isStill: (state: JsonObject) => boolean;
}

/**
 * Keeps what an operator says of two accounts, in the place of what was said before: recorded in the ledger before and after,
 * read back, and done once for each idempotency key. No directory is asked or changed.
 */
export async function changeLink(request: LinkRequest): Promise<ActionResult> {
  const { action, services, caller, one, other, input } = request;
  const problem = inputProblem(input) ?? (isSame(one, other) ? sameTwice : null);
  if (problem !== null)
    return failure({ kind: 'INVALID', code: 'BAD_USER_INPUT', message: problem, retryable: false });
  const pair = [refOf(one), refOf(other)].toSorted(compare);
  const work = (): Promise<ActionResult> =>
    services.locks.run(`IDENTITY_LINK\n${JSON.stringify(pair)}`, () => attempt(request));
  const { idempotencyKey: key } = input;
  if (key === undefined || key === null) return await work();
  const { mutation } = action;
  const fingerprint = fingerprintOf({
    mutation,
    pair,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    ...(request.undoing && { cause: request.undoing.cause }),
  });
  const run = await services.idempotency.run({ actor: caller.name, key }, fingerprint, work, isFinal);
  if (run.kind === 'REUSED') return keyReused;
  return run.by === 'OWN' ? run.result : asReplayed(run.result);
}

async function attempt(request: LinkRequest): Promise<ActionResult> {
  const { action, services, one, other } = request;
  const subject = { directory: one.directory, type: 'USER', externalId: one.externalId } as const;
  let before: ManualLink | null;
  try {
    before = await said(services, one, other);
  } catch (error) {
    services.onLedgerFailure(error, `${action.name}, whose links could not be read`);
    return failure({ kind: 'FAILED', code: 'INTERNAL', message: notKept, retryable: true });
  }
  const known: Known = { subject, state: stateOf(request, before) };
  const intent = intentOf(request, known, before);
  const refusal = refusalOf(request);
  if (refusal !== null) return await refusedBy(services, intent, [{ guard: 'permission', refusal }]);
  if (request.undoing?.isStill(stateOf(request, before)) === false) return notAsLeft(known);
  const changed = (before?.kind ?? null) !== action.says;
  return await changeRecorded({
    services,
    intent,
    known,
    wanted: changed ? stateOf(request, linkOf(request)) : null,
    keep: () => keep(request),
    notKept,
  });
}

/** What the store holds afterwards counts, whatever it said to the change. */
async function keep(request: LinkRequest): Promise<KeptEnding> {
  const { services, one, other, action } = request;
  const link = linkOf(request);
  try {
    if (link === null) await services.links.remove(one, other);
    else await services.links.put(link);
  } catch (error) {
    services.onLedgerFailure(error, `the link of ${action.name}`);
  }
  try {
    const kept = await said(services, one, other);
    const after = stateOf(request, kept);
    return (kept?.kind ?? null) === action.says
      ? { after, outcome: 'SUCCEEDED', code: null }
      : { after, outcome: 'FAILED', code: 'INTERNAL' };
  } catch (error) {
    services.onLedgerFailure(error, `the link of ${action.name}, to be read back`);
    return { after: null, outcome: 'UNCONFIRMED', code: 'UNCONFIRMED' };
  }
}

async function said(
  { links }: ActionServices,
  one: AccountRef,
  other: AccountRef,
): Promise<ManualLink | null> {
  const all = await links.list();
  const found = all.find(
    (link) =>
      (isSame(link.one, one) && isSame(link.other, other)) ||
      (isSame(link.one, other) && isSame(link.other, one)),
  );
  return found ?? null;
}

function linkOf({ action: { says }, caller, one, other, input, undoing }: LinkRequest): ManualLink | null {
  if (says === null) return null;
  // Who said it stands for it again; the ledger has who brought it back.
  const { by, reason } = undoing?.restores ?? { by: caller.name, reason: input.reason ?? null };
  return { kind: says, one: refOf(one), other: refOf(other), by, reason, at: new Date() };
}

/** Both accounts stand in it in the order of the request, so that two states of one entry can be compared. */
function stateOf({ one, other }: LinkRequest, link: ManualLink | null): JsonObject {
  return {
    one: refOf(one),
    other: refOf(other),
    said: link?.kind ?? null,
    by: link?.by ?? null,
    reason: link?.reason ?? null,
  };
}

function intentOf(
  { action, caller, one, other, input, undoing }: LinkRequest,
  known: Known,
  before: ManualLink | null,
): LedgerIntent {
  return {
    actor: caller.name,
    action: action.name,
    subject: known.subject,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    parameters: { one: refOf(one), other: refOf(other) },
    cause: undoing?.cause ?? null,
    before: known.state,
    correlationId: randomUUID(),
    idempotencyKey: input.idempotencyKey ?? null,
    inverse: linkActionSaying(before?.kind ?? null).name,
  };
}

/** Who speaks of two accounts must be let to speak of both. */
function refusalOf({ action, caller, one, other }: LinkRequest): GuardRefusal | null {
  const barred = [one, other].find(
    ({ directory, populationId }) => !can(caller, linkPermission, { directory, population: populationId }),
  );
  if (barred === undefined) return null;
  return {
    code: 'FORBIDDEN',
    message: `${action.name} needs the permission ${linkPermission} for both accounts, which "${caller.name}" does not have in "${barred.directory}". It passes when somebody grants it.`,
    retryable: false,
  };
}

function refOf({ directory, externalId }: AccountRef): { directory: string; externalId: string } {
  return { directory, externalId };
}

function isSame(one: AccountRef, other: AccountRef): boolean {
  return one.directory === other.directory && one.externalId === other.externalId;
}

function compare(one: AccountRef, other: AccountRef): number {
  return compareText(JSON.stringify(one), JSON.stringify(other));
}

const sameTwice = 'one, other: expected two accounts, received the same one twice.';

function notAsLeft(known: Known): ActionResult {
  const message = 'What is said of the two now is not what that entry left. Nothing was changed.';
  return failure({ kind: 'CONFLICT', code: 'CONFLICT', message, retryable: false }, known);
}

const notKept =
  'What was said could not be kept: the database of the gateway failed. Ask again; it is safe to repeat.';
