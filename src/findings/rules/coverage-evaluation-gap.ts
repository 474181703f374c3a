import { controls } from '../controls.ts';
import type { RuleOutcome } from '../facts.ts';
import { any } from '../kleene.ts';
import { listEvidence } from '../predicates/org-evidence.ts';
import { defineRule } from '../rule.ts';

const maxUnknown = 0.1;

function isMostlyOpen({ severity, inScope, unknown }: RuleOutcome): boolean {
  if (severity !== 'CRITICAL' && severity !== 'HIGH') return false;
  return inScope > 0 && unknown / inScope > maxUnknown;
}

export const coverageEvaluationGap = defineRule({
  id: 'coverage::evaluation_gap',
  title: 'Too many subjects evaluated as unknown',
  description:
    'A severe rule could not be decided for many of its subjects. What it did not find may well be there.',
  family: 'COVERAGE',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CA-7'] }),
  remedies: [],
  scope: () => true,
  holds: ({ outcomes }) => any(outcomes, isMostlyOpen),
  evidence: ({ outcomes }) =>
    listEvidence(
      'rules',
      outcomes.rows
        .filter(isMostlyOpen)
        .map((row) => `${row.ruleId} (${row.unknown} of ${row.inScope} unknown)`),
    ),
});
