/** The tables, as queries see them. `migrations` makes them; a change here needs a migration there. */
import type { ColumnType, Generated } from 'kysely';
import type { PosturePoint } from '../findings/trend/posture-point.ts';
import type { AccountRef } from '../identities/manual-link.ts';
import type { JsonObject } from '../model/action.ts';

/**
 * A column of type `json`, which keeps the text as it came (`jsonb` would refuse U+0000 and lone surrogates). Written as
 * text, see `json()`; read as a value.
 */
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
type NullableText = ColumnType<string | null, string | null | undefined, string | null>;
type NullableMoment = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** A value for a column of type `json`. Lists too: a driver would take a bare one for an SQL array. */
export function json(value: JsonObject | readonly unknown[]): string {
  return JSON.stringify(value);
}

/** Columns of a row that one gateway at a time may work on; see `claimRows`. */
interface Leased {
  /** Free text: who works on it. Null: nobody. */
  lease_owner: NullableText;
  /** From then on somebody else may take it over. */
  lease_until: NullableMoment;
}

/** One record of the chain. All but the first six columns are taken from `body`, so that they can be searched. */
export interface LedgerRecordTable {
  /** 1, 2, 3, ... without gaps. */
  sequence: number;
  /** To the millisecond. */
  at: Date;
  entry_id: string;
  /** Canonical JSON, as text: exactly what was hashed. */
  body: string;
  previous_hash: string;
  hash: string;
  kind: 'INTENT' | 'OUTCOME';
  /** Of intents; null in the record of an outcome. */
  actor: string | null;
  action: string | null;
  directory: string | null;
  cause_id: string | null;
  /** Of an intent its subject; of an outcome what was created. */
  external_id: string | null;
  /** Of outcomes. */
  outcome: string | null;
}

/** The one row that says where the chain ends, so that a cut tail is noticed. */
interface LedgerHeadTable {
  id: 1;
  /** Sequence of the last record; 0: none. */
  sequence: number;
  hash: string;
}

interface IdempotencyKeyTable extends Leased {
  /** Hash of actor and key, which may be of any length and hold any character. */
  id: string;
  actor: string;
  key: string;
  fingerprint: string;
  first_used_at: Date;
  /** How the last run under `lease_owner` ended; null: it did not, or threw. */
  result: NullableJson<unknown>;
  /** Whether repeats get `result`; otherwise only those that waited for it. */
  final: boolean;
}

interface BlastTakeTable {
  id: Generated<number>;
  action: string;
  actor: string;
  directory: string;
  taken_at: Date;
}

/** An operation over many subjects: planned first, then applied. */
export interface BulkOperationTable extends Leased {
  id: string;
  actor: string;
  action: string;
  directory: string;
  reason: NullableText;
  /** What was asked for: the list or the filter, and the action's parameters. */
  input: Json<JsonObject>;
  plan: NullableJson<JsonObject>;
  /** Whatever the gateway must know to continue after a restart: roles and scope of the caller, and the like. */
  context: NullableJson<JsonObject>;
  /** QUEUED: for the next gateway that is free; not before `wait_until`. */
  state: 'PLANNED' | 'QUEUED' | 'RUNNING' | 'DONE' | 'STOPPED' | 'CANCELLED';
  wait_until: NullableMoment;
  on_failure: string;
  total: Generated<number>;
  done: Generated<number>;
  failed: Generated<number>;
  /** Counts by outcome, and others. */
  totals: NullableJson<JsonObject>;
  message: NullableText;
  idempotency_key: NullableText;
  created_at: Date;
  /** A plan that was not applied until then has to be made again. */
  expires_at: NullableMoment;
  applied_at: NullableMoment;
  finished_at: NullableMoment;
}

