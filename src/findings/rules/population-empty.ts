import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { flag, not, undecided } from '../kleene.ts';
import { defineRule } from '../rule.ts';

export const populationEmpty = defineRule({
  id: 'population::empty',
  title: 'Population without users',
  description:
    'Nobody lives in the population. It still has its settings, and whoever is created in it gets them unseen.',
  family: 'POPULATION',
  set: 'EXTENDED',
  subject: 'POPULATION',
  severity: 'INFO',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['CM-7'] }),
  remedies: remedies('deletePopulation'),
  settings: [],
  caveats: ['It may be new.'],
  scope: ({ population }) => not(flag(population.isDefault)),
  holds: ({ population }) =>
    population.userCount === null ? undecided('FIELD_NULL') : population.userCount === 0,
  evidence: ({ population }) => [evidence('createdAt', population.createdAt)],
});
