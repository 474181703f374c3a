import type { ActionSubject, JsonObject } from '../model/action.ts';
import type { Difference } from './differences.ts';
import type { Step } from './steps.ts';

/** How an action ended: plain JSON, so that a repeat after a restart gets the same. Objects are told by their ids. */
export type ActionResult = ActionSuccess | ActionRefused | ActionFailure;

/** Done, and seen to be so; or, with `dryRun`, nothing stands in its way. */
export interface ActionSuccess {
  readonly kind: 'SUCCESS';
  /** Whether anything was changed, or would be: false when it was so already. */
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly subject: ActionSubject;
  readonly differences: readonly Difference[];
  /** Of the state that was read back; null: there is none. */
  readonly version: string | null;
  readonly steps: readonly Step[];
  /** Particulars of the action; see `Sent.facts`. */
  readonly facts: JsonObject;
  readonly entryId: string;
  /** See `Sent.once`: given to the one caller whose request did the work, and kept nowhere. */
  readonly once?: string;
  /** Set where an earlier call with the same idempotency key did the work: nothing was done now, and it may have changed since. */
  readonly replayed?: true;
}

/** Held back by a guard before anything was sent, or by the idempotency key. */
export interface ActionRefused {
  readonly kind: 'REFUSED';
  /** The first guard's code (`LAST_ADMINISTRATOR`, ...) or `IDEMPOTENCY_KEY_REUSED`. */
  readonly code: string;
  readonly blockedBy: readonly string[];
  readonly message: string;
  readonly retryable: boolean;
  /** When it would pass, where time alone decides: ISO 8601. */
  readonly passesAt: string | null;
  readonly entryId: string | null;
}

/**
 * NOT_FOUND: no such object. CONFLICT: not in the state that the caller expected. INVALID: the input is wrong. FAILED: not
 * done. UNCONFIRMED: sent, and it is not known whether it happened.
 */
export interface ActionFailure {
  readonly kind: 'NOT_FOUND' | 'CONFLICT' | 'INVALID' | 'FAILED' | 'UNCONFIRMED';
  readonly code: string;
  readonly message: string;
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** The object, where it was found. */
  readonly subject: ActionSubject | null;
  /** Its state as it was read last, and the version of that; null: it was not read. */
  readonly state: JsonObject | null;
  readonly version: string | null;
  readonly steps: readonly Step[];
  readonly entryId: string | null;
}

/** Whether a repeat with the same idempotency key gets this very result; what may pass later is tried again instead. */
export function isFinal(result: ActionResult): boolean {
  return result.kind === 'SUCCESS' || !result.retryable;
}

/** The answer of an earlier call, and known as that. */
export function asReplayed(result: ActionResult): ActionResult {
  return result.kind === 'SUCCESS' ? { ...result, replayed: true } : result;
}

/** What is kept of a result. */
export function withoutOnce(result: ActionResult): ActionResult {
  if (result.kind !== 'SUCCESS') return result;
  const { once: _once, ...kept } = result;
  return kept;
}
