import { controls, remedies } from '../controls.ts';
import { countEvidence, evidence } from '../evidence.ts';
import { and, any, count, moreThan } from '../kleene.ts';
import { isAdministrator } from '../predicates/administrator.ts';
import { defineRule } from '../rule.ts';

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
  caveats: ['In a small workforce one population is enough.'],
  scope: () => true,
  holds: ({ population, members, directory }) =>
    and(
      () =>
        population.userCount === null
          ? moreThan(
              count(members, () => true),
              directory.settings.mixedPopulationLimit,
            )
          : population.userCount > directory.settings.mixedPopulationLimit,
      () => any(members, (member) => isAdministrator(member)),
    ),
  evidence: ({ population, members }) => [
    ...countEvidence(
      'administrators',
      count(members, (member) => isAdministrator(member)),
    ),
    evidence('users', population.userCount),
  ],
});