/** One subject of a bulk operation. */
export interface BulkItemTable extends Leased {
  /** `<operation_id>:<position>`. */
  id: string;
  operation_id: string;
  position: number;
  subject: Json<JsonObject>;
  /** The subject's `externalId`, to be searched. */
  external_id: string;
  /** What would change, or why it is refused; made with the plan. */
  plan: NullableJson<JsonObject>;
  /** Beside the operation's own parameters. */
  parameters: NullableJson<JsonObject>;
  state: 'PENDING' | 'RUNNING' | 'DONE' | 'SKIPPED';
  outcome: NullableText;
  code: NullableText;
  message: NullableText;
  retryable: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
  result: NullableJson<JsonObject>;
  entry_id: NullableText;
  /** How often it was begun. */
  attempts: Generated<number>;
  started_at: NullableMoment;
  finished_at: NullableMoment;
}

/** A role or a membership that was given until a moment, and is taken back then. */
export interface TimedGrantTable extends Leased {
  id: string;
  actor: string;
  directory: string;
  kind: 'ROLE' | 'GROUP';
  subject: Json<JsonObject>;
  /** The user's `externalId`, to be searched. */
  external_id: string;
  /** What was given: enough to take it back. */
  grant: Json<JsonObject>;
  reason: NullableText;
  context: NullableJson<JsonObject>;
  until: Date;
  /** PENDING: about to be given. DROPPED: it was not given. */
  state: 'PENDING' | 'ACTIVE' | 'ENDING' | 'ENDED' | 'DROPPED';
  /** The ledger's entry of the giving, and of the taking back. */
  entry_id: NullableText;
  ended_entry_id: NullableText;
  attempts: Generated<number>;
  /** After a failure: not before then. */
  next_attempt_at: NullableMoment;
  code: NullableText;
  message: NullableText;
  created_at: Date;
  ended_at: NullableMoment;
}

/** What an operator said of two accounts: at most one row for the two. */
export interface IdentityLinkTable {
  /** A hash of the two. */
  id: string;
  kind: 'SAME' | 'DIFFERENT';
  accounts: Json<readonly [AccountRef, AccountRef]>;
  /** By whom, and why: texts of any characters. */
  said: Json<{ readonly by: string; readonly reason: string | null }>;
  at: Date;
}

/** The newest look at a directory whose findings were all taken in. */
interface FindingLookTable {
  directory: string;
  at: Date;
}

/** What became of a finding. */
export interface FindingRecordTable {
  id: string;
  directory: string;
  rule_id: string;
  /** A hash of the subject, whose id may be of any length. */
  subject_key: string;
  /** JSON text, `[type, externalId]`. */
  subject: string;
  /** JSON text of the id; null: it is in none. */
  population: string | null;
  severity: string;
  state: 'OPEN' | 'RESOLVED';
  first_seen_at: Date;
  /** Null: at the newest look in `finding_looks`, so that a look that finds what was found before writes nothing. */
  last_seen_at: Date | null;
  opened_at: Date;
  stale_since: Date | null;
  resolved_at: Date | null;
  reopen_count: number;
  /** JSON text of what was said with it; null: nobody accepted it. */
  acceptance: string | null;
  accepted_until: Date | null;
}

export interface FindingEventTable {
  sequence: Generated<number>;
  at: Date;
  kind: string;
  finding_id: string;
  directory: string;
  rule_id: string;
  severity: string;
  severity_before: string | null;
  opened_at: Date | null;
  because: string | null;
  /** JSON text, `{ by, reason }`; null for what looks found. */
  said: string | null;
}

/** How a directory stood on a day. */
interface PosturePointTable {
  directory: string;
  /** Of UTC, as `2026-03-02`. */
  day: string;
  at: Date;
  said: Json<Omit<PosturePoint, 'directory' | 'day' | 'at'>>;
}

export interface Database {
  ledger_records: LedgerRecordTable;
  ledger_head: LedgerHeadTable;
  idempotency_keys: IdempotencyKeyTable;
  blast_takes: BlastTakeTable;
  bulk_operations: BulkOperationTable;
  bulk_items: BulkItemTable;
  timed_grants: TimedGrantTable;
  identity_links: IdentityLinkTable;
  finding_looks: FindingLookTable;
  finding_records: FindingRecordTable;
  finding_events: FindingEventTable;
  posture_points: PosturePointTable;
}
