import { Directory } from '../../src/directory/directory.ts';
import type { Page } from '../../src/model/coverage.ts';
import type { Population } from '../../src/model/group.ts';
import type { User } from '../../src/model/user.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { UpstreamError } from '../../src/upstream/upstream-error.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { listOf, noon, someUser } from './some-sweep.ts';

const perPage = 3;

/** A directory of people in populations whose every call can be told to change it before it is answered. */
export class PeopleInPopulations {
  /** By user: the population; null: none. */
  readonly people = new Map<string, string | null>();
  readonly populations: readonly string[];
  /** Filters of the lists that were asked for, page by page. */
  readonly asked: (string | null)[] = [];
  readonly directory: Directory;
  /** Runs before each page is read. */
  beforePage: (filter: string | null, call: number) => void = () => {};
  /** Filters whose lists fail after so many pages. */
  readonly failing = new Map<
    string,
    { readonly after: number; readonly code: 'FORBIDDEN' | 'INVALID_REQUEST' }
  >();

  constructor(populations: readonly string[]) {
    this.populations = populations;
    const fake = createFakeProvider([]);
    const provider: Provider = {
      ...fake,
      usersPerPage: perPage,
      capabilities: new Set([...fake.capabilities, 'POPULATIONS']),
      users: {
        ...fake.users,
        planFilter: ({ populationId, or }) => ({
          providerFilter: (or ?? [{ populationId }]).map((part) => part.populationId).join('|'),
          residual: null,
        }),
        list: async ({ limit, cursor, providerFilter }) => this.#page(limit, cursor, providerFilter),
      },
      settings: { ...fake.settings, populations: async () => listOf(this.#populations()) },
    };
    this.directory = new Directory({ provider, isPrimary: true, writable: false });
  }

  #page(limit: number, cursor: string | null, filter: string | null): Page<User> {
    this.beforePage(filter, this.asked.length);
    this.asked.push(filter);
    const failure = filter === null ? undefined : this.failing.get(filter);
    if (failure !== undefined && this.asked.filter((one) => one === filter).length > failure.after)
      throw new UpstreamError({ code: failure.code, message: 'no more', directory: 'fake', route: 'list' });
    const wanted = filter?.split('|');
    const all = [...this.people]
      .filter(
        ([, population]) => wanted === undefined || (population !== null && wanted.includes(population)),
      )
      .map(([id]) => id)
      .toSorted();
    const left = cursor === null ? all : all.filter((id) => id > cursor);
    const ids = left.slice(0, limit);
    return {
      rows: ids.map((externalId) =>
        someUser(externalId, { populationId: this.people.get(externalId) ?? null }),
      ),
      nextCursor: left.length > limit ? (ids.at(-1) ?? null) : null,
      total: all.length,
      observedAt: noon,
    };
  }

  #populations(): readonly Population[] {
    const held = [...this.people.values()];
    return this.populations.map((id) =>
      populationOf(id, held.filter((population) => population === id).length),
    );
  }
}

export function populationOf(externalId: string, userCount: number): Population {
  return {
    directory: 'fake',
    externalId,
    name: externalId,
    description: null,
    isDefault: null,
    userCount,
    passwordPolicyId: null,
    createdAt: null,
    updatedAt: null,
    observedAt: noon,
  };
}
