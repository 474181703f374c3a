import type { ActionInput, Target } from '../action.ts';
import type { ActionRequest } from '../action-request.ts';
import type { ActionFailure } from '../action-result.ts';
import { failure, type Known } from '../failures.ts';

/**
 * Why it cannot be done for this time, or not at this time any more; null: it can. Asked when the idempotency key is looked up
 * and the subject's lock is held: what becomes of a grant is decided under that lock.
 */
export async function timeProblem<I extends ActionInput, S>(
  { action, services, input, cause }: ActionRequest<I, S>,
  target: Target,
  known: Known | null,
): Promise<ActionFailure | null> {
  const { until } = input;
  if (typeof until === 'string' && !(Date.parse(until) > Date.now()))
    return failure(
      {
        kind: 'INVALID',
        code: 'BAD_USER_INPUT',
        message: 'until: expected a moment to come; received one that has passed. Nothing was changed.',
        retryable: false,
      },
      known,
    );
  if (services.timed === null) {
    const forATime = (action.timed?.(input, target) ?? null) !== null;
    return forATime ? failure(noDatabase, known) : null;
  }
  // A rehearsal of an end comes before anybody has claimed the grant.
  if (cause?.kind !== 'EXPIRY' || input.dryRun === true) return null;
  const grant = await services.timed.get(cause.id);
  return grant?.state === 'ENDING' ? null : failure(superseded, known);
}

const noDatabase = {
  kind: 'FAILED',
  code: 'NOT_AVAILABLE',
  message: 'This gateway has no database, so it could not take the access back in time. Nothing was changed.',
  retryable: false,
} as const;

const superseded = {
  kind: 'CONFLICT',
  code: 'CONFLICT',
  message:
    'The access was given anew, or for longer, at this very moment: this grant does not end it any more. Nothing was changed.',
  retryable: false,
} as const;
