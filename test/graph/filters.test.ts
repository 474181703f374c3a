import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, startGateway, type TestGateway } from '../support/gateway.ts';
import type { Page } from './answers.ts';

interface Row {
  readonly externalId: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly employmentType: string | null;
  readonly status: string;
  readonly population: { readonly id: string } | null;
}

interface Text {
  readonly equals?: string;
  readonly startsWith?: string;
}

interface Filter {
  readonly status?: readonly string[];
  readonly username?: Text;
  readonly email?: Text;
  readonly employmentType?: Text;
  readonly population?: string;
  readonly and?: readonly Filter[];
  readonly or?: readonly Filter[];
}

const query = `query ($first: Int!, $after: String, $filter: UserFilter) {
  users(first: $first, after: $after, filter: $filter) {
    totalCount coverage { complete } pageInfo { hasNextPage endCursor }
    nodes { externalId username email employmentType status population { id } }
  }
}`;
const statuses = ['ACTIVE', 'SUSPENDED', 'LOCKED', 'PENDING', 'DEPROVISIONED', 'UNKNOWN'] as const;

describe('filters over 300 users', () => {
  let gateway: TestGateway;
  let rows: readonly Row[];
  let filters: fc.Arbitrary<Filter>;

  beforeAll(async () => {
    gateway = await startGateway({ users: 300 });
    rows = (await list({ first: 1000 })).nodes;
    filters = filterOver(rows);
  });
  afterAll(() => gateway.close());

  async function list(variables: object): Promise<Page<Row>> {
    const { data, errors } = await gateway.ask<{ users: Page<Row> }>(query, { ...variables });
    expect(errors).toEqual([]);
    expect(data.users.coverage.complete).toBe(true);
    return data.users;
  }

  async function found(filter: object): Promise<readonly string[]> {
    return (await list({ first: 1000, filter })).nodes.map((row) => row.externalId);
  }

  function expected(filter: Filter): readonly string[] {
    return rows.filter((row) => fits(filter, row)).map((row) => row.externalId);
  }

  it('no filter finds everybody', () => {
    expect(rows).toHaveLength(300);
  });

  it('any filter finds whom it fits, wherever it is applied', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        expect(await found({ directory: KEY, ...filter })).toEqual(expected(filter));
      }),
      { numRuns: 40 },
    );
  });

  it.each(statuses.map((status) => [status]))(
    'the status %s is told apart from the others',
    async (status) => {
      expect(await found({ status: [status] })).toEqual(expected({ status: [status] }));
    },
  );

  it('the members of a group are those that the directory counts', async () => {
    const groups = [...(gateway.sandbox.tenant.collections.get('groups')?.keys() ?? [])].slice(0, 8);
    let most = 0;
    for (const id of groups) {
      const members = new Set(gateway.sandbox.world.memberships.effective(id));
      most = Math.max(most, members.size);
      const group = Buffer.from(`Group:${KEY}:${id}`).toString('base64url');
      expect(new Set(await found({ group }))).toEqual(members);
      const suspended = expected({ status: ['SUSPENDED'] }).filter((user) => members.has(user));
      expect(await found({ and: [{ group }, { status: ['SUSPENDED'] }] })).toEqual(suspended);
    }
    expect(most).toBeGreaterThan(0);
  });

  it('a group within an "or" is refused, since nobody could answer it', async () => {
    const [id] = gateway.sandbox.tenant.collections.get('groups')?.keys() ?? [];
    const group = Buffer.from(`Group:${KEY}:${id}`).toString('base64url');
    const { data, errors } = await gateway.ask<object | null>(query, {
      first: 10,
      filter: { or: [{ group }, { status: ['ACTIVE'] }] },
    });
    expect(data).toEqual({ users: null });
    expect(errors[0]?.message).toMatch(/or/);
  });

  it('the total is told where the provider filters, and left open where the gateway does', async () => {
    expect((await list({ first: 1, filter: { status: ['SUSPENDED'] } })).totalCount).toBe(
      expected({ status: ['SUSPENDED'] }).length,
    );
    expect((await list({ first: 1, filter: { status: ['LOCKED'] } })).totalCount).toBeNull();
  });

  it('pages over what the gateway filters give each user exactly once, whatever their size', async () => {
    const residual: readonly Filter[] = [
      { status: ['LOCKED', 'PENDING'] },
      { status: ['LOCKED', 'SUSPENDED'] },
      { status: ['ACTIVE'], username: { startsWith: 'a' } },
      {},
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(...residual),
        async (size, filter) => {
          const wanted = expected(filter);
          // Small pages of a long list are many requests that teach nothing new.
          fc.pre(wanted.length / size <= 30);
          const seen: string[] = [];
          let after: string | null = null;
          do {
            const page: Page<Row> = await list({ first: size, after, filter });
            expect(page.nodes.length).toBeLessThanOrEqual(size);
            seen.push(...page.nodes.map((row) => row.externalId));
            after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
          } while (after !== null);
          expect(seen).toEqual(wanted);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('conditions nested too deep, a directory below the top and ids of two directories are refused', async () => {
    const deep = Array.from({ length: 6 }).reduce<Filter>((inner) => ({ and: [inner] }), {});
    const elsewhere = Buffer.from('Population:other:1').toString('base64url');
    for (const filter of [deep, { and: [{ directory: KEY }] }, { directory: KEY, population: elsewhere }]) {
      const { errors } = await gateway.ask(query, { first: 1, filter });
      expect(errors[0]?.extensions?.code).toMatch(/^(BAD_USER_INPUT|OPERATION_TOO_LARGE)$/);
    }
  });
});

/** The rules of the filter, once more. */
function fits(filter: Filter, row: Row): boolean {
  return (
    (filter.status?.includes(row.status) ?? true) &&
    fitsText(filter.username, row.username) &&
    fitsText(filter.email, row.email) &&
    fitsText(filter.employmentType, row.employmentType) &&
    (filter.population === undefined || filter.population === row.population?.id) &&
    (filter.and ?? []).every((part) => fits(part, row)) &&
    (filter.or === undefined || filter.or.some((part) => fits(part, row)))
  );
}

function fitsText(filter: Text | undefined, value: string | null): boolean {
  if (filter === undefined) return true;
  if (value === null) return Object.keys(filter).length === 0;
  const text = value.toLowerCase();
  return (
    (filter.equals === undefined || filter.equals.toLowerCase() === text) &&
    (filter.startsWith === undefined || text.startsWith(filter.startsWith.toLowerCase()))
  );
}

/** Filters whose texts are, for the most part, of somebody in the list. */
function filterOver(rows: readonly Row[]): fc.Arbitrary<Filter> {
  const text = (pick: (row: Row) => string | null): fc.Arbitrary<Text> => {
    const values = rows.flatMap((row) => pick(row) ?? []);
    const value = fc.constantFrom(...new Set(values));
    const anyCase = fc.tuple(value, fc.boolean()).map(([each, upper]) => (upper ? each.toUpperCase() : each));
    return fc.oneof(
      anyCase.map((equals) => ({ equals })),
      fc.tuple(anyCase, fc.integer({ min: 1, max: 4 })).map(([each, length]) => ({
        startsWith: Array.from(each).slice(0, length).join(''),
      })),
      fc.constant({ equals: 'nobody has this' }),
    );
  };
  const populations = [...new Set(rows.flatMap((row) => row.population?.id ?? []))];
  const leaf: fc.Arbitrary<Filter> = fc.oneof(
    fc.subarray([...statuses]).map((status) => ({ status })),
    text((row) => row.username).map((username) => ({ username })),
    text((row) => row.email).map((email) => ({ email })),
    text((row) => row.employmentType).map((employmentType) => ({ employmentType })),
    fc.constantFrom(...populations).map((population) => ({ population })),
  );
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      leaf,
      fc.array(tie('filter'), { maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('filter'), { maxLength: 3 }).map((or) => ({ or })),
      fc.tuple(leaf, leaf).map(([one, other]) => ({ ...one, ...other })),
    ),
  }));
  return filter;
}
