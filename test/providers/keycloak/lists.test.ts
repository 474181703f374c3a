import { describe, expect, test } from 'vitest';
import type { Page } from '../../../src/model/coverage.ts';
import type { User } from '../../../src/model/user.ts';
import type { PageRequest, Provider } from '../../../src/providers/provider.ts';
import { connect, connectTo, contextOf } from './support/connect.ts';

async function everybody(provider: Provider, limit: number, providerFilter: string | null = null) {
  const users: User[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page: Page<User> = await provider.users.list({ limit, cursor, providerFilter }, contextOf());
    users.push(...page.rows);
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { users, pages };
}

const first: PageRequest & { providerFilter: null } = { limit: 2, cursor: null, providerFilter: null };

describe('the list of users', () => {
  test('has neither total nor link: it is read until a page is not full, with full rows', async () => {
    const { provider, peer } = await connect();
    const { users, pages } = await everybody(provider, 9);
    expect(users.map(({ externalId }) => externalId)).toEqual(peer.state.people().map(({ id }) => id));
    expect(pages).toBe(Math.ceil(users.length / 9));
    // Brief rows would lack these.
    expect(users.some(({ employeeNumber }) => employeeNumber !== null)).toBe(true);
    expect(users.every(({ passwordChangeRequired }) => passwordChangeRequired !== null)).toBe(true);
    expect(peer.requests.of('GET /admin/realms/{realm}/users/count')).toBe(1);
  });

  test('that ends with a full page ends there, by the count', async () => {
    const { provider, peer } = await connect();
    const half = peer.state.people().length / 2;
    const { users, pages } = await everybody(provider, Math.ceil(half));
    expect(users).toHaveLength(peer.state.people().length);
    expect(pages).toBeLessThanOrEqual(3);
  });

  test('goes on after a short page while the count says that there are more', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, enabled: true, requiredActions: [] }));
    const { provider } = await connectTo((url) => {
      if (url.pathname.endsWith('/count')) return { body: rows.length };
      const from = Number(url.searchParams.get('first'));
      // One of each page may not be seen: the server cuts the page first and leaves it out then.
      return { body: rows.slice(from, from + 2).filter(({ id }) => id !== 'b') };
    });
    const { users } = await everybody(provider, 2);
    expect(users.map(({ externalId }) => externalId)).toEqual(['a', 'c', 'd', 'e']);
  });

  test('that gives the same page again is an error and no endless list', async () => {
    const rows = [{ id: 'a' }, { id: 'b' }];
    const { provider } = await connectTo((url) =>
      url.pathname.endsWith('/count') ? { body: 4 } : { body: rows },
    );
    const page = await provider.users.list(first, contextOf());
    await expect(
      provider.users.list({ ...first, cursor: page.nextCursor }, contextOf()),
    ).rejects.toMatchObject({ code: 'PAGINATION_LOOP' });
  });

  test.each<[string, unknown]>([
    ['a row without an id', [{ username: 'ann' }]],
    ['a row that is no object', [null]],
    ['an object', { users: [] }],
  ])('with %s is refused whole', async (_, body) => {
    const { provider } = await connectTo((url) => (url.pathname.endsWith('/count') ? { body: 1 } : { body }));
    await expect(provider.users.list(first, contextOf())).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('is empty for a credential that may query but not view, which is told as forbidden', async () => {
    const { provider, peer } = await connect();
    peer.state.rights.clear();
    peer.state.rights.add('query-users');
    await expect(provider.users.list(first, contextOf())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { username } = peer.state.people()[0] ?? { username: '' };
    await expect(provider.users.findByUsername(username, contextOf())).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  test('refuses a cursor of another list or filter', async () => {
    const { provider, groupNamed } = await connect();
    const users = await provider.users.list(first, contextOf());
    const members = await provider.groups.members(groupNamed('Everyone'), first, contextOf());
    for (const [cursor, providerFilter] of [
      [users.nextCursor, 'enabled=true'],
      [members.nextCursor, null],
    ] as const) {
      expect(cursor).not.toBeNull();
      await expect(
        provider.users.list({ limit: 2, cursor, providerFilter }, contextOf()),
      ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    }
  });

  test('lives under the path that an old server has', async () => {
    const { provider, peer } = await connect({ path: '/auth' });
    expect(await provider.users.list(first, contextOf())).toMatchObject({ rows: [{}, {}] });
    expect(peer.requests.of('POST /auth/realms/{realm}/protocol/openid-connect/token')).toBe(1);
  });
});

describe('a user', () => {
  test('that is a 404 although the list shows it may not be viewed, and is not gone', async () => {
    const { provider, asked } = await connectTo((url) =>
      url.pathname.endsWith('/users') ? { body: [{ id: 'u1', username: 'ann' }] } : undefined,
    );
    await expect(provider.users.get('u1', contextOf())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(asked.some((one) => one.includes('search=id%3Au1'))).toBe(true);
  });

  test('that is a 404 and in no list is gone, for a credential that may see everybody', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(() => true);
    peer.state.users.delete(id);
    expect(await provider.users.get(id, contextOf())).toBeNull();
  });

  test('that nobody may be told of is not gone', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(() => true);
    peer.state.rights.clear();
    peer.state.rights.add('query-users');
    await expect(provider.users.get(id, contextOf())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    peer.state.users.delete(id);
    await expect(provider.users.get(id, contextOf())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is found by the whole name, also where a server passes over "exact"', async () => {
    const { provider } = await connectTo(() => ({
      body: [
        { id: 'u1', username: 'ann' },
        { id: 'u2', username: 'joanna' },
      ],
    }));
    const found = await provider.users.findByUsername('ANN', contextOf());
    expect(found.map(({ externalId }) => externalId)).toEqual(['u1']);
  });

  test('of another store has an id with colons, which reaches the server as it is', async () => {
    const { provider, asked } = await connectTo((url) =>
      url.pathname.includes('brute-force')
        ? { body: { disabled: false } }
        : { body: { id: 'f:store:ann', enabled: true, requiredActions: [] } },
    );
    await provider.users.get('f:store:ann', contextOf());
    expect(asked[0]).toBe('GET /admin/realms/acme/users/f%3Astore%3Aann');
  });

  test.each(['..', '.', '', 'a/b', '../clients'])('with the id %j is refused without a call', async (id) => {
    const { provider, asked } = await connectTo(() => ({ body: {} }));
    await expect(provider.users.get(id, contextOf())).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(asked).toEqual([]);
  });
});

async function plan(filter: Parameters<Provider['users']['planFilter']>[0]) {
  const { provider } = await connectTo(() => undefined);
  return provider.users.planFilter(filter);
}

describe('a filter', () => {
  test('asks for what Keycloak knows, and has every row checked all the same', async () => {
    const filter = { username: { equals: 'Ann & co' }, status: ['SUSPENDED'] } as const;
    const { providerFilter, residual } = await plan(filter);
    expect(Object.fromEntries(new URLSearchParams(providerFilter ?? ''))).toEqual({
      username: 'Ann & co',
      exact: 'true',
      enabled: 'false',
    });
    expect(residual).toEqual(filter);
  });

  test('for members of a group lists those', async () => {
    const { provider, peer, groupNamed } = await connect();
    const groupId = groupNamed('Everyone');
    const { providerFilter } = provider.users.planFilter({ and: [{ groupId }, { status: ['ACTIVE'] }] });
    const { users } = await everybody(provider, 25, providerFilter);
    expect(users.map(({ externalId }) => externalId)).toEqual(
      peer.state.membersOf(groupId).map(({ id }) => id),
    );
  });

  test('for LOCKED alone is refused, since no list tells of it; with ACTIVE and PENDING it makes no difference', async () => {
    await expect(plan({ status: ['LOCKED'] })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await expect(plan({ or: [{ status: ['LOCKED', 'ACTIVE'] }] })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(await plan({ status: ['ACTIVE', 'PENDING', 'LOCKED'] })).toMatchObject({
      providerFilter: 'enabled=true',
    });
  });

  test('for a group within an "or", or for two groups, is refused', async () => {
    await expect(plan({ or: [{ groupId: 'a' }, { email: { equals: 'x' } }] })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
    await expect(plan({ groupId: 'a', and: [{ groupId: 'b' }] })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });
});
