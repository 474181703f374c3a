import type { FindingSubject, Severity, SeverityRange } from '../../model/finding.ts';

/** That somebody took the risk of a finding upon themselves, for a time. */
export interface Acceptance {
  readonly reason: string;
  /** Name of the caller who accepted it. */
  readonly by: string;
  readonly at: Date;
  /** At most 365 days after `at`. From then on it does not hold. */
  readonly expiresAt: Date;
  /** How bad the finding was when it was accepted: when it gets worse, the acceptance lapses. */
  readonly severity: Severity;
}

/** What is kept of a finding over time. It is there from the first look that saw the finding PRESENT. */
export interface FindingRecord {
  /** `findingId` of the rule and subject. */
  readonly id: string;
  readonly ruleId: string;
  readonly subject: FindingSubject;
  /** Of the subject when it was seen last; null where it is in none, or is a directory. */
  readonly populationId: string | null;
  /** As of the last look that saw it PRESENT. */
  readonly severity: Severity;
  readonly state: 'OPEN' | 'RESOLVED';
  readonly firstSeenAt: Date;
  /** The newest look that saw it PRESENT. */
  readonly lastSeenAt: Date;
  /** When it was opened last: `firstSeenAt`, or the look that reopened it. */
  readonly openedAt: Date;
  /** Of an open one: since which look it could not be decided any more. Null: the newest look decided it. */
  readonly staleSince: Date | null;
  readonly resolvedAt: Date | null;
  readonly reopenCount: number;
  /** Null: nobody accepted it, or the acceptance has ended. */
  readonly acceptance: Acceptance | null;
}

export type Disposition = 'OPEN' | 'ACCEPTED' | 'RESOLVED';

export const findingEventKinds = [
  'OPENED',
  'RESOLVED',
  'REOPENED',
  'ACCEPTED',
  'ACCEPTANCE_WITHDRAWN',
  'ACCEPTANCE_LAPSED',
  'SEVERITY_CHANGED',
] as const;

export type FindingEventKind = (typeof findingEventKinds)[number];

export type EventCause = 'COMPLIANT' | 'GONE' | 'EXPIRED' | 'WORSE';

/** One step in the life of a finding. */
export interface FindingEvent {
  readonly kind: FindingEventKind;
  /** Of what a look found: when it was taken. Of an acceptance: when it was given, withdrawn, or ended. */
  readonly at: Date;
  readonly findingId: string;
  readonly ruleId: string;
  readonly subject: FindingSubject;
  readonly populationId: string | null;
  /** From then on. */
  readonly severity: Severity;
  /** Of SEVERITY_CHANGED, and of REOPENED where it differs: how bad it was before. */
  readonly severityBefore: Severity | null;
  /** Of RESOLVED: when it was opened. */
  readonly openedAt: Date | null;
  /**
   * Of RESOLVED: COMPLIANT when the rule certainly does not hold any more, GONE when a complete look did not have the subject. Of
   * ACCEPTANCE_LAPSED: EXPIRED, WORSE than what was accepted, or why the finding was resolved. Otherwise null.
   */
  readonly because: EventCause | null;
  /** Of acceptances: who accepted or withdrew it, and why. */
  readonly by: string | null;
  readonly reason: string | null;
}

/** A finding that a look saw PRESENT. */
export interface SeenFinding {
  readonly id: string;
  readonly ruleId: string;
  readonly subject: FindingSubject;
  readonly populationId: string | null;
  readonly severity: Severity;
  /** Given: what the severity rests on could not all be read. Any within it changes nothing. */
  readonly severityRange?: SeverityRange;
}

/**
 * What a look says of a finding that it did not see PRESENT. ABSENT: certainly not so. GONE: the subject is certainly not there.
 * UNKNOWN: not decided. UNASKED: the rule was not asked of this subject, which says nothing.
 */
export type LookVerdict = 'ABSENT' | 'GONE' | 'UNKNOWN' | 'UNASKED';

/** What one evaluation showed: of a whole directory, or of one subject. */
export interface Look {
  /** Key of the directory. */
  readonly directory: string;
  /** Given: the look was at this subject alone, and says nothing of others. */
  readonly subject: FindingSubject | null;
  /** The same of several. */
  readonly subjects?: readonly FindingSubject[];
  /** When what it rests on was read. */
  readonly at: Date;
  readonly present: readonly SeenFinding[];
  /** Asked for open findings that are not among `present`. */
  verdictOf(finding: Pick<FindingRecord, 'id' | 'ruleId' | 'subject'>): LookVerdict;
}

