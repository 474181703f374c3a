/**
 * Who changed what, on whom, why, and how it ended. An entry is begun before anything is sent and settled afterwards, so
 * that a change without a record cannot exist: a ledger that cannot write stops the change.
 */
import type { ActionName, ActionSubject, JsonObject } from '../model/action.ts';

/**
 * INTENDED: begun, and not settled (yet). SUCCEEDED: seen to be so. UNCHANGED: it was so already. REFUSED: a guard held it
 * back. FAILED: the provider did not do it. UNCONFIRMED: it may or may not have happened. DRY_RUN: would have been sent.
 */
export type LedgerOutcome =
  | 'INTENDED'
  | 'SUCCEEDED'
  | 'UNCHANGED'
  | 'REFUSED'
  | 'FAILED'
  | 'UNCONFIRMED'
  | 'DRY_RUN';

type SettledOutcome = Exclude<LedgerOutcome, 'INTENDED'>;

/** What an action was part of. */
export interface LedgerCause {
  /** BULK: an operation over many. UNDO: another entry's inverse. EXPIRY: the end of access that was given for a time. */
  readonly kind: 'BULK' | 'UNDO' | 'EXPIRY';
  /** Id of the bulk operation, of the entry that is taken back, or of the timed grant. */
  readonly id: string;
}

export interface LedgerIntent {
  readonly actor: string;
  readonly action: ActionName;
  readonly subject: ActionSubject;
  readonly reason: string | null;
  readonly dryRun: boolean;
  /** What was asked for beside the subject, without secrets: enough to ask for it again, or for its inverse. */
  readonly parameters: JsonObject | null;
  readonly cause: LedgerCause | null;
  /** The part of the subject's state that the action is about. Null: it could not be read, or was not looked at. */
  readonly before: JsonObject | null;
  /** Sent to the provider with every call of this action; its audit log keeps it. */
  readonly correlationId: string;
  readonly idempotencyKey: string | null;
  /** The action that takes this one back. */
  readonly inverse: ActionName | null;
}

export interface LedgerSettlement {
  readonly outcome: SettledOutcome;
  readonly after: JsonObject | null;
  /** What else there is to say, `{ facts, steps }`: see `ActionSuccess`. */
  readonly particulars?: JsonObject;
  /** The id of what was created; the entry's subject has it from then on. */
  readonly createdId?: string;
  /** Why it ended so: the code of the refusal or failure; null for what went well. */
  readonly code: string | null;
}

export interface LedgerEntry extends LedgerIntent {
  readonly id: string;
  readonly recordedAt: Date;
  readonly settledAt: Date | null;
  readonly outcome: LedgerOutcome;
  readonly after: JsonObject | null;
  readonly code: string | null;
  readonly particulars: JsonObject | null;
}

/** Members that are given must all fit. */
export interface LedgerFilter {
  readonly subject?: Pick<ActionSubject, 'directory' | 'externalId'> | undefined;
  readonly actor?: string | undefined;
  readonly action?: ActionName | undefined;
  readonly outcome?: LedgerOutcome | undefined;
  /** Id of what the entry was part of. */
  readonly cause?: string | undefined;
  /** Key of a directory. */
  readonly directory?: string | undefined;
  /** Recorded at this moment or later. */
  readonly since?: Date | undefined;
  /** Recorded before this moment. */
  readonly until?: Date | undefined;
}

export interface LedgerPageRequest {
  readonly first: number;
  /** `cursor` of the last entry that the caller has. */
  readonly after: string | null;
}

export interface LedgerPage {
  /** Newest first. */
  readonly rows: readonly { readonly entry: LedgerEntry; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

export type LedgerVerification =
  | { readonly intact: true; readonly records: number }
  | { readonly intact: false; readonly records: number; readonly brokenAt: number; readonly message: string };

export interface Ledger {
  /** Records what is about to be done. Rejects when it cannot: then nothing may be done. */
  begin(intent: LedgerIntent): Promise<LedgerEntry>;
  /** Records how it ended, once. Rejects for an entry that is unknown or already settled. */
  settle(id: string, settlement: LedgerSettlement): Promise<LedgerEntry>;
  get(id: string): Promise<LedgerEntry | null>;
  /** @throws {RangeError} for a cursor that this ledger did not give. */
  list(filter: LedgerFilter, page: LedgerPageRequest): Promise<LedgerPage>;
  /** Whether every record is as it was written, and none is missing in between. */
  verify(): Promise<LedgerVerification>;
}

export function matchesFilter(entry: LedgerEntry, filter: LedgerFilter): boolean {
  const { subject } = filter;
  return (
    (subject === undefined ||
      (subject.directory === entry.subject.directory && subject.externalId === entry.subject.externalId)) &&
    (filter.actor === undefined || filter.actor === entry.actor) &&
    (filter.action === undefined || filter.action === entry.action) &&
    (filter.outcome === undefined || filter.outcome === entry.outcome) &&
    (filter.cause === undefined || filter.cause === entry.cause?.id) &&
    (filter.directory === undefined || filter.directory === entry.subject.directory) &&
    (filter.since === undefined || entry.recordedAt >= filter.since) &&
    (filter.until === undefined || entry.recordedAt < filter.until)
  );
}
