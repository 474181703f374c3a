import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Group } from '../../../src/model/group.ts';
import type { Page } from '../../../src/model/coverage.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { connect, connectTo, contextOf } from './support/connect.ts';

async function everyGroup(provider: Provider, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Group> = await provider.groups.list({ limit, cursor }, contextOf());
    ids.push(...page.rows.map(({ externalId }) => externalId));
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

function leaf(id: string) {
  return { id, name: id, path: `/top/${id}`, subGroups: [] };
}

describe('the list of groups', () => {
  test('holds subgroups at any depth, once, whatever the page size', async () => {
    const { provider, peer } = await connect();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (limit) => {
        const ids = await everyGroup(provider, limit);
        expect(ids.toSorted()).toEqual([...peer.state.groups.keys()].toSorted());
      }),
      { numRuns: 12 },
    );
  });

  test('asks for more than the ten children that Keycloak gives by itself', async () => {
    const { provider, peer, groupNamed } = await connect();
    expect(peer.state.childrenOf(groupNamed('Engineering')).length).toBeGreaterThan(10);
    expect(await everyGroup(provider, 100)).toContain(groupNamed('Team 12'));
  });

  test('of an older server comes with its subgroups in the rows', async () => {
    const tops = [
      { id: 't1', name: 't1', path: '/t1', subGroups: [leaf('a'), { ...leaf('b'), subGroups: [leaf('c')] }] },
      { id: 't2', name: 't2', path: '/t2', subGroups: [] },
    ];
    const { provider } = await connectTo((url) => {
      if (url.pathname.endsWith('/children')) return undefined;
      const id = /\/groups\/([^/]+)$/.exec(url.pathname)?.[1];
      const all = [...tops, leaf('a'), { ...leaf('b'), subGroups: [leaf('c')] }, leaf('c')];
      if (id !== undefined) return { body: all.find((group) => group.id === id) };
      const from = Number(url.searchParams.get('first'));
      return { body: tops.slice(from, from + Number(url.searchParams.get('max'))) };
    });
    for (const limit of [1, 2, 100])
      expect(await everyGroup(provider, limit)).toEqual(['t1', 'a', 'b', 'c', 't2']);
  });

  test('that begins again is an error and no endless list', async () => {
    const { provider } = await connectTo(() => ({
      body: [{ id: 'g1', name: 'g1', path: '/g1', subGroupCount: 0 }],
    }));
    await expect(everyGroup(provider, 1)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('that leads round in a circle is an error', async () => {
    const { provider } = await connectTo(() => ({
      body: [{ id: 'g1', name: 'g1', path: '/g1', subGroupCount: 1 }],
    }));
    await expect(everyGroup(provider, 50)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('loses no children that exist and are not shown', async () => {
    const parent = { id: 'g1', name: 'g1', path: '/g1', subGroupCount: 3, subGroups: [] };
    const { provider } = await connectTo((url) => {
      if (url.pathname.endsWith('/children')) return undefined;
      return { body: url.pathname.endsWith('/groups') ? [parent] : parent };
    });
    await expect(everyGroup(provider, 50)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each(['[]', '[["a"]]', '[[null,-1,""]]', '{}', 'x'])('refuses the hand-made way %s', async (way) => {
    const { provider } = await connect();
    const page = await provider.groups.list({ limit: 2, cursor: null }, contextOf());
    const parts: unknown = JSON.parse(Buffer.from(page.nextCursor ?? '', 'base64url').toString());
    const cursor = Buffer.from(JSON.stringify((parts as unknown[]).with(2, way))).toString('base64url');
    await expect(provider.groups.list({ limit: 2, cursor }, contextOf())).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });
});

describe('a group', () => {
  test('that is not there is null, and left out of several', async () => {
    const { provider, groupNamed } = await connect();
    expect(await provider.groups.get('nothing', contextOf())).toBeNull();
    const found = await provider.groups.getMany(
      [groupNamed('Sales'), 'nothing', groupNamed('Sales')],
      contextOf(),
    );
    expect(found.map(({ name }) => name)).toEqual(['Sales']);
  });

  test('at the top has no parent; who counts its members nobody tells', async () => {
    const { provider, groupNamed } = await connect();
    const sales = groupNamed('Sales');
    expect(await provider.groups.parents(sales, contextOf())).toMatchObject({ rows: [], complete: true });
    expect(await provider.groups.totalMemberCount(sales, contextOf())).toBeNull();
  });

  test("gives a user's own groups, each with its row", async () => {
    const { provider, user } = await connect();
    const { id, groupIds } = user((one) => one.groupIds.size > 1);
    const { rows } = await provider.users.groupsOf(id, contextOf());
    expect(rows.map(({ groupId }) => groupId).toSorted()).toEqual([...groupIds].toSorted());
    expect(rows.every(({ group, type }) => group !== undefined && type === 'DIRECT')).toBe(true);
  });
});
