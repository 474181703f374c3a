/** What an export says of the life of findings. */
import {
  dispositionOf,
  type FindingHistory,
  type FindingRecord,
} from '../findings/history/finding-history.ts';
import type { Finding } from '../model/finding.ts';
import { acceptanceOf, type AcceptedRisks } from './decisions.ts';
import { type Cell, unknownWord } from './export-row.ts';

/** Looks up what is kept of findings over time; see `FindingHistory`. */
export type RecordsOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, FindingRecord>>;

/** The newest looks are taken in before anything is looked up. */
export function recordsOfHistory(history: Pick<FindingHistory, 'recordsOf' | 'settled'>): RecordsOf {
  return async (ids) => {
    await history.settled();
    return await history.recordsOf(ids);
  };
}

/** Records, or no more than who accepts what, or why nothing is known. */
export type Kept = ReadonlyMap<string, FindingRecord> | AcceptedRisks | 'NOT_KEPT' | 'UNREACHABLE';

export async function kept(from: RecordsOf | AcceptedRisks | null, ids: readonly string[]): Promise<Kept> {
  if (typeof from !== 'function') return from ?? 'NOT_KEPT';
  // The export goes on without the history, and says of each row that it is not known.
  return await from(ids).catch((): Kept => 'UNREACHABLE');
}

type HistoryCells = Readonly<
  Record<'acceptedBy' | 'acceptedUntil' | 'disposition' | 'firstSeenAt' | 'lastSeenAt', Cell>
>;

/** Of a finding that no look ever saw PRESENT nothing is kept: then there is no first time, which is known. */
export function historyOf(finding: Finding, records: Kept): HistoryCells {
  if (typeof records === 'string') {
    const word = unknownWord(records);
    return { firstSeenAt: word, lastSeenAt: word, disposition: word, acceptedBy: word, acceptedUntil: word };
  }
  if ('acceptances' in records) return decidedOf(finding, records);
  const record = records.get(finding.id);
  return {
    firstSeenAt: record?.firstSeenAt.toISOString() ?? null,
    lastSeenAt: record?.lastSeenAt.toISOString() ?? null,
    disposition: record === undefined ? null : dispositionOf(record),
    acceptedBy: record?.acceptance?.by ?? null,
    acceptedUntil: record?.acceptance?.expiresAt.toISOString() ?? null,
  };
}

/** What is known where nobody kept when it was seen. What is undecided may be resolved. */
function decidedOf(finding: Finding, decisions: AcceptedRisks): HistoryCells {
  const acceptance = acceptanceOf(finding, decisions, new Date());
  const word = unknownWord('NOT_KEPT');
  const seen = { firstSeenAt: word, lastSeenAt: word };
  if (acceptance === 'UNKNOWN') {
    const hidden = unknownWord('NOT_PERMITTED');
    return { ...seen, disposition: hidden, acceptedBy: hidden, acceptedUntil: hidden };
  }
  const open = finding.state === 'PRESENT' ? 'OPEN' : word;
  return {
    ...seen,
    disposition: acceptance === null ? open : 'ACCEPTED',
    acceptedBy: acceptance?.by ?? null,
    acceptedUntil: acceptance?.expiresAt.toISOString() ?? null,
  };
}
