import { controls, remedies } from '../controls.ts';
import { countEvidence, evidence } from '../evidence.ts';
import { and, moreThan } from '../kleene.ts';
import { anyIn, countIn, polledMembers, populationPoll } from '../polls.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';

const members = populationPoll(() => true);
const administrators = populationPoll(isAdministrator);

export const populationAdminsMixedWithCustomers = defineRule({
  id: 'population::admins_mixed_with_customers',
  title: 'Admins live in the same population as ordinary users',
  description:
    'Administrators live in a large population together with ordinary users. Whoever may manage that population manages its administrators, too.',
  family: 'POPULATION',
  set: 'EXTENDED',
  subject: 'POPULATION',
  severity: 'LOW',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['AC-6(2)', 'AC-5'], cis: ['5.4'] }),
  remedies: remedies('moveUserToPopulation'),
  settings: ['mixedPopulationLimit'],
  polls: [members.ofEverybody, administrators.ofEverybody],
  caveats: ['In a small workforce one population is enough.'],
  scope: () => true,
  holds: (facts) =>
    and(
      () =>
        facts.population.userCount === null
          ? moreThan(countIn(polledMembers(facts, members)), facts.directory.settings.mixedPopulationLimit)
          : facts.population.userCount > facts.directory.settings.mixedPopulationLimit,
      () => anyIn(polledMembers(facts, administrators)),
    ),
  evidence: (facts) => [
    ...countEvidence('administrators', countIn(polledMembers(facts, administrators))),
    evidence('users', facts.population.userCount),
  ],
});
