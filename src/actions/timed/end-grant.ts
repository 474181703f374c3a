import { can, type Caller } from '../../access/caller.ts';
import { permissions, type Permission } from '../../model/permission.ts';
import type { Directory } from '../../directory/directory.ts';
import type { ActionInput } from '../action.ts';
import type { ActionResult } from '../action-result.ts';
import type { ActionServices } from '../action-services.ts';
import { jobLoaders } from '../bulk/run-item.ts';
import { earlierRun } from '../cut-off.ts';
import { refusedBy } from '../failures.ts';
import { freshReads } from '../guard-reads.ts';
import { objectionsAt } from '../objections.ts';
import { actionNamed } from '../registry.ts';
import { runAction } from '../run-action.ts';
import type { TimedGrant } from './timed-grant.ts';
import type { TimedStore } from './timed-store.ts';

/** Who takes back what was given for a time: the gateway itself, under every guard but nobody's permission. */
export const timekeeper: Caller = {
  name: 'rollcall:timed-access',
  roles: ['system'],
  grants: Object.keys(permissions).map((permission) => ({ permission: permission as Permission })),
};

/** Runs what takes a grant back. Null: this gateway knows no such action any more. */
export async function takeBack(
  services: ActionServices,
  directory: Directory,
  grant: TimedGrant,
  caller: Caller,
  asked: Pick<ActionInput, 'reason' | 'idempotencyKey' | 'dryRun'>,
): Promise<ActionResult | null> {
  const action = actionNamed(grant.inverse.action);
  if (action === null) return null;
  const earlier = grant.attempts > 1 ? await earlierRun(services.ledger, { cause: grant.id }, null) : null;
  return await runAction({
    action,
    services,
    loaders: jobLoaders(directory),
    caller,
    input: { ...grant.inverse.input, ...asked },
    cause: { kind: 'EXPIRY', id: grant.id },
    ...(earlier?.outcome === 'INTENDED' ? { resumes: earlier } : {}),
  });
}

export interface EndingNow {
  readonly services: ActionServices;
  readonly store: TimedStore;
  readonly directory: Directory;
  readonly caller: Caller;
  readonly id: string;
  /** Unique to this attempt. */
  readonly owner: string;
  readonly asked: Pick<ActionInput, 'reason'>;
}

/** Longer than a change may take. */
const leaseMs = 60_000;

/**
 * Takes a grant back before its time, as `caller`. Null: it is not active, or somebody is ending it. Who may not take it back
 * does not touch it: the grant is not claimed, and no attempt is counted.
 */
export async function endNow({
  services,
  store,
  directory,
  caller,
  id,
  owner,
  asked,
}: EndingNow): Promise<ActionResult | null> {
  const found = await store.get(id);
  if (found === null) return null;
  const refusal = await refusedBefore(services, directory, found, caller);
  if (refusal !== null) return refusal;
  const grant = await store.claim(id, owner, leaseMs);
  if (grant === null) return null;
  const later = new Date(Date.now() + pauseAfter(1));
  const again = { code: 'INTERNAL', message: 'It could not be ended before its time.', nextAttemptAt: later };
  try {
    const result = await takeBack(services, directory, grant, caller, asked);
    if (result !== null && isGone(result))
      await store.ended(id, owner, 'entryId' in result ? result.entryId : null);
    else if (result !== null && result.kind !== 'SUCCESS')
      await store.failed(id, owner, { code: result.code, message: result.message, nextAttemptAt: null });
    else await store.failed(id, owner, again);
    return result;
  } catch (error) {
    await store.failed(id, owner, again);
    throw error;
  }
}

/**
 * What stands against it before anybody claims the grant: whatever the subject is like, and for a caller of some populations
 * by a rehearsal. A subject that such a caller does not see is as not existing to them, which does not mean that the access is gone.
 */
async function refusedBefore(
  services: ActionServices,
  directory: Directory,
  grant: TimedGrant,
  caller: Caller,
): Promise<ActionResult | null> {
  const action = actionNamed(grant.inverse.action);
  if (action === null) return null;
  const { scope } = jobLoaders(directory);
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
  if (first !== undefined) return await refusedBy(services, null, [first, ...more]);
  const everywhere = { directory: directory.key, population: null };
  if (can(caller, action.permission, everywhere) && can(caller, 'directory:read', everywhere)) return null;
  const rehearsed = await takeBack(services, directory, { ...grant, attempts: 0 }, caller, { dryRun: true });
  return rehearsed?.kind === 'REFUSED' || rehearsed?.kind === 'NOT_FOUND' ? rehearsed : null;
}

/** Whether the access is gone: taken back, or no longer there to be taken. */
export function isGone(result: ActionResult): boolean {
  return result.kind === 'SUCCESS' || result.kind === 'NOT_FOUND';
}

/** How long to wait after so many failures: from 5 s to an hour. */
export function pauseAfter(attempts: number): number {
  return Math.min(3_600_000, 5_000 * 2 ** Math.min(attempts - 1, 20));
}
