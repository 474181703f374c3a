import { messageOf } from '../directory/fact-of.ts';
import type { User } from '../model/user.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { ActionFailure, ActionRefused } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import type { Guard, GuardRefusal } from './guards/guard.ts';
import type { LedgerIntent } from './ledger.ts';
import { recordAtOnce } from './record.ts';

export interface Objection {
  readonly guard: Guard;
  readonly refusal: GuardRefusal;
}

/** A refusal by one guard or several; recorded where there is an intent to record. */
export async function refusedBy(
  services: ActionServices,
  intent: LedgerIntent | null,
  objections: readonly [Objection, ...Objection[]],
): Promise<ActionRefused> {
  const [{ refusal: first }] = objections;
  const entry =
    intent === null
      ? null
      : await recordAtOnce(services, intent, { outcome: 'REFUSED', after: intent.before, code: first.code });
  return {
    kind: 'REFUSED',
    code: first.code,
    blockedBy: objections.map(({ guard }) => guard.name),
    message: objections.map(({ refusal }) => refusal.message).join(' '),
    retryable: objections.every(({ refusal }) => refusal.retryable),
    passesAt: objections.length === 1 ? (first.passesAt ?? null) : null,
    ...(entry === null ? {} : { entry }),
  };
}

/** A read before the change that failed: nothing was sent. @throws what is not the provider's failure. */
export function readFailed(error: unknown): ActionFailure {
  if (!(error instanceof UpstreamError)) throw error;
  return {
    kind: 'FAILED',
    code: error.code,
    message: `Nothing was changed: ${messageOf(error)}`,
    retryable: error.retryable || error.code === 'CANCELLED',
  };
}

export function userNotFound(directory: string): ActionFailure {
  return {
    kind: 'NOT_FOUND',
    code: 'NOT_FOUND',
    message: `No such user in "${directory}", or it is not visible to the gateway.`,
    retryable: false,
  };
}

export function ledgerUnavailable(user: User): ActionFailure {
  return {
    kind: 'FAILED',
    code: 'LEDGER_UNAVAILABLE',
    message: 'Nothing was changed: the ledger cannot record it. Ask again when it can.',
    retryable: true,
    user,
  };
}

export function cancelled(user: User): ActionFailure {
  return {
    kind: 'FAILED',
    code: 'CANCELLED',
    message: 'Nothing was changed: the caller went away before it was sent.',
    retryable: true,
    user,
  };
}
