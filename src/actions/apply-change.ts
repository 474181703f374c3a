import { randomUUID } from 'node:crypto';
import type { ActionSubject, JsonObject } from '../model/action.ts';
import type { ActionInput, Change, Sent } from './action.ts';
import type { ActionRequest } from './action-request.ts';
import type { ActionResult } from './action-result.ts';
import { detachedScope } from './detached-scope.ts';
import { differencesOf, versionOf } from './differences.ts';
import { endingOf, mayHaveHappened, type Trouble } from './ending.ts';
import { cancelled, failure, type Known, ledgerUnavailable, refusedBy } from './failures.ts';
import { freshReads } from './guard-reads.ts';
import { blastRadius, tooMany } from './guards/blast-radius.ts';
import type { LedgerEntry } from './ledger.ts';
import { readBack, type Seen } from './read-back.ts';
import { intentOf, settleSent } from './record.ts';
import type { Step } from './steps.ts';
import { endTaken, type Registered, registerGrant, settleGrant } from './timed/hold-grant.ts';

/** Counts the change, records the intent, sends it, looks at what became of it, and records that. */
export async function applyChange<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  change: Change<I, S>,
  known: Known,
): Promise<ActionResult> {
  const { action, services, loaders, caller } = request;
  const { directory, scope } = loaders;
  const correlationId = randomUUID();
  const intent = intentOf(request, known.subject, known.state, correlationId);

  const source = { actor: caller.name, directory: directory.key, action: action.name };
  const exceeded = await services.blastRadius.take(source);
  if (exceeded !== null) {
    const refusal = tooMany(exceeded, { action: action.name, caller, directory });
    return await refusedBy(services, intent, [{ guard: blastRadius.name, refusal }]);
  }
  let entry: LedgerEntry;
  try {
    if (scope.context.signal?.aborted === true) {
      await services.blastRadius.giveBack(source);
      return cancelled(known);
    }
    entry = await services.ledger.begin(intent);
  } catch (error) {
    services.onLedgerFailure(error, `${action.name} INTENDED`);
    await services.blastRadius.giveBack(source);
    return ledgerUnavailable(known);
  }
  let timed: Registered | null;
  try {
    timed = await registerGrant(request, change.target, known, entry);
  } catch (error) {
    services.onLedgerFailure(error, `the timed grant of entry ${entry.id}`);
    await services.blastRadius.giveBack(source);
    const code = 'LEDGER_UNAVAILABLE';
    await settleSent(services, entry, { outcome: 'FAILED', after: known.state, code });
    return ledgerUnavailable(known);
  }
  return await services.underway.run(() =>
    sendAndSettle(request, change, known, { entry, correlationId, timed }),
  );
}

/** What was kept before anything was sent. */
interface Kept {
  readonly entry: LedgerEntry;
  readonly correlationId: string;
  /** The timed grant that it gives; null: it gives none. */
  readonly timed: Registered | null;
}

/** From here on the caller may go away: a change that was sent is followed to its end. */
async function sendAndSettle<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  change: Change<I, S>,
  known: Known,
  { entry, correlationId, timed }: Kept,
): Promise<ActionResult> {
  const { action, services, loaders, input } = request;
  const { settings } = services;
  const { directory, scope } = loaders;
  const environment = (): Change<I, S>['environment'] => {
    const detached = detachedScope(scope, correlationId, settings.changeDeadlineMs);
    return {
      directory,
      provider: directory.provider,
      reads: freshReads(directory, detached),
      context: detached.context,
    };
  };
  const sending: Change<I, S> = { ...change, environment: environment() };
  const { sent, trouble } = await attempt(() => action.send(sending));
  const partly = change.steps.all.some(({ outcome }) => outcome === 'DONE');
  const target = sent?.createdId === undefined ? change.target : { externalId: sent.createdId };
  const seen: Seen<S> | null =
    trouble !== null && !mayHaveHappened(trouble) && !partly
      ? null
      : await readBack(
          (after) => action.confirms?.(after, change, sent) ?? action.holds(after, input),
          () => action.read(target, input, environment()),
          settings.readBackDelaysMs,
          services.sleep,
        );
  const after = seen?.found ?? null;
  // Where nobody looked, the provider refused it: what was read before still holds.
  action.forget(loaders, target, seen === null ? change.before : after);

  const ending = endingOf(action, trouble, seen, partly);
  const state = after === null ? null : action.describe(after);
  const subject = createdSubject(known.subject, sent, after === null ? undefined : action.idOf?.(after));
  const steps = change.steps.all;
  await settleSent(services, entry, {
    outcome: ending.outcome,
    after: state,
    ...particularsOf(sent, steps),
    code: ending.kind === 'SUCCESS' ? null : ending.code,
    ...(subject.externalId === known.subject.externalId ? {} : { createdId: subject.externalId }),
  });
  await settleGrant(services, timed, ending);
  if (ending.kind === 'SUCCESS') await endTaken(request, change, after, known, entry);
  if (ending.kind !== 'SUCCESS') {
    const { outcome: _outcome, ...said } = ending;
    const found = seen === null ? known : { subject, state };
    return failure(said, found, { steps, entryId: entry.id });
  }
  return {
    kind: 'SUCCESS',
    changed: true,
    dryRun: false,
    subject,
    differences: differencesOf(known.state, state),
    version: versionOf(state),
    steps,
    facts: sent?.facts ?? {},
    entryId: entry.id,
    ...(sent?.once === undefined ? {} : { once: sent.once }),
  };
}

/** What was sent, or what was thrown instead of an answer. */
async function attempt(
  send: () => Promise<Sent>,
): Promise<{ readonly sent: Sent | null; readonly trouble: Trouble | null }> {
  try {
    return { sent: await send(), trouble: null };
  } catch (error) {
    return { sent: null, trouble: { error } };
  }
}

function createdSubject(
  subject: ActionSubject,
  sent: Sent | null,
  foundId: string | undefined,
): ActionSubject {
  const id = subject.externalId === '' ? (sent?.createdId ?? foundId) : undefined;
  return id === undefined ? subject : { ...subject, externalId: id };
}

function particularsOf(sent: Sent | null, steps: readonly Step[]): { readonly particulars?: JsonObject } {
  const more = {
    ...(sent?.facts === undefined ? {} : { facts: sent.facts }),
    ...(steps.length === 0 ? {} : { steps }),
  };
  return Object.keys(more).length === 0 ? {} : { particulars: more };
}
