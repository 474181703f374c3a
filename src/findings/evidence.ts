import type { Evidence, EvidencePlace } from '../model/finding.ts';
import type { Interval } from './kleene.ts';
import { ageOf, DAY_MS } from './time.ts';

/** One line of evidence. Instants are written in ISO 8601, null as `none`. */
export function evidence(label: string, value: string | number | boolean | Date | null): Evidence {
  if (value instanceof Date) return { label, value: value.toISOString() };
  return { label, value: value === null ? 'none' : String(value) };
}

/** A line that tells of accounts or directories beside the finding's own: those who do not see all of them read `masked` in it. */
export function elsewhere(row: Evidence, places: readonly EvidencePlace[], maskedAs = HIDDEN): Evidence {
  const named = places.map(({ directory, populationId }) =>
    populationId === undefined ? { directory } : { directory, populationId },
  );
  return { ...row, elsewhere: { places: named, masked: maskedAs } };
}

const HIDDEN = '***';

/** Evidence as somebody may read it who sees only some places. */
export function evidenceWithin(
  rows: readonly Evidence[],
  isSeen: (place: EvidencePlace) => boolean,
): readonly Evidence[] {
  return rows.map((row) =>
    row.elsewhere === undefined || row.elsewhere.places.every(isSeen)
      ? row
      : { label: row.label, value: row.elsewhere.masked },
  );
}

/** The age of an instant in whole days and in milliseconds, and the limit that it passed: enough to check by hand. */
export function ageEvidence(at: Date | null, asOf: Date, limitDays: number): readonly Evidence[] {
  const age = ageOf(at, asOf);
  if (typeof age !== 'number') return [evidence('thresholdDays', limitDays)];
  return [
    evidence('ageDays', Math.floor(age / DAY_MS)),
    evidence('ageMs', age),
    evidence('thresholdDays', limitDays),
  ];
}

/** A count, or its bounds where it is not known exactly. */
export function countEvidence(label: string, { low, high }: Interval): readonly Evidence[] {
  if (low === high) return [evidence(label, low)];
  return [
    evidence(`${label}AtLeast`, low),
    ...(Number.isFinite(high) ? [evidence(`${label}AtMost`, high)] : []),
  ];
}

/** A phone number, mail address or name as evidence may show it: enough to recognise one's own, too little to use. */
export function masked(contact: string): string {
  const at = contact.lastIndexOf('@');
  if (at > 0) return `${contact.slice(0, 1)}***${contact.slice(at)}`;
  // Of a short name two letters would be half of it.
  return contact.length > 4 ? `${HIDDEN}${contact.slice(-2)}` : HIDDEN;
}
