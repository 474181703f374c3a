import type { Kysely } from 'kysely';
import { chainStart, type LedgerRecord, verifyChain } from '../actions/ledger-chain.ts';
import type { LedgerVerification } from '../actions/ledger.ts';
import type { Database } from './database.ts';
import { type LedgerRow, recordOf, rowOf } from './ledger-row.ts';

const chunk = 500;

/** The stored rows in their order, a chunk at a time: whatever is there, also under a number that should not be. */
async function* ledgerChunks(
  database: Kysely<Database>,
  after: number | null,
): AsyncGenerator<readonly LedgerRow[]> {
  for (let last = after; ;) {
    const from = last;
    const rows = await database
      .selectFrom('ledger_records')
      .selectAll()
      .$if(from !== null, (query) => query.where('sequence', '>', from ?? 0))
      .orderBy('sequence')
      .limit(chunk)
      .execute();
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    last = end.sequence;
  }
}

/** Every record, oldest first. @throws {StoreError} at one that cannot be read. */
export async function* ledgerRecords(database: Kysely<Database>): AsyncGenerator<LedgerRecord> {
  for await (const rows of ledgerChunks(database, null)) for (const row of rows) yield recordOf(row);
}

/**
 * Checks every column of every record, that none is missing in between, and that the chain ends where the database says.
 * Gateways may go on appending meanwhile. What was appended by somebody who also moved the end is not found: keep exports,
 * or the hash of the last record, elsewhere.
 */
export async function verifyLedger(database: Kysely<Database>): Promise<LedgerVerification> {
  let end: ChainEnd = { sequence: 0, hash: chainStart };
  let first = true;
  for (;;) {
    const before = end.sequence;
    for await (const rows of ledgerChunks(database, first ? null : before)) {
      first = false;
      for (const row of rows) {
        const message = problemOf(row, end);
        if (message !== null) return broken(end.sequence, message);
        end = row;
      }
    }
    // Read after the records: an honest end is never behind them.
    const head = await database.selectFrom('ledger_head').selectAll().executeTakeFirst();
    if (head === undefined) return broken(end.sequence, 'the row that says where the ledger ends is missing');
    if (head.sequence === end.sequence && head.hash === end.hash)
      return { intact: true, records: end.sequence };
    if (head.sequence <= end.sequence) {
      return broken(
        end.sequence - 1,
        `the ledger says that it ends with record ${head.sequence}, and with another hash`,
      );
    }
    if (end.sequence === before) {
      return broken(end.sequence, `records ${end.sequence + 1} to ${head.sequence} are missing`);
    }
  }
}

interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

function broken(good: number, message: string): LedgerVerification {
  return { intact: false, records: good, brokenAt: good + 1, message };
}

function problemOf(row: LedgerRow, end: ChainEnd): string | null {
  let record: LedgerRecord;
  try {
    record = recordOf(row);
  } catch {
    return `record ${row.sequence} is not as it was written`;
  }
  const chain = verifyChain([record], end);
  if (!chain.intact) return chain.message;
  const expected = rowOf(record);
  const column = (Object.keys(expected) as (keyof LedgerRow)[]).find(
    (name) => plain(expected[name]) !== plain(row[name]),
  );
  return column === undefined
    ? null
    : `record ${row.sequence} is not as it was written: its column "${column}" does not agree with its body`;
}

function plain(value: string | number | Date | null | undefined): string | number | null {
  return value instanceof Date ? value.toISOString() : (value ?? null);
}
