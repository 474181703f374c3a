import { assert, property, string } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { collectPages } from '../../../src/directory/collect-pages.ts';
import { matchesUser, type UserFilter } from '../../../src/model/user-filter.ts';
import type { User } from '../../../src/model/user.ts';
import { canQuote, compare, rowTest } from '../../../src/providers/scim/filter.ts';
import { planUserFilter } from '../../../src/providers/scim/user-filter.ts';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { openScimStage, type ScimStage } from '../../contract/scim-stage.ts';
import { context } from './support/lists.ts';

const USERS = 'GET /scim/v2/Users';

let stage: ScimStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function open(manners: Partial<ScimManners> = {}, listLimit = 5_000): Promise<ScimStage> {
  stage = await openScimStage({ manners, settings: { listLimit } });
  return stage;
}

/** As the graph asks: the plan's two halves, all pages. */
async function idsFor({ provider }: ScimStage, filter: UserFilter): Promise<readonly string[]> {
  const { providerFilter, residual } = provider.users.planFilter(filter);
  const { entries, coverage } = await collectPages<User>(
    [
      {
        directory: 'people',
        pageLimit: provider.usersPerPage,
        keep: residual === null ? null : (user) => matchesUser(residual, user),
        fetch: (request) => provider.users.list({ ...request, providerFilter }, context),
      },
    ],
    1_000,
    null,
  );
  if (!coverage.complete) throw new Error(coverage.sources[0]?.message ?? 'not complete');
  return entries.map(({ row }) => row.externalId);
}

describe.each([
  ['applies filters', {}],
  ['ignores filters', { filters: 'IGNORED' }],
  ['refuses all filters but eq on three attributes', { filters: 'REFUSED' }],
  ['says that it has no filters', { filters: 'REFUSED', takesNoFilter: true }],
  ['pages by cursor and ignores filters', { filters: 'IGNORED', paging: 'CURSOR', pageCap: 10 }],
] as const)('a service that %s', (_, manners) => {
  test('answers every filter rightly', async () => {
    const opened = await open(manners);
    const users = [...opened.peer.users.values()];
    const { username, id } = opened.truth.someone;
    const idsOf = (keep: (one: (typeof users)[number]) => boolean): string[] =>
      users.filter(keep).map((one) => one.id);
    expect(await idsFor(opened, { status: ['SUSPENDED'] })).toEqual(idsOf(({ active }) => !active));
    expect(await idsFor(opened, { status: ['ACTIVE', 'LOCKED'] })).toEqual(idsOf(({ active }) => active));
    expect(await idsFor(opened, { status: ['LOCKED'] })).toEqual([]);
    expect(await idsFor(opened, { username: { equals: username.toUpperCase() } })).toEqual([id]);
    expect(await idsFor(opened, { email: { startsWith: 'A' } })).toEqual(
      idsOf(({ person }) => person.email?.startsWith('a') === true),
    );
    expect(
      await idsFor(opened, {
        or: [{ username: { equals: username } }, { employmentType: { equals: 'contractor' } }],
      }),
    ).toEqual(idsOf(({ person }) => person.external || person.username === username));
  });

  test('finds somebody by name and by any address, in any case', async () => {
    const { provider, peer } = await open(manners);
    const twin = [...peer.users.values()].find(({ person }) => person.aliases.length > 0);
    if (twin === undefined) throw new Error('expected somebody with an alias');
    const { username, aliases } = twin.person;
    const found = [
      await provider.users.findByUsername(username.toUpperCase(), context),
      await provider.users.findByEmail((aliases[0] ?? '').toUpperCase(), context),
    ];
    expect(found.map((rows) => rows.map(({ externalId }) => externalId))).toEqual([[twin.id], [twin.id]]);
    expect(await provider.users.findByUsername('nobody', context)).toEqual([]);
  });
});

test('a service that compares with regard to case is asked for the lower-cased name too', async () => {
  const { provider, truth } = await open({ filters: 'CASE_EXACT' });
  const found = await provider.users.findByUsername(truth.someone.username.toUpperCase(), context);
  expect(found).toMatchObject([{ externalId: truth.someone.id }]);
});

test.each(['IGNORED', 'REFUSED'] as const)(
  'a list that is too long to be filtered by us is refused rather than read (%s)',
  async (filters) => {
    const { provider, peer } = await open({ filters, pageCap: 10 }, 30);
    await expect(
      provider.users.list({ limit: 10, cursor: null, providerFilter: 'active eq false' }, context),
    ).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('listLimit') as string });
    expect(peer.requests.of(USERS)).toBeLessThanOrEqual(2);
  },
);

test('a service that ignores filters does not make up a user for a look-up that has to give up', async () => {
  const { provider } = await open({ filters: 'IGNORED', pageCap: 10 }, 30);
  await expect(provider.users.findByUsername('nobody', context)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
});

test('a filter that was refused is not tried again for a while', async () => {
  const { provider, peer } = await open({ filters: 'REFUSED' });
  const filter = { limit: 10, cursor: null, providerFilter: 'active eq false' };
  await provider.users.list(filter, context);
  const before = peer.requests.of(USERS);
  await provider.users.list(filter, context);
  expect(peer.requests.of(USERS) - before).toBe(1);
  expect(peer.requests.answered(400)).toBe(1);
});

test('members of a group are asked of the group, and the rest of the filter holds too', async () => {
  const opened = await open({ sendsGroups: false });
  const [group] = opened.peer.groups.values();
  if (group === undefined) throw new Error('expected a group');
  const wanted = [...group.memberIds].filter((id) => opened.peer.users.get(id)?.active === false);
  expect(await idsFor(opened, { groupId: group.id, status: ['SUSPENDED'] })).toEqual(wanted);
});

test('a group within an "or", and two groups at once, are refused as what cannot be answered', () => {
  const refused: readonly UserFilter[] = [
    { or: [{ groupId: 'a' }, { username: { equals: 'b' } }] },
    { and: [{ groupId: 'a' }, { groupId: 'b' }] },
    { groupId: '' },
    { groupId: 'a\\b' },
  ];
  for (const filter of refused)
    expect(() => planUserFilter(filter, 'people')).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST' }) as Error,
    );
});

test('no value can say more in a filter than that it is a value', () => {
  assert(
    property(string({ unit: 'grapheme' }), (value) => {
      const { providerFilter, residual } = planUserFilter({ username: { equals: value } }, 'people');
      if (providerFilter === null) return residual?.username?.equals === value;
      const fits = rowTest(providerFilter);
      return fits({ userName: value }) && !fits({ userName: `${value}x` }) && !fits({ active: true });
    }),
  );
});

test('what cannot be quoted is not sent', () => {
  expect(['', 'a\\b', 'a\nb', '\ud800'].map(canQuote)).toEqual([false, false, false, false]);
  expect(compare('userName', 'eq', 'a" or active eq true or userName eq "b')).toBe(
    String.raw`userName eq "a\" or active eq true or userName eq \"b"`,
  );
});
