import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import type { CallContext } from '../../../src/upstream/call.ts';
import { writePageCursor } from '../../../src/providers/page-cursor.ts';
import { withDerived } from '../../../src/sandbox/peers/google-workspace/group-routes.ts';
import { type Connected, connected, context, failureOf, groupNamed, listening, sweeping } from './support.ts';

let stage: Connected;
beforeAll(async () => {
  stage = await connected();
});
afterAll(async () => {
  await stage.close();
});

async function membersOf(
  groupId: string,
  limit = 20,
  within: CallContext = context,
): Promise<{ readonly ids: readonly string[]; readonly rows: readonly User[]; readonly pages: number }> {
  const rows: User[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await stage.provider.groups.members(groupId, { limit, cursor }, within);
    rows.push(...page.rows);
    cursor = page.nextCursor;
    pages += 1;
  } while (cursor !== null);
  return { ids: rows.map(({ externalId }) => externalId).toSorted(), rows, pages };
}

describe('members of a group', () => {
  test('are whole users, over several pages', async () => {
    const groupId = groupNamed(stage.peer, 'Everyone');
    const { ids, rows, pages } = await membersOf(groupId);
    expect(pages).toBeGreaterThan(2);
    expect(ids).toEqual([...(stage.peer.members.get(groupId)?.keys() ?? [])].toSorted());
    expect(rows.every(({ listedDevices, status }) => listedDevices !== null && status !== 'UNKNOWN')).toBe(
      true,
    );
  });

  test('that come through nested groups are among them, the groups themselves are not', async () => {
    const groupId = groupNamed(stage.peer, 'All of engineering');
    expect([...(stage.peer.members.get(groupId)?.values() ?? [])].every(({ type }) => type === 'GROUP')).toBe(
      true,
    );
    const derived = [...withDerived(groupId, stage.peer).values()].filter(({ type }) => type === 'USER');
    expect(derived.length).toBeGreaterThan(3);
    expect((await membersOf(groupId)).ids).toEqual(derived.map(({ id }) => id).toSorted());
  });

  test('of other organisations do not become users of this directory', async () => {
    const groupId = groupNamed(stage.peer, 'Partners');
    const types = [...(stage.peer.members.get(groupId)?.values() ?? [])].map(({ type }) => type);
    expect(types.toSorted()).toEqual(['EXTERNAL', 'USER']);
    expect((await membersOf(groupId)).ids).toEqual([]);
    expect((await membersOf(groupId, 20, sweeping)).ids).toEqual([]);
  });

  test('are everybody where the customer itself is a member, each once', async () => {
    const groupId = groupNamed(stage.peer, 'Everybody at once');
    const [first] = stage.peer.users.values();
    if (first === undefined) throw new Error('there is nobody');
    stage.peer.members
      .get(groupId)
      ?.set(first.id, { id: first.id, type: 'USER', status: 'ACTIVE', email: first.primaryEmail });
    const there = [...stage.peer.users.values()].filter(({ deletionTime }) => deletionTime === undefined);
    expect((await membersOf(groupId)).ids).toEqual(there.map(({ id }) => id).toSorted());
    stage.peer.members.get(groupId)?.delete(first.id);
  });

  test('are not everybody for a cursor that says so of another group', async () => {
    const owner = { list: `groups/${groupNamed(stage.peer, 'Sales')}/members`, filter: null };
    const cursor = writePageCursor(owner, 'EVERYBODY 1 ');
    const groupId = groupNamed(stage.peer, 'Sales');
    const failure = await failureOf(stage.provider.groups.members(groupId, { limit: 5, cursor }, context));
    expect(failure.code).toBe('INVALID_REQUEST');
  });

  test('cost a sweep no call for each: the list of everybody was read a moment ago', async () => {
    await stage.provider.users.list({ limit: 500, cursor: null, providerFilter: null }, sweeping);
    const { context: counted, routes } = listening('bulk');
    const groupId = groupNamed(stage.peer, 'Everyone');
    const { ids } = await membersOf(groupId, 200, counted);
    expect(ids).toHaveLength(stage.peer.members.get(groupId)?.size ?? 0);
    expect(routes).toEqual(['GET /groups/{groupKey}/members']);
  });

  test('who cannot be read are an error and not left out', async () => {
    const disarm = stage.peer.faults.add({
      route: '/admin/directory/v1/users/{userKey}',
      fault: { kind: 'status', status: 403 },
    });
    const failure = await failureOf(membersOf(groupNamed(stage.peer, 'Everyone')));
    disarm();
    expect(failure.code).toBe('FORBIDDEN');
  });

  test('are counted where nobody among them may be of another organisation', async () => {
    const { groups } = stage.provider;
    const groupId = groupNamed(stage.peer, 'All of engineering');
    expect(await groups.totalMemberCount(groupId, context)).toBe((await membersOf(groupId)).ids.length);
    expect(await groups.totalMemberCount(groupNamed(stage.peer, 'Partners'), context)).toBeNull();
    expect(await groups.totalMemberCount(groupNamed(stage.peer, 'Everybody at once'), context)).toBeNull();
  });
});

describe('groups', () => {
  test('of a user, and around a group, are asked for by userKey without the customer, which would be refused', async () => {
    const groupId = groupNamed(stage.peer, 'On call');
    const [userId = ''] = stage.peer.members.get(groupId)?.keys() ?? [];
    const own = await stage.provider.users.groupsOf(userId, context);
    expect(own).toMatchObject({ complete: true });
    expect(own.rows.map(({ groupId: id }) => id)).toContain(groupId);
    expect(own.rows.every(({ type, group }) => type === 'DIRECT' && group !== undefined)).toBe(true);
    const around = await stage.provider.groups.parents(groupId, context);
    expect(around.rows.map(({ groupName }) => groupName)).toEqual(['All of engineering']);
  });

  test('around a group are found by its address where Google does not take its id', async () => {
    const groupId = groupNamed(stage.peer, 'On call');
    const disarm = stage.peer.faults.add({
      path: new RegExp(`userKey=${groupId}`),
      fault: { kind: 'status', status: 404 },
    });
    const around = await stage.provider.groups.parents(groupId, context);
    disarm();
    expect(around.rows.map(({ groupName }) => groupName)).toEqual(['All of engineering']);
    expect((await failureOf(stage.provider.groups.parents('0nobody', context))).code).toBe('NOT_FOUND');
  });

  test('several are read one by one when few, and by their list when many', async () => {
    const ids = [...stage.peer.groups.keys()];
    const few = listening();
    const found = await stage.provider.groups.getMany(
      [...ids.slice(0, 2), '0nobody0', 'a@example.com'],
      few.context,
    );
    expect(found.map(({ externalId }) => externalId)).toEqual(ids.slice(0, 2));
    expect(new Set(few.routes)).toEqual(new Set(['GET /groups/{groupKey}']));
    const many = listening();
    const nobody = Array.from({ length: 20 }, (_, index) => `0nobody${index}`);
    expect(await stage.provider.groups.getMany([...ids, ...nobody], many.context)).toHaveLength(ids.length);
    expect(many.routes).toEqual(['GET /groups']);
  });

  test('are not found by an address, whose group has another id', async () => {
    const [group] = stage.peer.groups.values();
    expect(await stage.provider.groups.get(group?.email ?? '', context)).toBeNull();
    expect(await stage.provider.groups.get('0nobody', context)).toBeNull();
  });
});