/** The subjects that a look was at; null: all of the directory. */
export function subjectsOf({ subject, subjects }: Look): readonly FindingSubject[] | null {
  return subjects ?? (subject === null ? null : [subject]);
}

/** Members that are given must all fit. */
export interface FindingRecordFilter {
  readonly directories?: readonly string[] | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly subject?: FindingSubject | undefined;
  readonly dispositions?: readonly Disposition[] | undefined;
}

/** Members that are given must all fit. */
export interface FindingEventFilter {
  readonly findingId?: string | undefined;
  readonly subject?: Pick<FindingSubject, 'directory' | 'externalId' | 'type'> | undefined;
  readonly rules?: readonly string[] | undefined;
  /** Where the caller may look: a directory in full, or of it the populations that are named. */
  readonly within?: readonly HistoryScope[] | undefined;
  readonly kinds?: readonly FindingEventKind[] | undefined;
  /** Then or later. */
  readonly since?: Date | undefined;
  /** Before. */
  readonly until?: Date | undefined;
}

export interface HistoryScope {
  readonly directory: string;
  /** Null: all of the directory. */
  readonly populations: readonly string[] | null;
}

export interface HistoryPageRequest {
  readonly first: number;
  /** `cursor` of the last row that the caller has. */
  readonly after: string | null;
}

export interface HistoryPage<T> {
  readonly rows: readonly { readonly row: T; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

/** How long findings of one severity took. Durations in seconds; null where there is none to measure. */
export interface TimeToResolve {
  readonly severity: Severity;
  /** Of those that were resolved in the period: how many, and from the last opening to the resolution. */
  readonly resolved: number;
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  /** Of those that are open now, accepted ones included: how many, and since their last opening. */
  readonly open: number;
  readonly openMedianSeconds: number | null;
  readonly openP90Seconds: number | null;
}

export interface Period {
  readonly since: Date;
  readonly until: Date;
}

/** A record as it is after a change, and what the change was. */
export interface Changed {
  readonly record: FindingRecord;
  readonly events: readonly FindingEvent[];
}

/** Where the history is kept. Every method rejects when it cannot be read or written. */
export interface HistoryStore {
  /** What changed by a look; see `FindingHistory`. */
  observe(look: Look): Promise<readonly FindingEvent[]>;
  /** Ends acceptances whose time is over. */
  lapse(): Promise<readonly FindingEvent[]>;
  /** By id; ids of which nothing was ever seen are left out. */
  recordsOf(ids: readonly string[]): Promise<ReadonlyMap<string, FindingRecord>>;
  /** In the order of their ids. @throws {RangeError} for a cursor that is none of this list. */
  list(filter: FindingRecordFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingRecord>>;
  /** Newest first. @throws {RangeError} for a cursor that is none of this list. */
  events(filter: FindingEventFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingEvent>>;
  /** Keeps an acceptance in the place of the one before. Null: the finding is not open, or worse than what is accepted. */
  accept(id: string, acceptance: Acceptance): Promise<Changed | null>;
  /** Null: it was never seen, or nobody accepted it. */
  withdraw(id: string, by: string, reason: string | null): Promise<Changed | null>;
  /** One row for each severity, worst first. */
  timeToResolve(directories: readonly string[], period: Period): Promise<readonly TimeToResolve[]>;
}

export type FindingListener = (event: FindingEvent) => void;

/** What became of findings over time. */
export interface FindingHistory extends Omit<HistoryStore, 'accept' | 'withdraw' | 'lapse'> {
  /** Whether it outlives the process. */
  readonly durable: boolean;
  /**
   * Takes in what a look showed, and answers what changed by it. The same look taken in twice changes nothing; one that is older
   * than what is known of a finding does not change it.
   */
  observe(look: Look): Promise<readonly FindingEvent[]>;
  /** Waits until every look that was handed in is taken in, or could not be. Never rejects. */
  settled(): Promise<void>;
  /** Answers the record with the acceptance; null when the finding is not open, or worse than what is accepted. */
  accept(id: string, acceptance: Acceptance): Promise<FindingRecord | null>;
  /** Answers the record without one; null when there was none. */
  withdraw(id: string, by: string, reason: string | null): Promise<FindingRecord | null>;
  /** Told of what this process changed, after it is kept. Answers how to hear no more. */
  onEvent(listener: FindingListener): () => void;
}

export function dispositionOf({ state, acceptance }: FindingRecord): Disposition {
  if (state === 'RESOLVED') return 'RESOLVED';
  return acceptance === null ? 'OPEN' : 'ACCEPTED';
}
