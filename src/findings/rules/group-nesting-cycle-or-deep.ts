import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { or } from '../kleene.ts';
import { isInNestingCycle, isNestedDeeperThan } from '../predicates/group-nesting.ts';
import { defineRule } from '../rule.ts';

const maxDepth = 3;

export const groupNestingCycleOrDeep = defineRule({
  id: 'group::nesting_cycle_or_deep',
  title: 'Group nesting has a cycle or is too deep',
  description:
    'Groups contain one another in a circle, or more than three deep. Nobody can see any more who gets what through them.',
  family: 'GROUP',
  subject: 'GROUP',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-6', 'CM-6'] }),
  remedies: remedies('unnestGroup'),
  scope: () => true,
  holds: (facts) =>
    or(
      () => isInNestingCycle(facts),
      () => isNestedDeeperThan(facts, maxDepth),
    ),
  evidence: (facts) => [
    evidence('reason', isInNestingCycle(facts) === true ? 'cycle' : `more than ${maxDepth} levels`),
  ],
});
