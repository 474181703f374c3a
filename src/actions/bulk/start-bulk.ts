import { createHash, randomUUID } from 'node:crypto';
import type { Caller } from '../../access/caller.ts';
import { forEachBounded } from '../../directory/bounded.ts';
import type { Directory } from '../../directory/directory.ts';
import type { RequestScope } from '../../directory/request-scope.ts';
import type { JsonObject } from '../../model/action.ts';
import type { AnyAction } from '../action.ts';
import { inputProblem } from '../action-input.ts';
import type { ActionFailure, ActionRefused } from '../action-result.ts';
import type { ActionServices } from '../action-services.ts';
import { failure, refusedBy } from '../failures.ts';
import { freshReads } from '../guard-reads.ts';
import { fingerprintOf, idempotencyWindowMs } from '../idempotency.ts';
import { objectionsAt } from '../objections.ts';
import type { BulkOperation, ItemEnd, NewBulkItem, OnFailure } from './bulk-operation.ts';
import type { BulkStore } from './bulk-store.ts';
import { type PlannedItem, planItem, planOf } from './plan-item.ts';

/** More than so many are planned before anything is done. */
export const largestUnplanned = 50;
/** Items of one operation at most. */
export const largestBulk = 1_000;
/** How long a plan can be applied. */
export const planLifeMs = 15 * 60_000;

/** One of those who are meant, as far as was found out without a look at their state. */
export interface GivenSubject {
  /** In the caller's words: `user name alice`. */
  readonly given: string;
  /** Empty: nobody was found, and `end` says why. */
  readonly externalId: string;
  readonly end: ItemEnd | null;
}

export interface BulkRequest {
  readonly services: ActionServices;
  readonly store: BulkStore;
  readonly directory: Directory;
  readonly scope: RequestScope;
  readonly caller: Caller;
  readonly action: AnyAction;
  /** Everything that was asked for, for telling a repeat from another request. */
  readonly asked: JsonObject;
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  readonly onFailure: OnFailure;
  /** Whether it is only planned; what is too large for less is planned anyway. */
  readonly planOnly: boolean;
  /** Finds those who are meant; asked once the caller is known to have the right. */
  readonly subjects: () => Promise<readonly GivenSubject[]>;
}

export type BulkStart = BulkOperation | ActionFailure | ActionRefused;

/** Plans an operation, or lets it begin: its worker does the rest. What is wrong with the whole of it is the answer instead. */
export async function startBulk(request: BulkRequest): Promise<BulkStart> {
  const { services, store, action, directory, caller, reason, idempotencyKey } = request;
  const problem = inputProblem(request);
  if (problem !== null) return invalid(problem);
  const refusal = await refusedForAll(services, directory, action, caller, request.scope);
  if (refusal !== null) return refusal;

  const fingerprint = fingerprintOf({ mutation: action.mutation, bulk: request.asked });
  const { id, existing } = await identityOf(store, caller, idempotencyKey);
  if (existing !== null) return sameOrReused(existing, fingerprint);

  const items = itemsOf(await request.subjects(), action, directory.key);
  if (items.length === 0)
    return invalid('Expected at least one user; received none, or the filter found nobody.');
  if (items.length > largestBulk)
    return invalid(`Expected at most ${largestBulk} users in one operation; received more. Divide them.`);

  const planned = request.planOnly || items.length > largestUnplanned;
  const rehearsed: PlannedItem[] = items.map((item) => ({ item, calls: 0 }));
  if (planned) {
    const planning = { services, directory, scope: request.scope, caller, action, reason, id };
    await forEachBounded([...rehearsed.entries()], 8, async ([index, { item }]) => {
      rehearsed[index] = await planItem(planning, item);
    });
  }
  const createdAt = new Date();
  const created = await store.create(
    {
      id,
      action: action.name,
      directory: directory.key,
      caller,
      reason,
      onFailure: request.onFailure,
      fingerprint,
      idempotencyKey,
      plan: planned ? planOf(rehearsed, services.settings.blastLimits) : null,
      createdAt,
      expiresAt: planned ? new Date(createdAt.getTime() + planLifeMs) : null,
    },
    rehearsed.map(({ item }) => item),
  );
  services.bulkNews.tell(id);
  const kept = await store.get(id);
  if (kept === null) throw new Error(`The bulk operation ${id} was kept and is not there.`);
  return created ? kept : sameOrReused(kept, fingerprint);
}

