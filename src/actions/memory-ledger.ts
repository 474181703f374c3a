import { randomUUID } from 'node:crypto';
import { chained, chainStart, type LedgerRecord, verifyChain } from './ledger-chain.ts';
import {
  type Ledger,
  type LedgerEntry,
  type LedgerFilter,
  type LedgerIntent,
  type LedgerPage,
  type LedgerPageRequest,
  type LedgerSettlement,
  type LedgerVerification,
  matchesFilter,
} from './ledger.ts';

interface Kept {
  readonly sequence: number;
  readonly entry: LedgerEntry;
}

/**
 * A ledger whose entries live in this process's memory and end with it. It keeps the newest `maxEntries`; older ones are
 * dropped whole, and the hash of the last record dropped stays as the anchor that the rest is checked against.
 */
export class MemoryLedger implements Ledger {
  readonly #maxEntries: number;
  readonly #now: () => Date;
  readonly #records: LedgerRecord[] = [];
  /** In the order in which they were begun. */
  readonly #entries = new Map<string, Kept>();
  #anchor = { hash: chainStart, sequence: 0 };

  constructor(options: { readonly maxEntries?: number; readonly now?: () => Date } = {}) {
    this.#maxEntries = options.maxEntries ?? 10_000;
    this.#now = options.now ?? (() => new Date());
  }

  /** What was appended, oldest first: for verification and export. */
  get records(): readonly LedgerRecord[] {
    return this.#records;
  }

  async begin(intent: LedgerIntent): Promise<LedgerEntry> {
    const id = randomUUID();
    const recordedAt = new Date(this.#now());
    const sequence = this.#append(id, recordedAt, { kind: 'INTENT', intent });
    const entry: LedgerEntry = {
      ...intent,
      id,
      recordedAt,
      settledAt: null,
      outcome: 'INTENDED',
      after: null,
      code: null,
      particulars: null,
    };
    this.#entries.set(id, { sequence, entry });
    if (this.#entries.size > this.#maxEntries) this.#dropOldest();
    return entry;
  }

  async settle(id: string, settlement: LedgerSettlement): Promise<LedgerEntry> {
    const kept = this.#entries.get(id);
    if (kept === undefined) throw new RangeError(`The ledger holds no entry "${id}".`);
    if (kept.entry.outcome !== 'INTENDED')
      throw new RangeError(`Entry "${id}" was settled before, as ${kept.entry.outcome}.`);
    const settledAt = new Date(this.#now());
    this.#append(id, settledAt, { kind: 'OUTCOME', settlement });
    const { createdId, ...ending } = settlement;
    const { subject } = kept.entry;
    const entry: LedgerEntry = {
      ...kept.entry,
      ...ending,
      settledAt,
      subject: createdId === undefined ? subject : { ...subject, externalId: createdId },
    };
    this.#entries.set(id, { ...kept, entry });
    return entry;
  }

  async get(id: string): Promise<LedgerEntry | null> {
    return this.#entries.get(id)?.entry ?? null;
  }

  async list(filter: LedgerFilter, page: LedgerPageRequest): Promise<LedgerPage> {
    const before = page.after === null ? Number.POSITIVE_INFINITY : sequenceOf(page.after);
    const fitting = [...this.#entries.values()].filter(
      (kept) => kept.sequence < before && matchesFilter(kept.entry, filter),
    );
    const rows = fitting
      .slice(Math.max(0, fitting.length - page.first))
      .toReversed()
      .map(({ entry, sequence }) => ({ entry, cursor: String(sequence) }));
    return { rows, hasNextPage: fitting.length > rows.length };
  }

  async verify(): Promise<LedgerVerification> {
    return verifyChain(this.#records, this.#anchor);
  }

  #append(entryId: string, at: Date, body: LedgerRecord['body']): number {
    const last = this.#records.at(-1) ?? this.#anchor;
    const sequence = last.sequence + 1;
    this.#records.push(chained({ sequence, at: at.toISOString(), entryId, body, previousHash: last.hash }));
    return sequence;
  }

  /** A tenth at a time, so that the array is not moved for every entry. */
  #dropOldest(): void {
    const target = Math.floor(this.#maxEntries * 0.9);
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= target) break;
      this.#entries.delete(id);
    }
    const [oldest] = this.#entries.values();
    const keepFrom = oldest?.sequence ?? Number.POSITIVE_INFINITY;
    const dropped = this.#records.filter((record) => record.sequence < keepFrom).length;
    const last = this.#records[dropped - 1];
    if (last !== undefined) this.#anchor = { hash: last.hash, sequence: last.sequence };
    this.#records.splice(0, dropped);
  }
}

function sequenceOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new RangeError(`Expected a cursor that this ledger gave, received "${cursor.slice(0, 40)}".`);
  return Number(cursor);
}
