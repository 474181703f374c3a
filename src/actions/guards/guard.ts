import type { Directory } from '../../directory/directory.ts';
import type { ActionName, ActionSubject } from '../../model/action.ts';
import type { User } from '../../model/user.ts';
import type { Caller } from '../../access/caller.ts';
import type { Permission } from '../../model/permission.ts';
import type { BlastRadius } from '../blast-radius.ts';
import type { GuardReads } from '../guard-reads.ts';
import type { AttributeChange } from './filter-mentions.ts';
import type { PowerChange } from './power-change.ts';

/** One intended change, as the guards see it. */
export interface Attempt {
  readonly action: ActionName;
  readonly caller: Caller;
  /** What the action wants of the caller. */
  readonly permission: Permission;
  readonly directory: Directory;
  readonly subject: ActionSubject;
  /** The subject as it was just read; null: it is not a user, or was not read yet. */
  readonly user: User | null;
  /** The population that it is in, or will be in; left out: the user's. */
  readonly population?: string | null;
  /** What it does to who may do what, where the subject alone does not say; see `Action.power`. */
  readonly power?: PowerChange | null;
  /** What of a user's record it writes; see `Action.attributes`. */
  readonly attributes?: AttributeChange | null;
  readonly reads: GuardReads;
  readonly blastRadius: BlastRadius;
  /** User names or ids (alone, or as `directory:id`) of accounts kept for emergencies. */
  readonly breakGlass: readonly string[];
}

type GuardCode =
  | 'FORBIDDEN'
  | 'READ_ONLY'
  | 'NOT_SUPPORTED'
  | 'LAST_ADMINISTRATOR'
  | 'OWN_APPLICATION'
  | 'SELF'
  | 'BREAK_GLASS'
  /** Another directory is the master of the account. */
  | 'MANAGED_ELSEWHERE'
  | 'BLAST_RADIUS'
  /** What the guard has to know could not be read. What is not known to be safe is not done. */
  | 'GUARD_UNKNOWN'
  /** The object itself does not allow it: a membership by filter cannot be removed. */
  | 'NOT_POSSIBLE';

export interface GuardRefusal {
  readonly code: GuardCode;
  /** Why, and what would let the action pass. */
  readonly message: string;
  /** Whether it may pass later without anybody changing anything. */
  readonly retryable: boolean;
  /** When it would pass, where time alone decides. */
  readonly passesAt?: Date;
}

/** Holds back what must not be done. A guard changes nothing and counts nothing. */
export interface Guard {
  /** Stable; `blockedBy` names it. */
  readonly name: string;
  /**
   * DIRECTORY: asked before the subject is looked at: what it refuses, it refuses for everybody. FREE: asked next, all of
   * them; it costs no call. READING: asked last, and only when no other objects; it may cost calls.
   */
  readonly stage: 'DIRECTORY' | 'FREE' | 'READING';
  /** Null: no objection. Throws only for faults of our own: a failed read is a refusal with `GUARD_UNKNOWN`. */
  check(attempt: Attempt): Promise<GuardRefusal | null>;
  /**
   * The lock under which the check, the change and the look at its outcome must happen together; null: none is needed.
   * Where it cannot be known whether one is needed, it is.
   */
  lockName?(attempt: Attempt): Promise<string | null>;
}
