import { randomUUID } from 'node:crypto';
import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { User } from '../model/user.ts';
import type { UserActionDefinition } from './action-definition.ts';
import { isFinal, type UserActionResult } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import type { ActorIdentity } from './actor.ts';
import { applyChange } from './apply-change.ts';
import { ledgerUnavailable, readFailed, refusedBy, userNotFound } from './failures.ts';
import { freshReads } from './guard-reads.ts';
import type { Attempt } from './guards/guard.ts';
import { fingerprintOf } from './idempotency.ts';
import { underAll } from './keyed-lock.ts';
import { locksFor, objectionsOf, objectionsTo } from './objections.ts';
import { intentOf, recordAtOnce, stateOf } from './record.ts';
import { inputProblem, type UserActionInput, type UserTarget } from './user-action-input.ts';
import { isEnabled } from './user-enabled.ts';

/** One request for an action: who, where, what. */
export interface ActionRequest {
  readonly definition: UserActionDefinition;
  readonly services: ActionServices;
  readonly loaders: DirectoryLoaders;
  readonly actor: ActorIdentity;
  readonly input: UserActionInput;
}

/**
 * The way of every action on a user: check the input, ask whether the directory may be changed at all, find the user, look
 * up the idempotency key, read the user afresh, compare with what the caller expects, ask the guards, record the intent,
 * send, read back, record the outcome. What goes wrong on the provider's side is a result; only faults of our own are thrown.
 */
export async function runUserAction(request: ActionRequest): Promise<UserActionResult> {
  const { services, loaders, input } = request;
  const problem = inputProblem(input);
  if (problem !== null)
    return { kind: 'INVALID', code: 'BAD_USER_INPUT', message: problem, retryable: false };

  const { directory } = loaders;
  const placeholder = attemptOf(request, '', null);
  const [first, ...more] = await objectionsOf(request.definition.directoryGuards, placeholder);
  // Not recorded: it says nothing about anybody, and nobody was looked for.
  if (first !== undefined) return await refusedBy(services, null, [first, ...more]);

  let id: string | null;
  try {
    id = await idOf(input.user);
  } catch (error) {
    return readFailed(error);
  }
  return id === null || id === '' ? userNotFound(directory.key) : await onceForKey(request, id);
}

async function idOf(target: UserTarget): Promise<string | null> {
  if (typeof target !== 'function') return target.externalId;
  return (await target())?.externalId ?? null;
}

async function onceForKey(request: ActionRequest, id: string): Promise<UserActionResult> {
  const { services, actor, input, loaders } = request;
  // A provider that reads ids in any case has one user behind several spellings.
  const lock = `user\n${loaders.directory.key}\n${id.toLowerCase()}`;
  const work = (): Promise<UserActionResult> => services.locks.run(lock, () => attemptOn(request, id));
  const key = input.idempotencyKey ?? null;
  if (key === null) return await work();

  const fingerprint = fingerprintOf({
    action: request.definition.name,
    directory: loaders.directory.key,
    externalId: id,
    ifStatus: input.ifStatus ?? null,
    dryRun: input.dryRun === true,
    reason: input.reason ?? null,
  });
  for (;;) {
    const run = await services.idempotency.run({ actor: actor.name, key }, fingerprint, work, isFinal);
    if (run.kind === 'REUSED')
      return {
        kind: 'REFUSED',
        code: 'IDEMPOTENCY_KEY_REUSED',
        blockedBy: ['idempotency-key'],
        message: 'This idempotency key stands for another request. Use a new key for a new request.',
        retryable: false,
        passesAt: null,
      };
    // Whoever had it under way has gone away, which says nothing about this caller.
    const orphaned = run.by === 'JOINED' && run.result.kind === 'FAILED' && run.result.code === 'CANCELLED';
    if (!orphaned || loaders.scope.context.signal?.aborted === true) return run.result;
  }
}

/** Under the user's own lock: changes of one user are sent one after the other. */
async function attemptOn(request: ActionRequest, id: string): Promise<UserActionResult> {
  const { definition, services, loaders, input, actor } = request;
  let user: User | null;
  try {
    user = await freshReads(loaders.directory, loaders.scope).user(id);
  } catch (error) {
    return readFailed(error);
  }
  loaders.user.clear(id);
  if (user === null) return userNotFound(loaders.directory.key);
  loaders.user.prime(id, user);

  const { ifStatus } = input;
  if (ifStatus !== undefined && ifStatus !== null && ifStatus !== user.status)
    return {
      kind: 'CONFLICT',
      code: 'CONFLICT',
      message: `Expected the user to be ${ifStatus}, found ${user.status}. Nothing was changed.`,
      retryable: false,
      user,
    };

  if (isEnabled(user) === definition.enabled) {
    const intent = intentOf(definition, actor, input, user, randomUUID());
    const settlement = { outcome: 'UNCHANGED', after: stateOf(user), code: null } as const;
    const entry = await recordAtOnce(services, intent, settlement);
    if (entry === null) return ledgerUnavailable(user);
    return { kind: 'SUCCESS', changed: false, dryRun: input.dryRun === true, user, entry };
  }
  return await guarded(request, user);
}

async function guarded(request: ActionRequest, user: User): Promise<UserActionResult> {
  const { definition, services, actor, input } = request;
  const before = attemptOf(request, user.externalId, user);
  const free = await objectionsOf(definition.freeGuards, before);
  const locks = free.length > 0 ? [] : await locksFor(definition, before);
  return await underAll(services.locks, locks, async () => {
    // What was read before the lock was held may have changed while it was waited for.
    const attempt = locks.length > 0 ? attemptOf(request, user.externalId, user) : before;
    const [first, ...more] = await objectionsTo(definition, attempt);
    if (first === undefined) return await applyChange({ ...request, user });
    const intent = intentOf(definition, actor, input, user, randomUUID());
    return await refusedBy(services, intent, [first, ...more]);
  });
}

function attemptOf(
  { definition, services, loaders, actor }: ActionRequest,
  externalId: string,
  user: User | null,
): Attempt {
  const { directory, scope } = loaders;
  return {
    action: definition.name,
    actor,
    directory,
    subject: { directory: directory.key, type: 'USER', externalId },
    user,
    reads: freshReads(directory, scope),
    blastRadius: services.blastRadius,
    breakGlass: services.settings.breakGlass,
  };
}
