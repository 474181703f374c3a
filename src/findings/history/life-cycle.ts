/** What a look makes of the record of one finding. Pure: memory and database go by the same rules. */
import { rankOf, type Severity } from '../../model/finding.ts';
import type {
  Acceptance,
  Changed,
  EventCause,
  FindingEvent,
  FindingEventKind,
  FindingRecord,
  LookVerdict,
  SeenFinding,
} from './finding-history.ts';

export function isWorse(one: Severity, than: Severity): boolean {
  return rankOf(one) < rankOf(than);
}

/** What a look that saw the finding PRESENT makes of it; null: nothing. */
export function sighted(record: FindingRecord | undefined, seen: SeenFinding, at: Date): Changed | null {
  if (record === undefined) return opened(seen, at);
  if (at < newestLook(record)) return null;
  const { populationId } = seen;
  const severity = severityNow(record, seen);
  const isReopened = record.state === 'RESOLVED';
  const differs = severity !== record.severity;
  const overtaken = record.acceptance !== null && isWorse(severity, record.acceptance.severity);
  const isSame =
    !isReopened &&
    !differs &&
    record.staleSince === null &&
    record.populationId === populationId &&
    record.lastSeenAt.getTime() === at.getTime();
  if (isSame) return null;
  const after: FindingRecord = {
    ...record,
    populationId,
    severity,
    state: 'OPEN',
    lastSeenAt: at,
    staleSince: null,
    resolvedAt: null,
    ...(isReopened && { openedAt: at, reopenCount: record.reopenCount + 1 }),
    ...(overtaken && { acceptance: null }),
  };
  const severityBefore = differs ? record.severity : null;
  const events: FindingEvent[] = [];
  if (isReopened) events.push(eventOf('REOPENED', after, at, { severityBefore }));
  else if (differs) events.push(eventOf('SEVERITY_CHANGED', after, at, { severityBefore }));
  if (overtaken) events.push(lapseOf(record.acceptance, after, at, 'WORSE'));
  return { record: after, events };
}

/** As bad as it was, where it may still be so: a severity that could not be read in full says nothing new. */
function severityNow({ severity }: FindingRecord, { severity: said, severityRange }: SeenFinding): Severity {
  if (severityRange === undefined) return said;
  if (isWorse(severity, severityRange.worst)) return severityRange.worst;
  return isWorse(severityRange.best, severity) ? severityRange.best : severity;
}

function opened({ id, ruleId, subject, populationId, severity }: SeenFinding, at: Date): Changed {
  const record: FindingRecord = {
    id,
    ruleId,
    subject,
    populationId,
    severity,
    state: 'OPEN',
    firstSeenAt: at,
    lastSeenAt: at,
    openedAt: at,
    staleSince: null,
    resolvedAt: null,
    reopenCount: 0,
    acceptance: null,
  };
  return { record, events: [eventOf('OPENED', record, at)] };
}

/** What a look that did not see the finding PRESENT makes of it; null: nothing. Only certainty resolves it. */
export function missed(record: FindingRecord, verdict: LookVerdict, at: Date): Changed | null {
  if (record.state === 'RESOLVED' || verdict === 'UNASKED' || at < newestLook(record)) return null;
  if (verdict === 'UNKNOWN') {
    // Another look of the same moment saw it.
    if (record.staleSince !== null || at.getTime() === record.lastSeenAt.getTime()) return null;
    return { record: { ...record, staleSince: at }, events: [] };
  }
  const { acceptance, openedAt } = record;
  // The risk that was accepted is over: what comes back is for somebody to look at anew.
  const after: FindingRecord = {
    ...record,
    state: 'RESOLVED',
    staleSince: null,
    resolvedAt: at,
    acceptance: null,
  };
  const because = verdict === 'GONE' ? 'GONE' : 'COMPLIANT';
  const lapsed = acceptance === null ? [] : [lapseOf(acceptance, after, at, because)];
  return { record: after, events: [eventOf('RESOLVED', after, at, { because, openedAt }), ...lapsed] };
}

/** An acceptance in the place of the one before; null: the finding is not open, or worse than what is accepted. */
export function accepted(record: FindingRecord, acceptance: Acceptance): Changed | null {
  if (record.state !== 'OPEN' || isWorse(record.severity, acceptance.severity)) return null;
  const { at, by, reason } = acceptance;
  const after = { ...record, acceptance };
  return { record: after, events: [eventOf('ACCEPTED', after, at, { by, reason })] };
}

export function withdrawn(
  record: FindingRecord,
  by: string,
  reason: string | null,
  at: Date,
): Changed | null {
  if (record.acceptance === null) return null;
  const after = { ...record, acceptance: null };
  return { record: after, events: [eventOf('ACCEPTANCE_WITHDRAWN', after, at, { by, reason })] };
}

/** Ends an acceptance whose time is over at `now`; null: there is none. */
export function expired(record: FindingRecord, now: Date): Changed | null {
  const { acceptance } = record;
  if (acceptance === null || acceptance.expiresAt > now) return null;
  const after = { ...record, acceptance: null };
  return { record: after, events: [lapseOf(acceptance, after, acceptance.expiresAt, 'EXPIRED')] };
}

/** As it is to be shown at `now`, before anybody has written down that an acceptance is over. */
export function shownAt(record: FindingRecord, now: Date): FindingRecord {
  return expired(record, now)?.record ?? record;
}

/** The newest look that said anything of it. */
function newestLook({ state, resolvedAt, lastSeenAt, staleSince }: FindingRecord): Date {
  const decided = (state === 'RESOLVED' ? resolvedAt : null) ?? lastSeenAt;
  return staleSince !== null && staleSince > decided ? staleSince : decided;
}

function lapseOf(
  acceptance: Acceptance | null,
  record: FindingRecord,
  at: Date,
  because: EventCause,
): FindingEvent {
  const said = { because, by: acceptance?.by ?? null, reason: acceptance?.reason ?? null };
  return eventOf('ACCEPTANCE_LAPSED', record, at, said);
}

type Particulars = Partial<Pick<FindingEvent, 'severityBefore' | 'openedAt' | 'because' | 'by' | 'reason'>>;

function eventOf(
  kind: FindingEventKind,
  { id, ruleId, subject, populationId, severity }: FindingRecord,
  at: Date,
  particulars: Particulars = {},
): FindingEvent {
  return {
    kind,
    at,
    findingId: id,
    ruleId,
    subject,
    populationId,
    severity,
    severityBefore: null,
    openedAt: null,
    because: null,
    by: null,
    reason: null,
    ...particulars,
  };
}
