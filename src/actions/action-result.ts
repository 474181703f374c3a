import type { User } from '../model/user.ts';
import type { LedgerEntry } from './ledger.ts';

/** Done, and seen to be so; or, with `dryRun`, nothing stands in its way. */
export interface ActionSuccess {
  readonly kind: 'SUCCESS';
  /** Whether anything was changed, or would be: false when it was so already. */
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** As it was read back. */
  readonly user: User;
  readonly entry: LedgerEntry;
}

/** Held back by a guard before anything was sent, or by the idempotency key. */
export interface ActionRefused {
  readonly kind: 'REFUSED';
  /** The first guard's code (`LAST_ADMINISTRATOR`, ...) or `IDEMPOTENCY_KEY_REUSED`. */
  readonly code: string;
  readonly blockedBy: readonly string[];
  readonly message: string;
  readonly retryable: boolean;
  /** When it would pass, where time alone decides. */
  readonly passesAt: Date | null;
  readonly entry?: LedgerEntry;
}

/**
 * NOT_FOUND: no such user. CONFLICT: not in the state that the caller expected; `user` is the fresh one. INVALID: the input
 * is wrong. FAILED: not done. UNCONFIRMED: sent, and it is not known whether it happened.
 */
export interface ActionFailure {
  readonly kind: 'NOT_FOUND' | 'CONFLICT' | 'INVALID' | 'FAILED' | 'UNCONFIRMED';
  readonly code: string;
  readonly message: string;
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  readonly user?: User;
  readonly entry?: LedgerEntry;
}

export type UserActionResult = ActionSuccess | ActionRefused | ActionFailure;

/** Whether a repeat with the same idempotency key gets this very result; what may pass later is tried again instead. */
export function isFinal(result: UserActionResult): boolean {
  return result.kind === 'SUCCESS' || !result.retryable;
}
