import { findingId } from '../../../src/findings/finding-id.ts';
import type { Look, LookVerdict, SeenFinding } from '../../../src/findings/history/finding-history.ts';
import type { FindingSubject, Severity } from '../../../src/model/finding.ts';

export const ruleId = 'mfa::no_device';

export function subjectOf(externalId: string, directory: string): FindingSubject {
  return { directory, type: 'USER', externalId };
}

export function idOf(externalId: string, directory: string): string {
  return findingId(ruleId, subjectOf(externalId, directory));
}

export type Said = Severity | LookVerdict;

const verdicts: ReadonlySet<string> = new Set<LookVerdict>(['ABSENT', 'GONE', 'UNKNOWN', 'UNASKED']);

/** A look at a whole directory that says this of each user: a severity for what is PRESENT. */
export function lookAt(
  directory: string,
  at: Date,
  said: Readonly<Record<string, Said>>,
  populationId: string | null = null,
): Look {
  const present = Object.entries(said).flatMap(([user, answer]): SeenFinding[] =>
    verdicts.has(answer)
      ? []
      : [
          {
            id: idOf(user, directory),
            ruleId,
            subject: subjectOf(user, directory),
            populationId,
            severity: answer as Severity,
          },
        ],
  );
  return {
    directory,
    subject: null,
    at,
    present,
    verdictOf: ({ subject }) => (said[subject.externalId] ?? 'UNKNOWN') as LookVerdict,
  };
}
