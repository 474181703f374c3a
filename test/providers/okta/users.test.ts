import { describe, expect, test } from 'vitest';
import type { Page } from '../../../src/model/coverage.ts';
import type { User } from '../../../src/model/user.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { answering, record } from './support/answers.ts';
import { applicationOf, connect, context, open, openPeer, someoneWho } from './support/peer.ts';

async function everybody(provider: Provider, limit = 20): Promise<readonly User[]> {
  const rows: User[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<User> = await provider.users.list({ limit, cursor, providerFilter: null }, context);
    if (page.brokenOff !== undefined) throw page.brokenOff;
    rows.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

describe('the list of users', () => {
  test('DEPROVISIONED people, whom a plain list leaves out, are in it', async () => {
    const { peer, provider } = await open();
    const removed = [...peer.org.users.values()].filter(({ status }) => status === 'DEPROVISIONED');
    const plain = await fetch(`${peer.url}/api/v1/users`, {
      headers: { authorization: `SSWS ${peer.apiToken}` },
    });
    const listed = (await plain.json()) as { id: string }[];
    expect(listed.some(({ id }) => removed.some((user) => user.id === id))).toBe(false);

    const found = await everybody(provider);
    expect(removed.length).toBeGreaterThan(0);
    expect(
      found
        .filter(({ status }) => status === 'DEPROVISIONED')
        .map(({ externalId }) => externalId)
        .toSorted(),
    ).toEqual(removed.map(({ id }) => id).toSorted());
    expect(found).toHaveLength(peer.org.users.size);
    expect(new Set(found.map(({ externalId }) => externalId)).size).toBe(found.length);
    expect(provider.capabilities.has('REMOVED_USERS')).toBe(true);
  });

  test('stays whole when somebody is removed, and another one comes, between two of its pages', async () => {
    const { peer, provider } = await open();
    const first = await provider.users.list({ limit: 20, cursor: null, providerFilter: null }, context);
    const later = [...peer.org.users.keys()].filter(
      (id) => !first.rows.some(({ externalId }) => externalId === id),
    );
    const [gone = ''] = first.rows.map(({ externalId }) => externalId);
    peer.org.users.delete(gone);
    const rest: string[] = [];
    for (let { nextCursor } = first; nextCursor !== null;) {
      const page: Page<User> = await provider.users.list(
        { limit: 20, cursor: nextCursor, providerFilter: null },
        context,
      );
      rest.push(...page.rows.map(({ externalId }) => externalId));
      ({ nextCursor } = page);
    }
    expect(rest.toSorted()).toEqual(later.toSorted());
  });

  test('asks for rows without links to operations on passwords, and keeps who checks the password', async () => {
    const { provider, asked } = await answering(() => ({ body: [record('00u1')] }));
    await provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context);
    expect(asked[0]?.contentType).toBe('application/json; okta-response="omitCredentialsLinks"');
    expect(asked[0]?.authorization).toBe('SSWS token-1');
    const { provider: real } = await open();
    const [user] = await everybody(real);
    expect(user?.passwordAuthority.kind).not.toBe('UNKNOWN');
  });

  test('`q` cannot page: it is never used, neither for lists nor to find somebody', async () => {
    const { provider, asked } = await answering(() => ({ body: [] }));
    await provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context);
    await provider.users.findByUsername('ada@example.com', context);
    await provider.users.findByEmail('ada@example.com', context);
    expect(asked.map(({ url }) => url.searchParams.has('q'))).toEqual([false, false, false]);
    expect(asked.map(({ url }) => url.searchParams.get('search'))).toEqual([
      'status pr',
      'profile.login eq "ada@example.com"',
      'profile.email eq "ada@example.com"',
    ]);
  });

  test('a row that comes twice in a page counts once, and one without an id spoils the page', async () => {
    const twice = await answering(() => ({ body: [record('00u1'), record('00u1')] }));
    const page = await twice.provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context);
    expect(page.rows).toHaveLength(1);
    const without = await answering(() => ({ body: [{ status: 'ACTIVE' }] }));
    await expect(
      without.provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context),
    ).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });
});

