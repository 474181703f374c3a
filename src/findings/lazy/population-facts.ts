import { onceFor } from '../../model/once-for.ts';
import type { Fact } from '../../model/fact.ts';
import type { Population } from '../../model/group.ts';
import type { DirectoryFacts, PopulationFacts, UserFacts } from '../facts.ts';
import { listOf, type ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import { factSlot, type Slot } from './slot.ts';

/** Several rules ask it of every population. */
const byPopulation = onceFor(
  (rows: readonly UserFacts[]): ReadonlyMap<string | null, readonly UserFacts[]> => {
    const index = new Map<string | null, UserFacts[]>();
    for (const facts of rows) {
      const before = index.get(facts.user.populationId);
      if (before === undefined) index.set(facts.user.populationId, [facts]);
      else before.push(facts);
    }
    return index;
  },
);

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
    return listOf(byPopulation(everybody.rows).get(this.population.externalId) ?? [], everybody);
  }

  get defaultIdentityProviderId(): Fact<string | null> {
    return this.#defaultIdentityProviderId.value;
  }
}
