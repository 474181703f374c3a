import type { Undo } from '../action.ts';
import type { NewTimedGrant, TimedGrant, TimedState } from './timed-grant.ts';

export interface TimedFilter {
  readonly directory?: string | undefined;
  readonly states?: readonly TimedState[] | undefined;
}

export interface TimedPage {
  readonly rows: readonly TimedGrant[];
  /** Where to go on after the last row; null: there is no more. */
  readonly next: string | null;
}

/** Keeps access that ends by itself. `owner` names the run of a gateway that is ending one, under a lease. */
export interface TimedStore {
  /** Keeps one as PENDING, before it is given. */
  add(grant: NewTimedGrant): Promise<void>;
  /** It was given, or may have been. */
  activate(id: string, inverse: Undo): Promise<void>;
  /** It was not given. */
  drop(id: string, code: string | null): Promise<void>;
  /** Those on this subject that may yet be taken back: PENDING, ACTIVE or ENDING. The next to end comes first. */
  live(directory: string, externalId: string): Promise<readonly TimedGrant[]>;
  /** Those that this entry of the ledger ended. */
  endedBy(entryId: string): Promise<readonly TimedGrant[]>;
  /** Moves the end of one, also when somebody is about to end it. False: it is over. */
  reschedule(id: string, until: Date): Promise<boolean>;
  /** Something later took their place, by this entry of the ledger: they end nothing any more. False: all were over. */
  supersede(ids: readonly string[], entryId: string): Promise<boolean>;
  /** What they gave was taken back by hand, by this entry of the ledger. */
  taken(ids: readonly string[], entryId: string): Promise<void>;
  get(id: string): Promise<TimedGrant | null>;
  /** The next to end comes first. @throws {RangeError} for a place that `next` did not give. */
  list(
    filter: TimedFilter,
    page: { readonly first: number; readonly after: string | null },
  ): Promise<TimedPage>;

  /** Those that are about to be given although their time is over: whoever gave them was cut off. */
  overdue(limit: number): Promise<readonly TimedGrant[]>;
  /** Up to `limit` whose time is over, for this owner alone. */
  claimDue(owner: string, leaseMs: number, limit: number): Promise<readonly TimedGrant[]>;
  /** One that is to end before its time. Null: it is not active, or somebody is ending it. */
  claim(id: string, owner: string, leaseMs: number): Promise<TimedGrant | null>;
  ended(id: string, owner: string, entryId: string | null): Promise<void>;
  /** It could not be taken back: it stays active, and is tried again from then on. Null: at its own time. */
  failed(
    id: string,
    owner: string,
    why: { readonly code: string; readonly message: string; readonly nextAttemptAt: Date | null },
  ): Promise<void>;
}