/** Lets a plan begin. Repeating it changes nothing. */
export async function applyBulk(
  {
    services,
    store,
    caller,
    directories,
    scope,
  }: Pick<BulkRequest, 'services' | 'store' | 'caller' | 'scope'> & {
    readonly directories: readonly Directory[];
  },
  operation: BulkOperation,
  action: AnyAction,
): Promise<BulkStart> {
  const directory = directories.find(({ key }) => key === operation.directory);
  if (directory === undefined)
    return refused('FORBIDDEN', 'permission', 'The operation is in a directory that you cannot see.');
  if (operation.caller.name !== caller.name)
    return refused(
      'FORBIDDEN',
      'permission',
      `Only "${operation.caller.name}", who planned it, can apply it. Plan it yourself.`,
    );
  const refusal = await refusedForAll(services, directory, action, caller, scope);
  if (refusal !== null) return refusal;
  if (operation.state === 'EXPIRED') return stale();
  if (operation.state !== 'PLANNED') return operation;
  const applied = await store.apply(operation.id, caller);
  services.bulkNews.tell(operation.id);
  const now = (await store.get(operation.id)) ?? operation;
  return !applied && now.state === 'EXPIRED' ? stale() : now;
}

/** What the guards would say to every item alike. */
async function refusedForAll(
  services: ActionServices,
  directory: Directory,
  action: AnyAction,
  caller: Caller,
  scope: RequestScope,
): Promise<ActionRefused | null> {
  const [first, ...more] = await objectionsAt('DIRECTORY', action, {
    action: action.name,
    permission: action.permission,
    caller,
    directory,
    subject: { directory: directory.key, type: action.subjectType, externalId: '' },
    user: null,
    reads: freshReads(directory, scope),
    blastRadius: services.blastRadius,
    breakGlass: services.settings.breakGlass,
  });
  return first === undefined ? null : await refusedBy(services, null, [first, ...more]);
}

/**
 * Under one idempotency key there is one operation: its id is made of the key, so that of two who ask at once the database
 * keeps one. A day later the key may stand for another.
 */
async function identityOf(
  store: BulkStore,
  caller: Caller,
  key: string | null,
): Promise<{ readonly id: string; readonly existing: BulkOperation | null }> {
  if (key === null) return { id: randomUUID(), existing: null };
  for (let use = 1; ; use += 1) {
    const id = createHash('sha256')
      .update(JSON.stringify([caller.name, key, use]))
      .digest('hex')
      .slice(0, 32);
    const existing = await store.get(id);
    if (existing === null || Date.now() - existing.createdAt.getTime() < idempotencyWindowMs)
      return { id, existing };
  }
}

function sameOrReused(existing: BulkOperation, fingerprint: string): BulkStart {
  if (existing.fingerprint === fingerprint) return existing;
  return refused(
    'IDEMPOTENCY_KEY_REUSED',
    'idempotency-key',
    'This idempotency key stands for another request. Use a new key for a new request.',
  );
}

/** Each subject once, in the order given. */
function itemsOf(given: readonly GivenSubject[], action: AnyAction, directory: string): NewBulkItem[] {
  const seen = new Set<string>();
  const items: NewBulkItem[] = [];
  for (const { given: words, externalId, end } of given) {
    const name = externalId === '' ? `given ${words}` : externalId.toLowerCase();
    if (seen.has(name)) continue;
    seen.add(name);
    items.push({
      subject: { directory, type: action.subjectType, externalId },
      given: words,
      plan: { end, version: null, changes: null, differences: [] },
    });
  }
  return items;
}

function stale(): ActionRefused {
  return refused(
    'PLAN_STALE',
    'plan',
    `Expected a plan of at most ${planLifeMs / 60_000} minutes; this one is older, and what it saw may not hold any more. Plan it again. Nothing was changed.`,
  );
}

function refused(code: string, guard: string, message: string): ActionRefused {
  return {
    kind: 'REFUSED',
    code,
    blockedBy: [guard],
    message,
    retryable: false,
    passesAt: null,
    entryId: null,
  };
}

function invalid(message: string): ActionFailure {
  return failure({ kind: 'INVALID', code: 'BAD_USER_INPUT', message, retryable: false });
}
