import { controls } from '../controls.ts';
import type { DirectoryFacts, RuleOutcome } from '../facts.ts';
import { any } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

function isMostlyOpen({ settings }: DirectoryFacts, { severity, inScope, unknown }: RuleOutcome): boolean {
  if (severity !== 'CRITICAL' && severity !== 'HIGH') return false;
  return inScope > 0 && unknown / inScope > settings.maxUnknownShare;
}

export const coverageEvaluationGap = defineRule({
  id: 'coverage::evaluation_gap',
  title: 'Too many subjects evaluated as unknown',
  description:
    'A severe rule could not be decided for many of its subjects. What it did not find may well be there.',
  family: 'COVERAGE',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CA-7'] }),
  remedies: [],
  settings: ['maxUnknownShare'],
  caveats: ['Rules that were not asked for on purpose are not counted.'],
  scope: () => true,
  holds: (directory) => any(directory.outcomes, (row) => isMostlyOpen(directory, row)),
  evidence: (directory) =>
    listEvidence(
      'rules',
      directory.outcomes.rows
        .filter((row) => isMostlyOpen(directory, row))
        .map((row) => `${row.ruleId} (${row.unknown} of ${row.inScope} unknown)`),
    ),
});
