import type { Caller } from '../../access/caller.ts';
import type { ActionName, ActionSubject, JsonObject } from '../../model/action.ts';
import type { Difference } from '../differences.ts';

/**
 * PLANNED: told, not begun. EXPIRED: planned too long ago to be applied. QUEUED: begins when a gateway is free. WAITING: goes on
 * when the blast radius lets it. STOPPED: ended at its first failure. CANCELLED: somebody ended it.
 */
export type BulkState =
  | 'PLANNED'
  | 'EXPIRED'
  | 'QUEUED'
  | 'RUNNING'
  | 'WAITING'
  | 'DONE'
  | 'STOPPED'
  | 'CANCELLED';

/** What becomes of the rest when an item does not succeed. */
export type OnFailure = 'CONTINUE' | 'STOP';

/**
 * SUCCEEDED: done, and seen to be so. UNCHANGED: it was so already. CONFLICT: the subject changed since the plan. NOT_STARTED:
 * the operation ended before its turn.
 */
export type ItemOutcome =
  | 'SUCCEEDED'
  | 'UNCHANGED'
  | 'REFUSED'
  | 'FAILED'
  | 'CONFLICT'
  | 'NOT_FOUND'
  | 'INVALID'
  | 'UNCONFIRMED'
  | 'NOT_STARTED';

/** How an item ended. */
export interface ItemEnd {
  readonly outcome: ItemOutcome;
  /** Null for what went well. */
  readonly code: string | null;
  readonly message: string | null;
  /** Whether asking for it again may succeed. */
  readonly retryable: boolean;
  readonly entryId: string | null;
}

/** What is known of an item before it is begun. */
export interface ItemPlan {
  /** Set where it will not be tried: it does not exist, or the plan found it refused. */
  readonly end: ItemEnd | null;
  /** Of the state that the plan saw: it is applied only while that holds. Null: there was no plan. */
  readonly version: string | null;
  /** Whether anything would be changed; null: there was no plan. */
  readonly changes: boolean | null;
  readonly differences: readonly Difference[];
}

export interface BulkItem {
  readonly operationId: string;
  /** 1, 2, 3, ... in the order in which they are begun. */
  readonly position: number;
  /** `externalId` is empty where nobody was found. */
  readonly subject: ActionSubject;
  /** How the caller named it: `user name alice`. */
  readonly given: string;
  readonly plan: ItemPlan;
  readonly state: 'PENDING' | 'RUNNING' | 'ENDED';
  readonly end: ItemEnd | null;
  /** How often it was begun; more than once when a gateway was cut off. */
  readonly attempts: number;
}

export type NewBulkItem = Pick<BulkItem, 'subject' | 'given' | 'plan'>;

/** How many items are where. */
export interface BulkCounts {
  /** Done, or so already. */
  readonly succeeded: number;
  /** Failed, changed meanwhile, not found, or not confirmed. */
  readonly failed: number;
  readonly refused: number;
  readonly notStarted: number;
  /** To be done yet. */
  readonly pending: number;
}

/** What a plan says of the whole. */
export interface BulkPlan {
  readonly wouldChange: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly failed: number;
  /** Calls to the provider that applying it takes, about: reads and guards as the plan measured them, writes, looks afterwards. */
  readonly upstreamCalls: number;
  /** How long the blast radius makes it last at least, milliseconds. */
  readonly lastsMs: number;
}

export interface BulkOperation {
  readonly id: string;
  readonly action: ActionName;
  /** Key of the one directory that all its items are in. */
  readonly directory: string;
  /** Who asked, with the rights of then; of a plan, those of who applied it. */
  readonly caller: Caller;
  readonly reason: string | null;
  readonly onFailure: OnFailure;
  /** What was asked for, as one short text: a repeat with the same idempotency key must ask for the same. */
  readonly fingerprint: string;
  readonly state: BulkState;
  readonly total: number;
  readonly counts: BulkCounts;
  /** Null: it was applied at once. */
  readonly plan: BulkPlan | null;
  /** When it goes on, while it is WAITING. */
  readonly passesAt: Date | null;
  readonly createdAt: Date;
  /** Of a plan: when it becomes too old to be applied. */
  readonly expiresAt: Date | null;
  readonly appliedAt: Date | null;
  readonly endedAt: Date | null;
}

export type NewBulkOperation = Omit<
  BulkOperation,
  'state' | 'total' | 'counts' | 'passesAt' | 'appliedAt' | 'endedAt'
> & { readonly idempotencyKey: string | null };

/** Whether nothing more will happen in it. */
export function hasEnded({ state }: Pick<BulkOperation, 'state'>): boolean {
  return state === 'DONE' || state === 'STOPPED' || state === 'CANCELLED' || state === 'EXPIRED';
}

/** Whether an item did what was asked. */
export function wentWell({ outcome }: Pick<ItemEnd, 'outcome'>): boolean {
  return outcome === 'SUCCEEDED' || outcome === 'UNCHANGED';
}

/** An item's input for its action: every action that is offered in bulk is on a user, and needs nothing else. */
export function itemInput({ subject }: Pick<BulkItem, 'subject'>): JsonObject & {
  readonly user: { readonly externalId: string };
} {
  return { user: { externalId: subject.externalId } };
}
