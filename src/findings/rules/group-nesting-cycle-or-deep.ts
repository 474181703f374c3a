import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { or } from '../kleene.ts';
import { isInNestingCycle, isNestedDeeperThan } from '../predicates/group-nesting.ts';
import { defineRule } from '../rule.ts';

export const groupNestingCycleOrDeep = defineRule({
  id: 'group::nesting_cycle_or_deep',
  title: 'Group nesting has a cycle or is too deep',
  description:
    'Groups contain one another in a circle, or more than three deep. Nobody can see any more who gets what through them.',
  family: 'GROUP',
  set: 'EXTENDED',
  subject: 'GROUP',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-6', 'CM-6'] }),
  remedies: remedies('unnestGroup'),
  settings: ['maxNestingDepth'],
  caveats: ['Groups that could not be read may hide a circle.'],
  scope: () => true,
  holds: (facts) =>
    or(
      () => isInNestingCycle(facts),
      () => isNestedDeeperThan(facts, facts.directory.settings.maxNestingDepth),
    ),
  evidence: (facts) => [
    evidence(
      'reason',
      isInNestingCycle(facts) === true
        ? 'cycle'
        : `more than ${facts.directory.settings.maxNestingDepth} levels`,
    ),
  ],
});
