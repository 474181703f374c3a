import { randomUUID } from 'node:crypto';
import { can } from '../access/caller.ts';
import type { ActionSubject } from '../model/action.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { ActionEnvironment, ActionInput, Change, Target } from './action.ts';
import { inputProblem } from './action-input.ts';
import type { ActionRequest } from './action-request.ts';
import { type ActionResult, asReplayed, isFinal, withoutOnce } from './action-result.ts';
import { applyChange } from './apply-change.ts';
import { canonicalJson } from './canonical-json.ts';
import { settleCutOff } from './cut-off.ts';
import { differencesOf, versionOf } from './differences.ts';
import {
  failure,
  type Known,
  ledgerUnavailable,
  notFound,
  type Objection,
  readFailed,
  refusedBy,
} from './failures.ts';
import { freshReads } from './guard-reads.ts';
import type { Attempt, GuardRefusal } from './guards/guard.ts';
import { permittedForSubject } from './guards/permitted.ts';
import { unreadable } from './guards/unreadable.ts';
import { fingerprintOf } from './idempotency.ts';
import { keyReused } from './key-reused.ts';
import { underAll } from './keyed-lock.ts';
import { locksFor, objectionsAt, objectionsTo } from './objections.ts';
import { intentOf, recordAtOnce } from './record.ts';
import { type Step, Steps } from './steps.ts';
import { type Renewal, renew, renewalOf } from './timed/renew-grant.ts';
import { timeProblem } from './timed/time-problem.ts';

/**
 * The way of every action: check the input, ask whether the caller may and the directory can, find the object, look up the
 * idempotency key, read the object afresh, compare with what the caller expects, ask the guards, record the intent, send,
 * read back, record the outcome. What goes wrong on the provider's side is a result; only faults of our own are thrown.
 */
export async function runAction<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
): Promise<ActionResult> {
  const { action, loaders, input } = request;
  const problem = inputProblem(input) ?? action.problem?.(input) ?? null;
  if (problem !== null)
    return failure({ kind: 'INVALID', code: 'BAD_USER_INPUT', message: problem, retryable: false });

  const nobody = subjectOf(request, { externalId: '' });
  const [first, ...more] = await objectionsAt('DIRECTORY', action, attemptOf(request, nobody, null));
  if (first !== undefined) return await turnedAway(request, [first, ...more]);

  let target: Target | null;
  try {
    target = await action.locate(input, environmentOf(request));
  } catch (error) {
    return readFailed(error);
  }
  return target === null
    ? notFound(wordsOf(action.subjectType), loaders.directory.key)
    : await onceForKey(request, target);
}

/**
 * Refused before anything was looked for. Recorded where the request itself names its object: whom it means otherwise is not looked
 * up any more. Callers without the permission anywhere in the directory write nothing into its ledger.
 */
async function turnedAway<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  objections: readonly [Objection, ...Objection[]],
): Promise<ActionResult> {
  const { action, services, input } = request;
  const isForbidden = objections.some(({ guard }) => guard === permittedForSubject.name);
  const mustBeFound = 'user' in input && typeof input.user === 'function';
  const target = isForbidden || mustBeFound ? null : await action.locate(input, environmentOf(request));
  const intent = target && intentOf(request, subjectOf(request, target), null, randomUUID());
  return await refusedBy(services, intent, objections);
}

async function onceForKey<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  target: Target,
): Promise<ActionResult> {
  const { action, services, caller, input, loaders } = request;
  const directory = loaders.directory.key;
  const parameters = action.parameters?.(input) ?? null;
  // A provider that reads ids in any case has one object behind several spellings.
  const name = target.externalId === '' ? canonicalJson(parameters) : target.externalId.toLowerCase();
  const lock = `${action.subjectType}\n${directory}\n${name}`;
  let once: string | undefined;
  const work = async (): Promise<ActionResult> => {
    const result = await services.locks.run(lock, () => attemptOn(request, target));
    if (result.kind === 'SUCCESS') once = result.once;
    return withoutOnce(result);
  };
  const shown = (result: ActionResult): ActionResult =>
    result.kind === 'SUCCESS' && once !== undefined ? { ...result, once } : result;

  const { idempotencyKey: key } = input;
  if (key === undefined || key === null) return shown(await work());
  const fingerprint = fingerprintOf({
    mutation: action.mutation,
    directory,
    target: target.externalId,
    parameters,
    more: (await action.fingerprint?.(input)) ?? null,
    reason: input.reason ?? null,
    dryRun: input.dryRun === true,
    ifStatus: input.ifStatus ?? null,
    ifVersion: input.ifVersion ?? null,
  });
  for (;;) {
    const run = await services.idempotency.run(
      { actor: caller.name, key },
      fingerprint,
      work,
      request.keeps ?? isFinal,
    );
    if (run.kind === 'REUSED') return keyReused;
    // Whoever had it under way has gone away, which says nothing about this caller.
    const orphaned = run.by === 'JOINED' && run.result.kind === 'FAILED' && run.result.code === 'CANCELLED';
    if (!orphaned || loaders.scope.context.signal?.aborted === true)
      return run.by === 'OWN' ? shown(run.result) : asReplayed(run.result);
  }
}

