import { messageOf } from '../directory/fact-of.ts';
import type { ActionSubject, JsonObject } from '../model/action.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { ActionFailure, ActionRefused } from './action-result.ts';
import type { ActionServices } from './action-services.ts';
import { versionOf } from './differences.ts';
import type { GuardRefusal } from './guards/guard.ts';
import type { LedgerIntent } from './ledger.ts';
import { recordAtOnce } from './record.ts';

export interface Objection {
  /** The guard's name. */
  readonly guard: string;
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
    blockedBy: [...new Set(objections.map(({ guard }) => guard))],
    message: objections.map(({ refusal }) => refusal.message).join(' '),
    retryable: objections.every(({ refusal }) => refusal.retryable),
    passesAt: objections.length === 1 ? (first.passesAt?.toISOString() ?? null) : null,
    entryId: entry?.id ?? null,
  };
}

/** What is known of the object when an action fails. */
export interface Known {
  readonly subject: ActionSubject;
  readonly state: JsonObject | null;
}

export function failure(
  said: Pick<ActionFailure, 'kind' | 'code' | 'message' | 'retryable'>,
  known: Known | null = null,
  more: Partial<Pick<ActionFailure, 'steps' | 'entryId'>> = {},
): ActionFailure {
  return {
    ...said,
    subject: known?.subject ?? null,
    state: known?.state ?? null,
    version: versionOf(known?.state ?? null),
    steps: more.steps ?? [],
    entryId: more.entryId ?? null,
  };
}

/** A read before the change that failed: nothing was sent. @throws what is not the provider's failure. */
export function readFailed(error: unknown): ActionFailure {
  if (!(error instanceof UpstreamError)) throw error;
  return failure({
    kind: 'FAILED',
    code: error.code,
    message: `Nothing was changed: ${messageOf(error)}`,
    retryable: error.retryable || error.code === 'CANCELLED',
  });
}

export function notFound(what: string, directory: string): ActionFailure {
  return failure({
    kind: 'NOT_FOUND',
    code: 'NOT_FOUND',
    message: `No such ${what} in "${directory}", or it is not visible to the gateway.`,
    retryable: false,
  });
}

export function ledgerUnavailable(known: Known): ActionFailure {
  return failure(
    {
      kind: 'FAILED',
      code: 'LEDGER_UNAVAILABLE',
      message: 'Nothing was changed: the ledger cannot record it. Ask again when it can.',
      retryable: true,
    },
    known,
  );
}

export function cancelled(known: Known): ActionFailure {
  return failure(
    {
      kind: 'FAILED',
      code: 'CANCELLED',
      message: 'Nothing was changed: the caller went away before it was sent.',
      retryable: true,
    },
    known,
  );
}
