import { afterEach, describe, expect, test } from 'vitest';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { connectScim } from '../../../src/providers/scim/connect.ts';
import { openScimStage, scimConnection, type ScimStage } from '../../contract/scim-stage.ts';
import { context, walk, type Walk } from './support/lists.ts';
import type { User } from '../../../src/model/user.ts';

let stage: ScimStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function open(
  manners: Partial<ScimManners> = {},
  settings: Parameters<typeof openScimStage>[0] = {},
): Promise<ScimStage> {
  stage = await openScimStage({ manners, ...settings });
  return stage;
}

async function everybody({ provider }: ScimStage, limit = 20): Promise<Walk<User>> {
  return await walk(
    async (request) => await provider.users.list({ ...request, providerFilter: null }, context),
    limit,
  );
}

const ids = (rows: readonly User[]): string[] => rows.map(({ externalId }) => externalId);

describe('lists of users', () => {
  test.each([
    ['index paging', {}],
    ['cursor paging', { paging: 'CURSOR' }],
    ['a service that gives fewer rows than asked for', { pageCap: 7 }],
    ['a service that says as itemsPerPage what was asked for', { pageCap: 7, echoesCount: true }],
    ['a service without totals', { totals: 'LEFT_OUT' }],
    ['a service that begins anew beyond the end', { wrapsAround: true }],
    ['cursor paging without totals', { paging: 'CURSOR', totals: 'LEFT_OUT' }],
  ] as const)('are complete with %s', async (_, manners) => {
    const opened = await open(manners);
    const { rows, pages, brokenOff } = await everybody(opened);
    expect(brokenOff).toBeNull();
    expect(ids(rows)).toEqual(opened.truth.users);
    expect(pages).toBeGreaterThan(3);
  });

  test.each([
    ['repeats its first page for ever', { ignoresPaging: true }],
    ['repeats its first page for ever without a total', { ignoresPaging: true, totals: 'LEFT_OUT' }],
    ['repeats its first page under new cursors', { ignoresPaging: true, paging: 'CURSOR' }],
    ['says to have one more than it shows', { totals: 'OVERSTATED' }],
    ['begins anew and never says how many there are', { wrapsAround: true, totals: 'LEFT_OUT' }],
  ] as const)('say that they are not complete when a service %s', async (_, manners) => {
    const opened = await open(manners);
    const { rows, brokenOff } = await everybody(opened);
    expect(brokenOff).toMatchObject({ code: 'PAGINATION_LOOP' });
    expect(new Set(ids(rows)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(20);
  });

  test('end where the number of pages is exhausted, and say so', async () => {
    const opened = await open({}, { settings: { maxPages: 2 } });
    const { rows, brokenOff } = await everybody(opened);
    expect(rows).toHaveLength(40);
    expect(brokenOff?.message).toContain('it has more than 2 pages');
  });

  test('a page that is asked for again is given again', async () => {
    const { provider } = await open();
    const list = async (limit: number, cursor: string | null): Promise<string[]> => {
      const page = await provider.users.list({ limit, cursor, providerFilter: null }, context);
      return ids(page.rows);
    };
    const first = await provider.users.list({ limit: 5, cursor: null, providerFilter: null }, context);
    const second = await list(5, first.nextCursor);
    expect(await list(5, first.nextCursor)).toEqual(second);
    expect(await list(9, first.nextCursor)).toEqual(expect.arrayContaining(second));
  });

  test('somebody who is added while the list is read makes nobody appear twice, and the end says that the list moved', async () => {
    const opened = await open();
    const { peer, provider } = opened;
    const list = async (request: { limit: number; cursor: string | null }) => {
      const page = await provider.users.list({ ...request, providerFilter: null }, context);
      if (request.cursor === null) {
        const [first] = peer.users.values();
        if (first === undefined) throw new Error('expected somebody');
        const others = [...peer.users];
        const users = peer.users as Map<string, typeof first>;
        users.clear();
        users.set('new', { ...first, id: 'new' });
        for (const [id, user] of others) users.set(id, user);
      }
      return page;
    };
    const { rows, brokenOff } = await walk(list);
    expect(new Set(ids(rows)).size).toBe(rows.length);
    expect(ids(rows).toSorted()).toEqual([...opened.truth.users].toSorted());
    expect(brokenOff?.message).toContain('that it says to have');
  });

  test.each(['INDEX', 'CURSOR'] as const)(
    'that several gateways read in turns are complete (%s)',
    async (paging) => {
      const opened = await open({ paging });
      const { peer } = opened;
      const second = connectScim(scimConnection(peer.address, peer.token));
      let turn = 0;
      const { rows, brokenOff } = await walk(async (request) => {
        turn += 1;
        const { users } = turn % 2 === 0 ? second : opened.provider;
        return await users.list({ ...request, limit: 10, providerFilter: null }, context);
      });
      await second.close();
      expect(brokenOff).toBeNull();
      expect(ids(rows)).toEqual(opened.truth.users);
    },
  );

  test('that repeat themselves are noticed by a gateway that saw only their beginning', async () => {
    const opened = await open({ ignoresPaging: true });
    const { peer } = opened;
    const first = await opened.provider.users.list(
      { limit: 10, cursor: null, providerFilter: null },
      context,
    );
    const second = connectScim(scimConnection(peer.address, peer.token));
    const page = await second.users.list(
      { limit: 10, cursor: first.nextCursor, providerFilter: null },
      context,
    );
    await second.close();
    expect(page.brokenOff).toMatchObject({ code: 'PAGINATION_LOOP' });
  });

  test('a cursor that expired is made up for once, without anybody twice', async () => {
    const opened = await open({ paging: 'CURSOR' });
    const { provider, peer } = opened;
    const list = async (request: { limit: number; cursor: string | null }) => {
      const page = await provider.users.list({ ...request, providerFilter: null }, context);
      return page;
    };
    const first = await list({ limit: 20, cursor: null });
    peer.manners.cursorsExpired = true;
    const second = await list({ limit: 20, cursor: first.nextCursor });
    peer.manners.cursorsExpired = false;
    const rest = await walk(
      async (request) => await list({ ...request, cursor: request.cursor ?? second.nextCursor }),
    );
    const all = [...first.rows, ...second.rows, ...rest.rows];
    expect(rest.brokenOff).toBeNull();
    expect(ids(all)).toEqual(opened.truth.users);
  });

  test.each(['', 'abc', 'W10', Buffer.from('["Users","x","{}"]').toString('base64url')])(
    'the cursor %j is refused as none of this list',
    async (cursor) => {
      const { provider } = await open();
      await expect(
        provider.users.list({ limit: 5, cursor, providerFilter: null }, context),
      ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    },
  );

  test('a cursor of one filter is refused with another', async () => {
    const { provider } = await open();
    const { nextCursor } = await provider.users.list(
      { limit: 5, cursor: null, providerFilter: null },
      context,
    );
    await expect(
      provider.users.list({ limit: 5, cursor: nextCursor, providerFilter: 'active eq true' }, context),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });
});
