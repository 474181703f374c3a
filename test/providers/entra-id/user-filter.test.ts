import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { matchesUser, type UserFilter } from '../../../src/model/user-filter.ts';
import type { User } from '../../../src/model/user.ts';
import { planUserFilter, readUserQuery } from '../../../src/providers/entra-id/user-filter.ts';
import { guid } from './support/hand-server.ts';
import { everybody, openTenant, type Tenant } from './support/tenant.ts';

const plan = (filter: UserFilter) => {
  const { providerFilter, residual } = planUserFilter(filter, 'entra');
  return { ...readUserQuery(providerFilter), residual };
};

describe('a filter is divided', () => {
  test.each<[UserFilter, string | null, string]>([
    [{ status: ['SUSPENDED'] }, 'accountEnabled eq false', 'LIVING'],
    [{ status: ['ACTIVE', 'PENDING'] }, 'accountEnabled eq true', 'LIVING'],
    [{ status: ['ACTIVE', 'DEPROVISIONED'] }, 'accountEnabled eq true', 'ALL'],
    [{ status: ['DEPROVISIONED'] }, null, 'REMOVED'],
    [{ status: ['UNKNOWN'] }, null, 'LIVING'],
    [{ username: { equals: "o'hara@x.example" } }, "userPrincipalName eq 'o''hara@x.example'", 'ALL'],
    [{ email: { startsWith: 'jane' } }, "startswith(mail,'jane')", 'ALL'],
    [
      { or: [{ email: { equals: 'a@x' } }, { username: { equals: 'b@x' } }] },
      "(mail eq 'a@x' or userPrincipalName eq 'b@x')",
      'ALL',
    ],
    [{ or: [{ email: { equals: 'a@x' } }, { populationId: 'p' }] }, null, 'ALL'],
    [{ username: { equals: '' } }, null, 'ALL'],
    [{ or: Array.from({ length: 16 }, (_, at) => ({ email: { equals: `${at}@x` } })) }, null, 'ALL'],
  ])('%j', (filter, where, people) => {
    expect(plan(filter)).toMatchObject({ where, people, group: null });
  });

  it('leaves nothing to the rows where the switch is all that is asked for', () => {
    expect(plan({ status: ['SUSPENDED'] }).residual).toBeNull();
    expect(plan({}).residual).toBeNull();
    expect(plan({ status: ['ACTIVE'] }).residual).toEqual({ status: ['ACTIVE'] });
  });

  it('takes a group out, wherever it stands, and refuses what cannot be answered', () => {
    expect(plan({ and: [{ groupId: guid(1) }, { status: ['ACTIVE'] }] })).toMatchObject({
      group: guid(1),
      residual: { and: [{ status: ['ACTIVE'] }] },
    });
    expect(() => plan({ or: [{ groupId: guid(1) }, {}] })).toThrow(/within an "or"/);
    expect(() => plan({ groupId: guid(1), and: [{ groupId: guid(2) }] })).toThrow(/two groups/);
    expect(() => plan({ groupId: 'x' })).toThrow(/GUID/);
  });
});

const ids = (users: readonly User[]) => users.map(({ externalId }) => externalId).toSorted();

describe('whoever fits a filter is found, and nobody else', () => {
  let tenant: Tenant;
  let all: readonly User[];
  beforeAll(async () => {
    tenant = await openTenant({ users: 60 });
    all = await everybody(tenant.provider);
  });
  afterAll(async () => {
    await tenant.close();
  });

  const text = fc.constantFrom('a', 'jo', 'MA', 'x@example.com', '', "o'", 'employee', 'e');
  const textFilter = fc.oneof(
    text.map((startsWith) => ({ startsWith })),
    text.map((equals) => ({ equals })),
  );
  const status = fc.subarray(['ACTIVE', 'PENDING', 'SUSPENDED', 'DEPROVISIONED', 'UNKNOWN'] as const);
  const leaf: fc.Arbitrary<UserFilter> = fc.oneof(
    status.map((wanted) => ({ status: wanted })),
    textFilter.map((username) => ({ username })),
    textFilter.map((email) => ({ email })),
    textFilter.map((employmentType) => ({ employmentType })),
  );
  const filter: fc.Arbitrary<UserFilter> = fc.oneof(
    leaf,
    fc.tuple(leaf, leaf).map(([one, other]) => ({ ...one, ...other })),
    fc.array(leaf, { maxLength: 3 }).map((and) => ({ and })),
    fc.array(leaf, { maxLength: 3 }).map((or) => ({ or })),
  );

  it('for every filter', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (wanted) => {
        const { providerFilter, residual } = tenant.provider.users.planFilter(wanted);
        const read = await everybody(tenant.provider, 999, providerFilter);
        const found = read.filter((user) => residual === null || matchesUser(residual, user));
        expect(ids(found)).toEqual(ids(all.filter((user) => matchesUser(wanted, user))));
      }),
      { numRuns: 60 },
    );
  });

  it('for the members of a group', async () => {
    const group = [...tenant.peer.groups.values()].find(({ row }) => row['displayName'] === 'Sales');
    const { providerFilter } = tenant.provider.users.planFilter({ groupId: group?.row.id ?? '' });
    const found = await everybody(tenant.provider, 10, providerFilter);
    expect(found.map(({ externalId }) => externalId).toSorted()).toEqual(
      [...(group?.members ?? [])].toSorted(),
    );
  });
});
