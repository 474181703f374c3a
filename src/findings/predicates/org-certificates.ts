import type { Evidence } from '../../model/finding.ts';
import type { Certificate } from '../../model/policy.ts';
import type { DirectoryFacts } from '../facts.ts';
import { undecided } from '../kleene.ts';
import type { ListFact, Truth } from '../kleene.ts';
import { DAY_MS, realInstant } from '../time.ts';
import { listEvidence } from './org-evidence.ts';

/** The certificates with these ids. One that is not among the directory's leaves the list incomplete. */
export function certificatesWithIds(
  directory: DirectoryFacts,
  ids: readonly string[],
): ListFact<Certificate> {
  const wanted = new Set(ids);
  const rows = directory.certificates.rows.filter((row) => wanted.has(row.externalId));
  const found = new Set(rows.map((row) => row.externalId));
  if (found.size === wanted.size) return { rows, complete: true, reason: null };
  return { rows, complete: false, reason: directory.certificates.reason ?? 'NOT_FOUND' };
}

/** Inclusive: exactly `days` days left is soon, and so is what has passed. */
function endsWithin(at: Date | null, days: number, asOf: Date): Truth {
  const instant = realInstant(at);
  if (instant === null) return undecided('FIELD_NULL');
  const left = instant.getTime() - asOf.getTime();
  return Number.isNaN(left) ? undecided('INVALID_VALUE') : left <= days * DAY_MS;
}

export function expiresSoon(directory: DirectoryFacts, certificate: Certificate): Truth {
  return endsWithin(certificate.expiresAt, directory.settings.certificateWarnDays, directory.asOf);
}

export function hasExpired(directory: DirectoryFacts, certificate: Certificate): Truth {
  return endsWithin(certificate.expiresAt, 0, directory.asOf);
}

/** The certificates that end soon, with their last moment. */
export function expiryEvidence(
  directory: DirectoryFacts,
  certificates: ListFact<Certificate>,
): readonly Evidence[] {
  return listEvidence(
    'certificates',
    certificates.rows
      .filter((row) => expiresSoon(directory, row) === true)
      .map((row) => `${row.name} (expires ${row.expiresAt?.toISOString() ?? 'at an unknown time'})`),
  );
}
