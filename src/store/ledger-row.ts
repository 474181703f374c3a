import type { Selectable } from 'kysely';
import { canonicalJson } from '../actions/canonical-json.ts';
import type { LedgerRecord } from '../actions/ledger-chain.ts';
import type { LedgerEntry } from '../actions/ledger.ts';
import type { LedgerRecordTable } from './database.ts';
import { searchable } from './searchable.ts';
import { StoreError } from './store-error.ts';

export type LedgerRow = Selectable<LedgerRecordTable>;

/** A record as it is stored. Everything but the body and the two hashes can be told from the record again: `verify` does. */
export function rowOf(record: LedgerRecord): LedgerRow {
  return {
    sequence: record.sequence,
    at: new Date(record.at),
    entry_id: record.entryId,
    body: canonicalJson(record.body),
    previous_hash: record.previousHash,
    hash: record.hash,
    kind: record.body.kind,
    ...searchedColumns(record.body),
  };
}

function searchedColumns(
  body: LedgerRecord['body'],
): Pick<LedgerRow, 'actor' | 'action' | 'directory' | 'cause_id' | 'external_id' | 'outcome'> {
  if (body.kind === 'OUTCOME') {
    const { createdId, outcome } = body.settlement;
    return {
      actor: null,
      action: null,
      directory: null,
      cause_id: null,
      external_id: createdId === undefined ? null : searchable(createdId),
      outcome,
    };
  }
  const { actor, action, subject, cause } = body.intent;
  return {
    actor: searchable(actor),
    action: searchable(action),
    directory: searchable(subject.directory),
    cause_id: cause ? searchable(cause.id) : null,
    external_id: searchable(subject.externalId),
    outcome: null,
  };
}

/** @throws {StoreError} when the stored columns cannot be read as a record. */
export function recordOf(row: LedgerRow): LedgerRecord {
  try {
    return {
      sequence: row.sequence,
      at: row.at.toISOString(),
      entryId: row.entry_id,
      body: bodyOf(row.body),
      previousHash: row.previous_hash,
      hash: row.hash,
    };
  } catch (error) {
    throw new StoreError(
      `record ${row.sequence} of the ledger is not as it was written; "rollcall ledger verify" checks them all`,
      { cause: error },
    );
  }
}

function bodyOf(text: string): LedgerRecord['body'] {
  const body = JSON.parse(text) as Partial<LedgerRecord['body']>;
  if (body.kind === 'INTENT' && body.intent?.subject !== undefined)
    return { kind: 'INTENT', intent: body.intent };
  if (body.kind === 'OUTCOME' && body.settlement !== undefined)
    return { kind: 'OUTCOME', settlement: body.settlement };
  throw new TypeError('Expected an intent or an outcome.');
}

/** An entry from its two records; without the second it is not settled. */
export function entryOf(intent: LedgerRecord, outcome: LedgerRecord | null): LedgerEntry {
  if (intent.body.kind !== 'INTENT')
    throw new StoreError(`Record ${intent.sequence} is not the begin of an entry.`);
  const begun = {
    ...intent.body.intent,
    id: intent.entryId,
    recordedAt: new Date(intent.at),
    after: null,
    particulars: null,
    code: null,
  };
  if (outcome?.body.kind !== 'OUTCOME') {
    return { ...begun, settledAt: null, outcome: 'INTENDED' };
  }
  const { createdId, ...ending } = outcome.body.settlement;
  const { subject } = begun;
  return {
    ...begun,
    ...ending,
    subject: createdId === undefined ? subject : { ...subject, externalId: createdId },
    settledAt: new Date(outcome.at),
  };
}
