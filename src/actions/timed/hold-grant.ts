import { randomUUID } from 'node:crypto';
import type { ActionInput, AnyAction, Change, Target, Undo } from '../action.ts';
import type { ActionRequest } from '../action-request.ts';
import type { ActionServices } from '../action-services.ts';
import type { Ending } from '../ending.ts';
import type { Known } from '../failures.ts';
import type { LedgerEntry } from '../ledger.ts';
import { liveGrants } from './access.ts';
import type { TimedGrant } from './timed-grant.ts';
import type { TimedStore } from './timed-store.ts';

/** A grant that is kept as PENDING. */
export type Registered = Pick<TimedGrant, 'id' | 'inverse'>;

/**
 * Keeps what takes the access back, before it is given: whatever happens from here on, it will end. Null: it is not for a time.
 * Earlier grants of the same access end nothing any more: what they gave is gone, and what is given now is not theirs.
 */
export async function registerGrant<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  target: Target,
  known: Known,
  entry: LedgerEntry,
): Promise<Registered | null> {
  const { action, services, loaders, input, caller } = request;
  if (action.timed === undefined || services.timed === null) return null;
  const earlier = await liveGrants(request, known, 'GIVES');
  if (earlier.length > 0)
    await services.timed.supersede(
      earlier.map(({ id }) => id),
      entry.id,
    );
  const timed = action.timed(input, target) ?? (await asItWas(request, services.timed));
  if (timed === null) return null;
  const { until, ...inverse } = timed;
  const id = randomUUID();
  await services.timed.add({
    id,
    actor: caller.name,
    directory: loaders.directory.key,
    action: action.name,
    subject: known.subject,
    inverse,
    reason: input.reason ?? null,
    until,
    entryId: entry.id,
  });
  return { id, inverse };
}

/** Who undoes a taking back by hand gives for the time that was left of it; null: there is no such time. */
async function asItWas<I extends ActionInput, S>(
  { action, cause }: ActionRequest<I, S>,
  store: TimedStore,
): Promise<(Undo & { readonly until: Date }) | null> {
  if (cause?.kind !== 'UNDO') return null;
  const taken = (await store.endedBy(cause.id)).find(
    (grant) => grant.action === action.name && grant.until.getTime() > Date.now(),
  );
  return taken === undefined ? null : { ...taken.inverse, until: taken.until };
}

/** Says how the giving of access for a time ended. A failure here is made good by the keeper, which asks the ledger. */
export async function settleGrant(
  services: ActionServices,
  timed: Registered | null,
  ending: Ending,
): Promise<void> {
  if (timed === null || services.timed === null) return;
  const { id, inverse } = timed;
  try {
    if (ending.kind === 'SUCCESS' || ending.kind === 'UNCONFIRMED')
      await services.timed.activate(id, inverse);
    else await services.timed.drop(id, ending.code);
  } catch (error) {
    services.onLedgerFailure(error, `the timed grant ${id}`);
  }
}

/**
 * What was given for a time and was now taken back by hand has ended: a grant that went on would take back what somebody gives
 * later. Only those whose access is gone, by the state that was read back.
 */
export async function endTaken<I extends ActionInput, S>(
  request: ActionRequest<I, S>,
  change: Change<I, S>,
  after: S | null,
  known: Known,
  entry: LedgerEntry,
): Promise<void> {
  const { services, cause } = request;
  const store = services.timed;
  if (store === null) return;
  try {
    const taken = (await liveGrants(request, known, 'TAKES')).filter(
      // The keeper itself says so of the one that it is ending.
      (grant) => grant.id !== cause?.id && isGone(request.action, change, after, grant),
    );
    if (taken.length > 0)
      await store.taken(
        taken.map(({ id }) => id),
        entry.id,
      );
  } catch (error) {
    services.onLedgerFailure(error, `the timed grants that entry ${entry.id} ended`);
  }
}

function isGone(
  action: AnyAction,
  change: Change<unknown, unknown>,
  after: unknown,
  { inverse: { input } }: TimedGrant,
): boolean {
  return (action.confirms?.(after, { ...change, input }, null) ?? action.holds(after, input)) === true;
}
