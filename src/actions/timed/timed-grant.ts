import type { ActionName, ActionSubject } from '../../model/action.ts';
import type { Undo } from '../action.ts';

/**
 * PENDING: about to be given. ACTIVE: given, and taken back at its time. ENDING: being taken back. ENDED: taken back, or gone
 * already. DROPPED: it was never given; or (code SUPERSEDED) the same access was given later, which this one does not end.
 */
export type TimedState = 'PENDING' | 'ACTIVE' | 'ENDING' | 'ENDED' | 'DROPPED';

/** Access that ends by itself. */
export interface TimedGrant {
  readonly id: string;
  /** Who gave it. */
  readonly actor: string;
  readonly directory: string;
  /** The action that gave it, and on whom or what. */
  readonly action: ActionName;
  readonly subject: ActionSubject;
  /** What takes it back. */
  readonly inverse: Undo;
  readonly reason: string | null;
  readonly until: Date;
  readonly state: TimedState;
  /** The ledger's entry of the giving. */
  readonly entryId: string;
  /** The ledger's entry of the taking back, or of what superseded it; null: not yet, or there was nothing to take. */
  readonly endedEntryId: string | null;
  /** How often it was tried to take it back. */
  readonly attempts: number;
  /** When it is tried again, after it failed. */
  readonly nextAttemptAt: Date | null;
  /** Why the last attempt failed. */
  readonly code: string | null;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export type NewTimedGrant = Pick<
  TimedGrant,
  'id' | 'actor' | 'directory' | 'action' | 'subject' | 'inverse' | 'reason' | 'until' | 'entryId'
>;