/** Under the object's own lock: changes of one object are made one after the other. */
async function attemptOn<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  target: Target,
): Promise<ActionResult> {
  const { action, services, loaders, input } = request;
  const environment = environmentOf(request);
  // What was cut off is settled first, in its own time.
  const late = request.resumes === undefined ? await timeProblem(request, target, null) : null;
  if (late !== null) return late;
  let before: S | null;
  try {
    before = await action.read(target, input, environment);
  } catch (error) {
    return readFailed(error);
  }
  action.forget(loaders, target, before);
  const creates = action.effect === 'CREATE';
  // That a name is taken cannot be hidden from whoever may use it; by whom, and in what state, is not told.
  if (!isVisible(request, before))
    return creates
      ? alreadyExists(action.subjectType)
      : notFound(wordsOf(action.subjectType), loaders.directory.key);
  if (before === null && !creates && action.effect !== 'DELETE')
    return notFound(wordsOf(action.subjectType), loaders.directory.key);

  const state = before === null ? null : action.describe(before);
  const known: Known = { subject: subjectOf(request, target, before), state };
  const change = { target, before, input, environment, steps: new Steps() };
  if (request.resumes !== undefined) {
    const ended = await settleCutOff(request, request.resumes, change, known);
    if (ended !== null) return ended;
    const over = await timeProblem(request, target, known);
    if (over !== null) return over;
  }
  // Before anything of the object's state is told: what may not be changed by this caller is not described to them either.
  const forbidden = await permittedForSubject.check(
    attemptOf(request, known.subject, before === null ? null : (action.user?.(before) ?? null)),
  );
  if (forbidden !== null && !creates)
    return await refusedBy(services, intentOf(request, known.subject, null, randomUUID()), [
      { guard: permittedForSubject.name, refusal: forbidden },
    ]);
  const unexpected = conflictOf(request, known, before);
  if (unexpected !== null) return unexpected;

  if (action.holds(before, input) === true) {
    const renewal = await renewalOf(request, target, known);
    if (renewal !== null && 'kind' in renewal) return renewal;
    if (renewal !== null) return await guarded(request, change, known, renewal);
    const intent = intentOf(request, known.subject, state, randomUUID());
    const entry = await recordAtOnce(services, intent, { outcome: 'UNCHANGED', after: state, code: null });
    if (entry === null) return ledgerUnavailable(known);
    return {
      kind: 'SUCCESS',
      changed: false,
      dryRun: input.dryRun === true,
      subject: known.subject,
      differences: [],
      version: versionOf(state),
      steps: before === null ? [] : alreadySo(action.plan?.(before, input) ?? []),
      facts: {},
      entryId: entry.id,
    };
  }
  if (creates && before !== null) return alreadyExists(action.subjectType, known);
  return await guarded(request, change, known);
}

/** `known` null: what there is, the caller may not see, and so nothing is said of how it compares either. */
function alreadyExists(type: ActionSubject['type'], known: Known | null = null): ActionResult {
  const compared = known === null ? '' : ', and it is otherwise than asked for';
  return failure(
    {
      kind: 'CONFLICT',
      code: 'ALREADY_EXISTS',
      message: `There is one such ${wordsOf(type)} already${compared}. Nothing was changed.`,
      retryable: false,
    },
    known,
  );
}

/** Of what would be done, that which needs nothing to be done. */
function alreadySo(plan: readonly Step[]): readonly Step[] {
  return plan.filter(({ outcome }) => outcome === 'ALREADY');
}

/** Whom a caller may not see, that caller does not learn to exist. */
function isVisible<I extends ActionInput, S>(
  { action, caller, loaders }: ActionRequest<I, S>,
  state: S | null,
): boolean {
  const user = state === null ? null : (action.user?.(state) ?? null);
  const where = { directory: loaders.directory.key, population: user?.populationId ?? null };
  return user === null || can(caller, 'directory:read', where);
}

