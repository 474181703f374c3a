import type { Directory } from '../../directory/directory.ts';
import { inTurns } from '../../upstream/turns.ts';
import type { Listing } from '../../model/coverage.ts';
import type { Finding, FindingSubject } from '../../model/finding.ts';
import type { Population } from '../../model/group.ts';
import type { Renewed } from '../evaluate-part.ts';
import type { SweepFindings } from '../evaluate-sweep.ts';
import type { Look, LookVerdict, SeenFinding } from './finding-history.ts';

/**
 * What an evaluation over a sweep showed, to be taken in by the history.
 * @param renewed of whom answers were found anew: of others the look says nothing; null: of everybody.
 */
export async function lookOf(
  directory: Directory,
  swept: SweepFindings,
  populations: Listing<Population>,
  renewed: readonly Renewed[] | null = null,
): Promise<Look> {
  const present: SeenFinding[] = [];
  const see = (finding: Finding): void => {
    if (finding.state === 'PRESENT') present.push(seenIn(swept, finding));
  };
  if (renewed === null) await inTurns(swept.findings, see);
  else for (const { after } of renewed) after.forEach(see);
  const { key } = directory;
  return {
    directory: key,
    subject: null,
    ...(renewed !== null && {
      subjects: renewed.map(({ type, externalId }) => ({ directory: key, type, externalId })),
    }),
    at: swept.sweep.takenAt,
    present,
    verdictOf: ({ ruleId, subject }): LookVerdict => {
      const said = swept.answers[subject.type].saidOf(ruleId, subject.externalId);
      if (said === 'OPEN' || said === 'UNSETTLEABLE') return 'UNKNOWN';
      const where = listOf(subject, swept, populations);
      if (where !== null && !swept.answers[subject.type].has(subject.externalId))
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

function seenIn(swept: SweepFindings, finding: Finding): SeenFinding {
  const { id, ruleId, subject, severity, severityRange } = finding;
  const populationId = populationOf(subject, swept);
  return { id, ruleId, subject, severity, ...(severityRange && { severityRange }), populationId };
}

function populationOf(
  { type, externalId }: FindingSubject,
  { sweep, answers }: SweepFindings,
): string | null {
  if (type === 'POPULATION') return externalId;
  // Answers stand in the order of the rows.
  const row = answers[type].rowOf(externalId) ?? -1;
  if (type === 'USER') return sweep.users.rows[row]?.populationId ?? null;
  return type === 'GROUP' ? (sweep.groups.rows[row]?.populationId ?? null) : null;
}
