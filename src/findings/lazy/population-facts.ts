import type { Fact } from '../../model/fact.ts';
import type { Population } from '../../model/group.ts';
import type { DirectoryFacts, PopulationFacts, UserFacts } from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import { factSlot, type Slot } from './slot.ts';

export class LazyPopulationFacts implements PopulationFacts {
  readonly directory: DirectoryFacts;
  readonly population: Population;
  readonly #defaultIdentityProviderId: Slot<Fact<string | null>>;

  constructor(population: Population, directory: DirectoryFacts, context: EvaluationContext) {
    this.population = population;
    this.directory = directory;
    this.#defaultIdentityProviderId = factSlot(context.recorder, () =>
      context.sources.defaultIdentityProviderId(population.externalId),
    );
  }

  get members(): ListFact<UserFacts> {
    const everybody = this.directory.everybody;
    return listOf(
      everybody.rows.filter(({ user }) => user.populationId === this.population.externalId),
      everybody,
    );
  }

  get defaultIdentityProviderId(): Fact<string | null> {
    return this.#defaultIdentityProviderId.value;
  }
}