function conflictOf<I extends ActionInput, S>(
  { action, input }: ActionRequest<I, S>,
  known: Known,
  before: S | null,
): ActionResult | null {
  const { ifStatus, ifVersion } = input;
  const status = before === null ? undefined : action.user?.(before)?.status;
  if (ifStatus !== undefined && ifStatus !== null && status !== undefined && ifStatus !== status)
    return conflict(`Expected the user to be ${ifStatus}, found ${status}. Nothing was changed.`, known);
  if (ifVersion !== undefined && ifVersion !== null && ifVersion !== versionOf(known.state))
    return conflict(
      'It was changed since you looked: `state` and `version` are those of now. Nothing was changed.',
      known,
    );
  return null;
}

function conflict(message: string, known: Known): ActionResult {
  return failure({ kind: 'CONFLICT', code: 'CONFLICT', message, retryable: false }, known);
}

async function guarded<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  change: Change<I, S>,
  known: Known,
  /** Given: only its end is to move. */
  renewal: Renewal | null = null,
): Promise<ActionResult> {
  const { action, services } = request;
  const user = change.before === null ? null : (action.user?.(change.before) ?? null);
  const power = change.before === null ? null : (action.power?.(change.before, change.input) ?? null);
  const refuse = async (objections: readonly [Objection, ...Objection[]]): Promise<ActionResult> =>
    await refusedBy(services, intentOf(request, known.subject, known.state, randomUUID()), objections);

  const before = attemptOf(request, known.subject, user, power);
  const [free, ...others] = await objectionsAt('FREE', action, before);
  if (free !== undefined) return await refuse([free, ...others]);
  const objection = await objectionOf(request, change);
  if (objection !== null) return await refuse([{ guard: 'state', refusal: objection }]);
  const locks = await locksFor(action, before);
  return await underAll(services.locks, locks, async () => {
    // What was read before the lock was held may have changed while it was waited for.
    const attempt = locks.length > 0 ? attemptOf(request, known.subject, user, power) : before;
    const [first, ...more] = await objectionsTo(action, attempt);
    if (first !== undefined) return await refuse([first, ...more]);
    if (renewal !== null) return await renew(request, renewal, known);
    if (request.input.dryRun !== true) return await applyChange(request, change, known);
    return await rehearse(request, change, known);
  });
}

/** What the action itself has against it; what it could not read to decide that is an objection too. */
async function objectionOf<I extends ActionInput, S>(
  { action, caller }: ActionRequest<I, S>,
  change: Change<I, S>,
): Promise<GuardRefusal | null> {
  try {
    return (await action.objection?.(change, caller)) ?? null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return unreadable(error, 'whether anything stands against it');
  }
}

async function rehearse<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  { before, input }: Change<I, S>,
  known: Known,
): Promise<ActionResult> {
  const { action, services } = request;
  const after = action.foresee?.(before, input);
  const entry = await recordAtOnce(services, intentOf(request, known.subject, known.state, randomUUID()), {
    outcome: 'DRY_RUN',
    after: null,
    code: null,
  });
  if (entry === null) return ledgerUnavailable(known);
  return {
    kind: 'SUCCESS',
    changed: true,
    dryRun: true,
    subject: known.subject,
    differences: after === undefined ? [] : differencesOf(known.state, after),
    version: versionOf(known.state),
    steps: before === null ? [] : (action.plan?.(before, input) ?? []),
    facts: {},
    entryId: entry.id,
  };
}

function environmentOf<I extends ActionInput, S>({ loaders }: ActionRequest<I, S>): ActionEnvironment {
  const { directory, scope } = loaders;
  return {
    directory,
    provider: directory.provider,
    reads: freshReads(directory, scope),
    context: scope.context,
  };
}

function subjectOf<I extends ActionInput, S>(
  { action, loaders }: ActionRequest<I, S>,
  target: Target,
  state: S | null = null,
): ActionSubject {
  const known = target.externalId === '' && state !== null ? action.idOf?.(state) : undefined;
  return {
    directory: loaders.directory.key,
    type: action.subjectType,
    externalId: known ?? target.externalId,
  };
}

function attemptOf<I extends ActionInput, S>(
  { action, services, loaders, caller, input }: ActionRequest<I, S>,
  subject: ActionSubject,
  user: Attempt['user'],
  power: Attempt['power'] = null,
): Attempt {
  const { directory, scope } = loaders;
  return {
    action: action.name,
    permission: action.permission,
    caller,
    directory,
    subject,
    user,
    population: user?.populationId ?? action.population?.(input) ?? null,
    power,
    attributes: action.attributes?.(input) ?? null,
    reads: freshReads(directory, scope),
    blastRadius: services.blastRadius,
    breakGlass: services.settings.breakGlass,
  };
}

function wordsOf(type: ActionSubject['type']): string {
  return type.toLowerCase().replaceAll('_', ' ');
}
