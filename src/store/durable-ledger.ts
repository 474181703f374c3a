import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { chained, type LedgerRecord } from '../actions/ledger-chain.ts';
import type {
  Ledger,
  LedgerEntry,
  LedgerFilter,
  LedgerIntent,
  LedgerPage,
  LedgerPageRequest,
  LedgerSettlement,
  LedgerVerification,
} from '../actions/ledger.ts';
import { Batches } from './batches.ts';
import type { Database } from './database.ts';
import { findEntry, listEntries } from './ledger-query.ts';
import { entryOf, recordOf, rowOf } from './ledger-row.ts';
import { StoreError } from './store-error.ts';
import { verifyLedger } from './verify-ledger.ts';

/** An append that waits for its place in the chain. */
interface Pending {
  readonly at: Date;
  readonly entryId: string;
  readonly body: LedgerRecord['body'];
}

/** A parameter for each column of each row, and PostgreSQL takes 65,535 in a statement. */
const batchSize = 500;

/**
 * The ledger in the database. Records are only ever added, in one chain for all gateways; an append resolves when it is
 * committed. Appends that come while one is being written go into the next transaction together.
 */
export class DurableLedger implements Ledger {
  readonly #database: Kysely<Database>;
  readonly #now: () => Date;
  readonly #appends: Batches<Pending, LedgerEntry | RangeError>;

  constructor(database: Kysely<Database>, now: () => Date = () => new Date()) {
    this.#database = database;
    this.#now = now;
    this.#appends = new Batches((batch) => this.#write(batch), batchSize);
  }

  async begin(intent: LedgerIntent): Promise<LedgerEntry> {
    return await this.#append(randomUUID(), { kind: 'INTENT', intent });
  }

  async settle(id: string, settlement: LedgerSettlement): Promise<LedgerEntry> {
    return await this.#append(id, { kind: 'OUTCOME', settlement });
  }

  async get(id: string): Promise<LedgerEntry | null> {
    return await findEntry(this.#database, id);
  }

  async list(filter: LedgerFilter, page: LedgerPageRequest): Promise<LedgerPage> {
    return await listEntries(this.#database, filter, page);
  }

  async verify(): Promise<LedgerVerification> {
    return await verifyLedger(this.#database);
  }

  async #append(entryId: string, body: LedgerRecord['body']): Promise<LedgerEntry> {
    const answer = await this.#appends.add({ at: new Date(this.#now()), entryId, body });
    if (answer instanceof RangeError) throw answer;
    return answer;
  }

  async #write(batch: readonly Pending[]): Promise<readonly (LedgerEntry | RangeError)[]> {
    return await this.#database.transaction().execute(async (transaction) => {
      // The row's lock puts all gateways' appends into one order.
      const head = await transaction
        .selectFrom('ledger_head')
        .selectAll()
        .forUpdate()
        .executeTakeFirstOrThrow(
          () =>
            new StoreError('The end of the ledger is missing. "rollcall ledger verify" says what is left.'),
        );
      const known = await recordsOf(transaction, batch);
      const added: LedgerRecord[] = [];
      let end = { sequence: head.sequence, hash: head.hash };
      const answers = batch.map(({ at, entryId, body }) => {
        const before = known.get(entryId);
        const problem = body.kind === 'INTENT' ? null : settlingProblem(entryId, before);
        if (problem !== null) return problem;
        const record = chained({
          sequence: end.sequence + 1,
          at: at.toISOString(),
          entryId,
          // As it will be read: without what JSON drops, and no longer shared with the caller.
          body: JSON.parse(JSON.stringify(body)) as LedgerRecord['body'],
          previousHash: end.hash,
        });
        added.push(record);
        end = record;
        const intent = before?.intent ?? record;
        known.set(entryId, { intent, outcome: body.kind === 'INTENT' ? null : record });
        return entryOf(intent, body.kind === 'INTENT' ? null : record);
      });
      if (added.length > 0) {
        await transaction.insertInto('ledger_records').values(added.map(rowOf)).execute();
        await transaction
          .updateTable('ledger_head')
          .set({ sequence: end.sequence, hash: end.hash })
          .where('id', '=', 1)
          .execute();
      }
      return answers;
    });
  }
}

interface Known {
  readonly intent: LedgerRecord;
  readonly outcome: LedgerRecord | null;
}

/** What the ledger has of the entries that are to be settled. */
async function recordsOf(
  transaction: Transaction<Database>,
  batch: readonly Pending[],
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  const ids = batch.filter(({ body }) => body.kind === 'OUTCOME').map(({ entryId }) => entryId);
  if (ids.length === 0) return known;
  const rows = await transaction
    .selectFrom('ledger_records')
    .selectAll()
    .where('entry_id', 'in', ids)
    .orderBy('sequence')
    .execute();
  for (const record of rows.map(recordOf)) {
    const intent = known.get(record.entryId)?.intent;
    if (intent === undefined) known.set(record.entryId, { intent: record, outcome: null });
    else known.set(record.entryId, { intent, outcome: record });
  }
  return known;
}

function settlingProblem(id: string, known: Known | undefined): RangeError | null {
  if (known === undefined) return new RangeError(`The ledger holds no entry "${id}".`);
  if (known.outcome?.body.kind !== 'OUTCOME') return null;
  return new RangeError(`Entry "${id}" was settled before, as ${known.outcome.body.settlement.outcome}.`);
}
