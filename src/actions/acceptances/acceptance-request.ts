import type { Caller } from '../../access/caller.ts';
import type { Acceptance, FindingRecord } from '../../findings/history/finding-history.ts';
import type { JsonObject } from '../../model/action.ts';
import type { ActionInput } from '../action.ts';
import { inputProblem } from '../action-input.ts';
import type { ActionServices } from '../action-services.ts';
import type { LedgerCause } from '../ledger.ts';
import type { AcceptanceAction } from './acceptance-actions.ts';

export interface AcceptanceRequest {
  readonly action: AcceptanceAction;
  readonly services: ActionServices;
  readonly caller: Caller;
  /** The finding, about a subject that the caller sees. */
  readonly finding: FindingRecord;
  /** Of the subject now; null: it is in none, or it is not a user or group. */
  readonly populationId: string | null;
  /** Until when it is accepted; null: it is not accepted any more. */
  readonly expiresAt: Date | null;
  readonly input: Pick<ActionInput, 'reason' | 'idempotencyKey' | 'dryRun'>;
  /** Given: an earlier change is taken back. */
  readonly undoing?: AcceptanceUndo;
}

interface AcceptanceUndo {
  readonly cause: LedgerCause;
  /** What held before the change and is to hold again, until its `expiresAt`; null: nobody accepted it. */
  readonly restores: Acceptance | null;
  /** Whether a state is the one that the change left; otherwise it is a conflict. */
  readonly isStill: (state: JsonObject) => boolean;
}

export const mostDays = 365;
const dayMs = 86_400_000;

/** What is wrong with the input, in words; null: nothing. */
export function acceptanceProblem({ input, expiresAt, services, undoing }: AcceptanceRequest): string | null {
  const problem = inputProblem(input);
  if (problem !== null || expiresAt === null || undoing !== undefined) return problem;
  if (typeof input.reason !== 'string') return 'reason: expected 1 to 500 characters, received none.';
  const now = services.now().getTime();
  if (expiresAt.getTime() <= now)
    return `expiresAt: expected a moment to come, received ${expiresAt.toISOString()}.`;
  if (expiresAt.getTime() > now + mostDays * dayMs)
    return `expiresAt: expected at most ${mostDays} days from now, received ${expiresAt.toISOString()}. Look again by then, and accept anew what still holds.`;
  return null;
}

/** What is kept from then on; null: nothing. */
export function acceptanceOf(
  { caller, expiresAt, input, services, undoing }: AcceptanceRequest,
  { severity }: FindingRecord,
): Acceptance | null {
  if (expiresAt === null) return null;
  // Who gave it stands for it again; the ledger has who brought it back.
  if (undoing?.restores) return { ...undoing.restores, at: services.now() };
  return { reason: input.reason ?? '', by: caller.name, at: services.now(), expiresAt, severity };
}

/** Whether two say the same: who repeats an acceptance does not renew it. */
export function isSameAcceptance(one: Acceptance | null, other: Acceptance | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.reason === other.reason &&
    one.by === other.by &&
    one.severity === other.severity &&
    one.expiresAt.getTime() === other.expiresAt.getTime()
  );
}

/** As the ledger has it. */
export function stateOf({ id, ruleId, severity, state }: FindingRecord, held: Acceptance | null): JsonObject {
  return {
    finding: id,
    rule: ruleId,
    severity,
    state,
    acceptance:
      held === null
        ? null
        : {
            by: held.by,
            reason: held.reason,
            expiresAt: held.expiresAt.toISOString(),
            severity: held.severity,
          },
  };
}
