import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { LedgerIntent, LedgerSettlement, LedgerVerification } from './ledger.ts';

/** What is appended, and never changed: an intent, or how one ended. */
export interface LedgerRecord {
  readonly sequence: number;
  /** ISO 8601. */
  readonly at: string;
  readonly entryId: string;
  readonly body:
    | { readonly kind: 'INTENT'; readonly intent: LedgerIntent }
    | { readonly kind: 'OUTCOME'; readonly settlement: LedgerSettlement };
  /** Hash of the record before; of the first one ever: `chainStart`. */
  readonly previousHash: string;
  /** SHA-256 over everything above, in hexadecimal. */
  readonly hash: string;
}

export const chainStart = '0'.repeat(64);

/** The next record of a chain that ends with `previousHash`. */
export function chained(record: Omit<LedgerRecord, 'hash'>): LedgerRecord {
  return { ...record, hash: hashOf(record) };
}

/** Checks records in their order. `anchor` is the hash before the first of them. */
export function verifyChain(
  records: readonly LedgerRecord[],
  anchor: { readonly hash: string; readonly sequence: number },
): LedgerVerification {
  let { hash: previousHash, sequence } = anchor;
  for (const record of records) {
    sequence += 1;
    const message =
      record.sequence !== sequence
        ? `expected record ${sequence}, found record ${record.sequence}`
        : record.previousHash !== previousHash
          ? `record ${sequence} does not continue the one before`
          : record.hash !== hashOf(record)
            ? `record ${sequence} is not as it was written`
            : null;
    if (message !== null) return { intact: false, records: records.length, brokenAt: sequence, message };
    previousHash = record.hash;
  }
  return { intact: true, records: records.length };
}

function hashOf({ sequence, at, entryId, body, previousHash }: Omit<LedgerRecord, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalJson({ sequence, at, entryId, body, previousHash }))
    .digest('hex');
}
