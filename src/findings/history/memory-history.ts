import { type FindingSubject, severities, type Severity } from '../../model/finding.ts';
import { inTurns } from '../../upstream/turns.ts';
import {
  type Acceptance,
  type Changed,
  dispositionOf,
  type FindingEvent,
  type FindingEventFilter,
  type FindingRecord,
  type FindingRecordFilter,
  type HistoryPage,
  type HistoryPageRequest,
  type HistoryScope,
  type HistoryStore,
  type Look,
  type Period,
  subjectsOf,
  type TimeToResolve,
} from './finding-history.ts';
import { accepted, expired, missed, shownAt, sighted, withdrawn } from './life-cycle.ts';
import { quantile } from './quantile.ts';

/** Events that are held; older ones are forgotten, and with its last one a finding that is resolved. */
const heldEvents = 200_000;

/** What became of findings as long as this process runs. */
export class MemoryHistoryStore implements HistoryStore {
  readonly #now: () => Date;
  readonly #records = new Map<string, Map<string, FindingRecord>>();
  readonly #directories = new Map<string, string>();
  readonly #bySubject = new Map<string, Set<string>>();
  readonly #accepted = new Set<string>();
  #events: { readonly sequence: number; readonly event: FindingEvent }[] = [];
  #sequence = 0;
  readonly #mostEvents: number;

  /** @param options.mostEvents for tests. */
  constructor(options: { readonly now?: () => Date; readonly mostEvents?: number } = {}) {
    this.#now = options.now ?? (() => new Date());
    this.#mostEvents = options.mostEvents ?? heldEvents;
  }

