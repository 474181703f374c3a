import { randomUUID } from 'node:crypto';
import type { ActionSubject } from '../../model/action.ts';
import type { ActionInput, Target } from '../action.ts';
import type { ActionRequest } from '../action-request.ts';
import type { ActionFailure } from '../action-result.ts';
import type { Ending } from '../ending.ts';
import { failure, type Known } from '../failures.ts';
import type { LedgerEntry } from '../ledger.ts';

/** Why access cannot be given for this time; null: it can, or it is not asked for. */
export function timeProblem<I extends ActionInput, S>(
  { action, services, input }: ActionRequest<I, S>,
  target: Target,
  known: Known,
): ActionFailure | null {
  const timed = action.timed?.(input, target) ?? null;
  if (timed === null) return null;
  if (Number.isNaN(timed.until.getTime()) || timed.until.getTime() <= Date.now())
    return failure(
      {
        kind: 'INVALID',
        code: 'BAD_USER_INPUT',
        message: 'until: expected a moment to come; received one that has passed. Nothing was changed.',
        retryable: false,
      },
      known,
    );
  if (services.timed !== null) return null;
  return failure(
    {
      kind: 'FAILED',
      code: 'NOT_AVAILABLE',
      message:
        'This gateway has no database, so it could not take the access back in time. Nothing was changed.',
      retryable: false,
    },
    known,
  );
}

/**
 * What is to be said of access that is there already: access for a time gets its new end, and access without an end is not
 * given one by the way. Null: no end was asked for.
 */
export async function heldAlready<I extends ActionInput, S>(
  { action, services, loaders, input }: ActionRequest<I, S>,
  target: Target,
  known: Known,
): Promise<ActionFailure | { readonly until: string } | null> {
  const timed = action.timed?.(input, target) ?? null;
  if (timed === null || services.timed === null) return null;
  const { until, ...inverse } = timed;
  const ends = { until: until.toISOString() };
  const given = await services.timed.find(loaders.directory.key, inverse);
  if (given !== null && (input.dryRun === true || (await services.timed.reschedule(given.id, until))))
    return ends;
  return failure(
    {
      kind: 'CONFLICT',
      code: 'ALREADY_PERMANENT',
      message:
        'It is given already, and without an end. Nothing was changed, and it will not end at that moment. Take it away first, or leave out `until`.',
      retryable: false,
    },
    known,
  );
}

/** Keeps what takes the access back, before it is given: whatever happens from here on, it will end. Null: it is not for a time. */
export async function registerGrant<I extends ActionInput, S>(
  { action, services, loaders, input, caller }: ActionRequest<I, S>,
  target: Target,
  subject: ActionSubject,
  entry: LedgerEntry,
): Promise<string | null> {
  const timed = action.timed?.(input, target) ?? null;
  if (timed === null || services.timed === null) return null;
  const { until, ...inverse } = timed;
  const id = randomUUID();
  await services.timed.add({
    id,
    actor: caller.name,
    directory: loaders.directory.key,
    action: action.name,
    subject,
    inverse,
    reason: input.reason ?? null,
    until,
    entryId: entry.id,
  });
  return id;
}

/** Says how the giving of access for a time ended. A failure here is made good by the keeper, which asks the ledger. */
export async function settleGrant<I extends ActionInput, S>(
  { action, services, input }: ActionRequest<I, S>,
  id: string | null,
  target: Target,
  ending: Ending,
): Promise<void> {
  const timed = id === null ? null : (action.timed?.(input, target) ?? null);
  if (id === null || timed === null || services.timed === null) return;
  const { until: _until, ...inverse } = timed;
  try {
    if (ending.kind === 'SUCCESS' || ending.kind === 'UNCONFIRMED')
      await services.timed.activate(id, inverse);
    else await services.timed.drop(id, ending.code);
  } catch (error) {
    services.onLedgerFailure(error, `the timed grant ${id}`);
  }
}
