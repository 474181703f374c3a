/** Findings as the tables hold them. Texts of any characters stand in JSON, which escapes what PostgreSQL refuses. */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Acceptance, FindingEvent, FindingRecord } from '../findings/history/finding-history.ts';
import type { FindingSubject, FindingSubjectType, Severity } from '../model/finding.ts';
import type { FindingEventTable, FindingRecordTable } from './database.ts';

export type RecordRow = Selectable<FindingRecordTable>;

export function subjectKey({ directory, type, externalId }: FindingSubject): string {
  return createHash('sha256')
    .update(JSON.stringify([directory, type, externalId]))
    .digest('base64url');
}

/** @param newestLook that of the directory, which stands for a `last_seen_at` that is null. */
export function recordOf(row: RecordRow, newestLook: Date | null): FindingRecord {
  const { first_seen_at, last_seen_at, opened_at } = row;
  return {
    id: row.id,
    ruleId: row.rule_id,
    subject: subjectOf(row),
    populationId: row.population === null ? null : (JSON.parse(row.population) as string),
    severity: row.severity as Severity,
    state: row.state,
    firstSeenAt: first_seen_at,
    // A look that was broken off has opened it, and is not the newest yet.
    lastSeenAt: last_seen_at ?? (newestLook !== null && newestLook > opened_at ? newestLook : opened_at),
    openedAt: opened_at,
    staleSince: row.stale_since,
    resolvedAt: row.resolved_at,
    reopenCount: row.reopen_count,
    acceptance: acceptanceOf(row),
  };
}

export function subjectOf({ directory, subject }: Pick<RecordRow, 'directory' | 'subject'>): FindingSubject {
  const [type, externalId] = JSON.parse(subject) as [FindingSubjectType, string];
  return { directory, type, externalId };
}

function acceptanceOf({ acceptance, accepted_until: expiresAt }: RecordRow): Acceptance | null {
  if (acceptance === null || expiresAt === null) return null;
  const { reason, by, at, severity } = JSON.parse(acceptance) as Said;
  return { reason, by, at: new Date(at), expiresAt, severity };
}

interface Said {
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly severity: Severity;
}

export function populationText(id: string | null): string | null {
  return id === null ? null : JSON.stringify(id);
}

/** @param look at which it was seen: when it is the newest of its directory; null: another one. */
export function rowOf(record: FindingRecord, look: Date | null): RecordRow {
  const { subject, acceptance, lastSeenAt } = record;
  const isCurrent = record.state === 'OPEN' && record.staleSince === null && isAt(lastSeenAt, look);
  return {
    id: record.id,
    directory: subject.directory,
    rule_id: record.ruleId,
    subject_key: subjectKey(subject),
    subject: JSON.stringify([subject.type, subject.externalId]),
    population: populationText(record.populationId),
    severity: record.severity,
    state: record.state,
    first_seen_at: record.firstSeenAt,
    last_seen_at: isCurrent ? null : lastSeenAt,
    opened_at: record.openedAt,
    stale_since: record.staleSince,
    resolved_at: record.resolvedAt,
    reopen_count: record.reopenCount,
    acceptance:
      acceptance === null
        ? null
        : JSON.stringify({
            reason: acceptance.reason,
            by: acceptance.by,
            at: acceptance.at.toISOString(),
            severity: acceptance.severity,
          }),
    accepted_until: acceptance?.expiresAt ?? null,
  };
}

function isAt(one: Date, other: Date | null): boolean {
  return other !== null && one.getTime() === other.getTime();
}

export type EventRow = Selectable<FindingEventTable>;

export function rowOfEvent(event: FindingEvent): Omit<EventRow, 'sequence'> {
  const { by, reason, subject } = event;
  return {
    at: event.at,
    kind: event.kind,
    finding_id: event.findingId,
    directory: subject.directory,
    rule_id: event.ruleId,
    severity: event.severity,
    severity_before: event.severityBefore,
    opened_at: event.openedAt,
    because: event.because,
    said: by === null ? null : JSON.stringify({ by, reason }),
  };
}

export type PlacedEventRow = EventRow & Pick<RecordRow, 'subject' | 'population'>;

export function eventOf(row: PlacedEventRow): FindingEvent {
  const said = row.said === null ? null : (JSON.parse(row.said) as { by: string; reason: string | null });
  return {
    kind: row.kind as FindingEvent['kind'],
    at: row.at,
    findingId: row.finding_id,
    ruleId: row.rule_id,
    subject: subjectOf(row),
    populationId: row.population === null ? null : (JSON.parse(row.population) as string),
    severity: row.severity as Severity,
    severityBefore: row.severity_before as Severity | null,
    openedAt: row.opened_at,
    because: row.because as FindingEvent['because'],
    by: said?.by ?? null,
    reason: said?.reason ?? null,
  };
}
