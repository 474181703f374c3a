import { byExternalId } from '../../directory/by-external-id.ts';
import type { Directory } from '../../directory/directory.ts';
import { inTurns } from '../../upstream/turns.ts';
import type { Listing } from '../../model/coverage.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import type { Population } from '../../model/group.ts';
import type { SweepFindings } from '../evaluate-sweep.ts';
import type { Look, LookVerdict, SeenFinding } from './finding-history.ts';

/** What an evaluation over a whole sweep showed, to be taken in by the history. */
export async function lookOf(
  directory: Directory,
  swept: SweepFindings,
  populations: Listing<Population>,
): Promise<Look> {
  const present: SeenFinding[] = [];
  await inTurns(swept.findings, (finding) => {
    if (finding.state === 'PRESENT') present.push(seenIn(swept, finding));
  });
  return {
    directory: directory.key,
    subject: null,
    at: swept.sweep.takenAt,
    present,
    verdictOf: ({ ruleId, subject }): LookVerdict => {
      const said = swept.answers[subject.type].saidOf(ruleId, subject.externalId);
      if (said === 'OPEN' || said === 'UNSETTLEABLE') return 'UNKNOWN';
      const where = listOf(subject, swept, populations);
      if (where !== null && !byExternalId(where.rows).has(subject.externalId))
        return where.complete ? 'GONE' : 'UNKNOWN';
      // The directory of this key may be another one than it was.
      if (where === null && subject.externalId !== directory.provider.externalId) return 'UNKNOWN';
      return swept.wasAsked(ruleId, subject) ? 'ABSENT' : 'UNASKED';
    },
  };
}

/** The list that a subject stands in; null: it is the directory itself. */
function listOf(
  { type }: FindingSubject,
  { sweep }: SweepFindings,
  populations: Listing<Population>,
): Pick<Listing<{ readonly externalId: string }>, 'rows' | 'complete'> | null {
  if (type === 'USER') return sweep.users;
  if (type === 'GROUP') return sweep.groups;
  if (type === 'APPLICATION') return sweep.applications;
  return type === 'POPULATION' ? populations : null;
}

function seenIn({ sweep }: SweepFindings, { id, ruleId, subject, severity }: Finding): SeenFinding {
  return { id, ruleId, subject, severity, populationId: populationOf(subject, sweep) };
}

function populationOf({ type, externalId }: FindingSubject, sweep: SweepFindings['sweep']): string | null {
  if (type === 'POPULATION') return externalId;
  if (type === 'USER') return byExternalId(sweep.users.rows).get(externalId)?.populationId ?? null;
  return type === 'GROUP' ? (byExternalId(sweep.groups.rows).get(externalId)?.populationId ?? null) : null;
}