describe('one user', () => {
  test('is read by id, which shows what the index of searches does not show yet', async () => {
    const { peer, provider } = await open();
    const id = someoneWho(peer, 'ACTIVE');
    peer.index.lag();
    await provider.userWrites.setEnabled(id, false, context);
    expect(await provider.users.get(id, context)).toMatchObject({ status: 'SUSPENDED', enabled: false });
    expect((await everybody(provider)).find(({ externalId }) => externalId === id)?.status).toBe('ACTIVE');
    peer.index.catchUp();
    expect((await everybody(provider)).find(({ externalId }) => externalId === id)?.status).toBe('SUSPENDED');
  });

  test('who does not exist is null, and an id is not taken for a login', async () => {
    const { peer, provider } = await open();
    expect(await provider.users.get('00u00000000000nobody', context)).toBeNull();
    const before = peer.requests.total;
    const someone = someoneWho(peer, 'ACTIVE');
    const [aGroup = ''] = peer.org.groups.keys();
    for (const id of ['me', 'isaacbrock', 'ada@example.com', '../groups', '', `${someone}0`, aGroup]) {
      for (const read of [
        provider.users.get(id, context),
        provider.users.groupsOf(id, context),
        provider.users.roleAssignmentsOf(id, context),
        provider.users.passwordState(id, context),
        provider.mfa.devicesOf(id, context),
        provider.userWrites.setEnabled(id, false, context),
        provider.userWrites.endSessions(id, () => {}, context),
        provider.mfaWrites.deleteDevice(id, 'opf1', context),
        provider.membershipWrites.addUserToGroup(id, aGroup, context),
      ])
        await expect(read).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    }
    expect(peer.requests.total).toBe(before);
  });

  test('an id of a user names no group', async () => {
    const { peer, provider } = await open();
    const someone = someoneWho(peer, 'ACTIVE');
    const before = peer.requests.total;
    await expect(provider.groups.get(someone, context)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(await provider.groups.getMany([someone], context)).toEqual([]);
    expect(peer.requests.total).toBe(before);
  });

  test('an answer about somebody else, as a short login in the form of an id gives it, is refused', async () => {
    const { provider } = await answering(() => ({ body: record('00u00000000000000002') }));
    for (const read of [
      provider.users.get('maximilianbrocksmith', context),
      provider.users.passwordState('maximilianbrocksmith', context),
    ])
      await expect(read).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('is found by a name with quotes in it, which ends no expression', async () => {
    const { provider, asked } = await answering(() => ({ body: [] }));
    expect(await provider.users.findByUsername('a" or status pr or profile.login eq "b\\', context)).toEqual(
      [],
    );
    expect(asked[0]?.url.searchParams.get('search')).toBe(
      String.raw`profile.login eq "a\" or status pr or profile.login eq \"b\\"`,
    );
    expect(await provider.users.findByEmail('', context)).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('a filter', () => {
  test("by state asks for Okta's states, and checks the rows again", async () => {
    const { peer, provider } = await open();
    const plan = provider.users.planFilter({ status: ['PENDING'] });
    expect(plan).toEqual({
      providerFilter: '(status eq "STAGED" or status eq "PROVISIONED")',
      residual: { status: ['PENDING'] },
    });
    const page = await provider.users.list(
      { limit: 200, cursor: null, providerFilter: plan.providerFilter },
      context,
    );
    const wanted = [...peer.org.users.values()].filter(({ status }) =>
      ['STAGED', 'PROVISIONED'].includes(status),
    );
    expect(page.rows).toHaveLength(wanted.length);
  });

  test('by group lists its members, and the rest is for the rows', async () => {
    const { peer, provider } = await open();
    const group = [...peer.org.groups.values()].find(({ type }) => type === 'OKTA_GROUP');
    const plan = provider.users.planFilter({ groupId: group?.id ?? '', status: ['ACTIVE'] });
    expect(plan.residual).toEqual({ status: ['ACTIVE'] });
    const page = await provider.users.list(
      { limit: 200, cursor: null, providerFilter: plan.providerFilter },
      context,
    );
    expect(page.rows.map(({ externalId }) => externalId).toSorted()).toEqual(
      [...(peer.org.members.get(group?.id ?? '') ?? [])].toSorted(),
    );
  });

  test('a cursor of one filter is refused by another', async () => {
    const { provider } = await open();
    const page = await provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context);
    await expect(
      provider.users.list(
        { limit: 5, cursor: page.nextCursor, providerFilter: 'status eq "ACTIVE"' },
        context,
      ),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

test('a service application reads with its own token, renewed once when Okta refuses it', async () => {
  const peer = await openPeer();
  const provider = connect(applicationOf(peer));
  expect(await everybody(provider)).toHaveLength(60);
  peer.revokeTokens();
  expect(await everybody(provider)).toHaveLength(60);
  expect(peer.requests.of('POST /oauth2/v1/token')).toBe(2);
  expect(provider.ownApplicationId).toBe(peer.application.clientId);
});