  async observe(look: Look): Promise<readonly FindingEvent[]> {
    const events: FindingEvent[] = [];
    const present = new Set<string>();
    await inTurns(look.present, ({ id }) => present.add(id));
    await inTurns(this.#recordsSeenBy(look), (record) => {
      if (record.state !== 'OPEN' || present.has(record.id)) return;
      events.push(...this.#keep(missed(record, look.verdictOf(record), look.at)));
    });
    await inTurns(look.present, (seen) => {
      events.push(...this.#keep(sighted(this.#get(seen.id), seen, look.at)));
    });
    return events;
  }

  /** Of a few subjects, what is known of others is not gone through. */
  #recordsSeenBy(look: Look): readonly FindingRecord[] {
    const { directory } = look;
    const subjects = subjectsOf(look);
    if (subjects === null) return [...(this.#records.get(directory)?.values() ?? [])];
    return subjects
      .filter((subject) => subject.directory === directory)
      .flatMap((subject) => [...(this.#bySubject.get(keyOf(subject)) ?? [])])
      .flatMap((id) => this.#get(id) ?? []);
  }

  lapse(): Promise<readonly FindingEvent[]> {
    const now = this.#now();
    const events = [...this.#accepted].flatMap((id) => {
      const record = this.#get(id);
      return record === undefined ? [] : this.#keep(expired(record, now));
    });
    return Promise.resolve(events);
  }

  recordsOf(ids: readonly string[]): Promise<ReadonlyMap<string, FindingRecord>> {
    const found = ids.flatMap((id) => this.#get(id) ?? []);
    return Promise.resolve(new Map(found.map((record) => [record.id, shownAt(record, this.#now())])));
  }

  list(filter: FindingRecordFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingRecord>> {
    const { after } = page;
    const rows = [...this.#records.values()]
      .flatMap((records) => [...records.values()])
      .map((record) => shownAt(record, this.#now()))
      .filter((record) => fitsRecord(record, filter) && (after === null || record.id > after))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return Promise.resolve(pageOf(rows, page.first, ({ id }) => id));
  }

  async events(filter: FindingEventFilter, page: HistoryPageRequest): Promise<HistoryPage<FindingEvent>> {
    const after = page.after === null ? Number.POSITIVE_INFINITY : sequenceOf(page.after);
    const rows = this.#events
      .filter(
        ({ sequence, event }) => sequence < after && fitsEvent(event, filter, this.#get(event.findingId)),
      )
      .toReversed();
    const { rows: cut, hasNextPage } = pageOf(rows, page.first, ({ sequence }) => String(sequence));
    return { rows: cut.map(({ row, cursor }) => ({ row: row.event, cursor })), hasNextPage };
  }

  accept(id: string, acceptance: Acceptance): Promise<Changed | null> {
    return Promise.resolve(this.#change(id, (record) => accepted(record, acceptance)));
  }

  withdraw(id: string, by: string, reason: string | null): Promise<Changed | null> {
    return Promise.resolve(this.#change(id, (record) => withdrawn(record, by, reason, this.#now())));
  }

  timeToResolve(directories: readonly string[], { since, until }: Period): Promise<readonly TimeToResolve[]> {
    const now = this.#now().getTime();
    const took = (severity: Severity): number[] =>
      this.#events.flatMap(({ event: { kind, at, openedAt, severity: said, subject } }) =>
        kind === 'RESOLVED' &&
        openedAt !== null &&
        said === severity &&
        at >= since &&
        at < until &&
        directories.includes(subject.directory)
          ? [(at.getTime() - openedAt.getTime()) / 1000]
          : [],
      );
    const ages = (severity: Severity): number[] =>
      directories
        .flatMap((directory) => [...(this.#records.get(directory)?.values() ?? [])])
        .filter((record) => record.state === 'OPEN' && record.severity === severity)
        .map(({ openedAt }) => (now - openedAt.getTime()) / 1000);
    return Promise.resolve(
      severities.map((severity) => timesOf(severity, sorted(took(severity)), sorted(ages(severity)))),
    );
  }

  #change(id: string, change: (record: FindingRecord) => Changed | null): Changed | null {
    const record = this.#get(id);
    const changed = record === undefined ? null : change(record);
    this.#keep(changed);
    return changed;
  }

  #get(id: string): FindingRecord | undefined {
    const directory = this.#directories.get(id);
    return directory === undefined ? undefined : this.#records.get(directory)?.get(id);
  }

  #keep(changed: Changed | null): readonly FindingEvent[] {
    if (changed === null) return [];
    const { record, events } = changed;
    const { directory } = record.subject;
    let records = this.#records.get(directory);
    if (records === undefined) this.#records.set(directory, (records = new Map<string, FindingRecord>()));
    if (!records.has(record.id)) this.#note(record);
    records.set(record.id, record);
    if (record.acceptance === null) this.#accepted.delete(record.id);
    else this.#accepted.add(record.id);
    for (const event of events) this.#events.push({ sequence: (this.#sequence += 1), event });
    // Not at every event: to cut costs as much as there is.
    if (this.#events.length > this.#mostEvents * 1.5) this.#cut();
    return events;
  }

  #note({ id, subject }: FindingRecord): void {
    this.#directories.set(id, subject.directory);
    const key = keyOf(subject);
    const ids = this.#bySubject.get(key);
    if (ids === undefined) this.#bySubject.set(key, new Set([id]));
    else ids.add(id);
  }

  #forget(id: string, subject: FindingSubject): void {
    const ids = this.#bySubject.get(keyOf(subject));
    ids?.delete(id);
    if (ids?.size === 0) this.#bySubject.delete(keyOf(subject));
  }

  #cut(): void {
    this.#events = this.#events.slice(-this.#mostEvents);
    const told = new Set(this.#events.map(({ event }) => event.findingId));
    for (const records of this.#records.values()) {
      for (const { id, state, acceptance, subject } of records.values()) {
        if (state === 'OPEN' || acceptance !== null || told.has(id)) continue;
        records.delete(id);
        this.#directories.delete(id);
        this.#forget(id, subject);
      }
    }
  }
}

function keyOf({ directory, type, externalId }: FindingSubject): string {
  return `${directory} ${type} ${externalId}`;
}

function isSameSubject(one: FindingRecord['subject'], other: FindingRecord['subject']): boolean {
  return one.directory === other.directory && one.type === other.type && one.externalId === other.externalId;
}

function fitsRecord(record: FindingRecord, filter: FindingRecordFilter): boolean {
  const { directories, rules, subject, dispositions } = filter;
  return (
    directories?.includes(record.subject.directory) !== false &&
    rules?.includes(record.ruleId) !== false &&
    (subject === undefined || isSameSubject(subject, record.subject)) &&
    dispositions?.includes(dispositionOf(record)) !== false
  );
}

function fitsEvent(
  event: FindingEvent,
  { findingId, subject, rules, within, kinds, since, until }: FindingEventFilter,
  record: FindingRecord | undefined,
): boolean {
  return (
    (findingId === undefined || event.findingId === findingId) &&
    (subject === undefined || isSameSubject(subject, event.subject)) &&
    rules?.includes(event.ruleId) !== false &&
    kinds?.includes(event.kind) !== false &&
    (since === undefined || event.at >= since) &&
    (until === undefined || event.at < until) &&
    within?.some((scope) => isWithin(scope, event, record?.populationId ?? null)) !== false
  );
}

/** Where the subject was seen last counts, not where it was at the time. */
export function isWithin(
  { directory, populations }: HistoryScope,
  { subject }: Pick<FindingEvent, 'subject'>,
  populationId: string | null,
): boolean {
  if (directory !== subject.directory) return false;
  return populations === null || (populationId !== null && populations.includes(populationId));
}

function timesOf(severity: Severity, took: readonly number[], ages: readonly number[]): TimeToResolve {
  return {
    severity,
    resolved: took.length,
    medianSeconds: quantile(took, 0.5),
    p90Seconds: quantile(took, 0.9),
    open: ages.length,
    openMedianSeconds: quantile(ages, 0.5),
    openP90Seconds: quantile(ages, 0.9),
  };
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}

function pageOf<T>(rows: readonly T[], first: number, cursorOf: (row: T) => string): HistoryPage<T> {
  return {
    rows: rows.slice(0, first).map((row) => ({ row, cursor: cursorOf(row) })),
    hasNextPage: rows.length > first,
  };
}

/** @throws {RangeError} for what is no cursor of events. */
export function sequenceOf(cursor: string): number {
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
  throw new RangeError('`after` is expected to be an `endCursor` of this list; received another text.');
}
