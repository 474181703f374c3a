import { afterEach, describe, expect, test } from 'vitest';
import type { ScimManners } from '../../../src/sandbox/peers/scim/scim-manners.ts';
import { openScimStage, type ScimStage } from '../../contract/scim-stage.ts';
import { context, walk } from './support/lists.ts';

let stage: ScimStage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function open(manners: Partial<ScimManners> = {}): Promise<ScimStage> {
  stage = await openScimStage({ manners });
  return stage;
}

function groupNamed({ peer }: ScimStage, name: string) {
  const group = [...peer.groups.values()].find(({ displayName }) => displayName === name);
  if (group === undefined) throw new Error(`expected the group ${name}`);
  return group;
}

const manners: readonly (readonly [string, Partial<ScimManners>])[] = [
  ['as documented', {}],
  ['without groups in its users', { sendsGroups: false }],
  ['with members only where they are asked for', { membersOnRequest: true, sendsGroups: false }],
  ['without any filter', { filters: 'REFUSED', takesNoFilter: true, sendsGroups: false }],
  [
    'ignoring filters, with members only where they are asked for',
    { filters: 'IGNORED', membersOnRequest: true, sendsGroups: false },
  ],
];

describe.each(manners)('a service %s', (_, how) => {
  test('shows the groups of a user', async () => {
    const opened = await open(how);
    const { provider, peer, truth } = opened;
    const { rows, complete } = await provider.users.groupsOf(truth.someone.id, context);
    const direct = [...peer.groups.values()].filter(({ memberIds }) => memberIds.has(truth.someone.id));
    expect(complete).toBe(true);
    expect(
      rows
        .filter(({ type }) => type === 'DIRECT')
        .map(({ groupId }) => groupId)
        .toSorted(),
    ).toEqual(direct.map(({ id }) => id).toSorted());
  });

  test('shows the groups that a group is in', async () => {
    const opened = await open(how);
    const [outer, inner] = [groupNamed(opened, 'VPN'), groupNamed(opened, 'On call')];
    const { rows } = await opened.provider.groups.parents(inner.id, context);
    expect(rows).toMatchObject([{ groupId: outer.id, groupName: 'VPN', type: 'DIRECT' }]);
    expect((await opened.provider.groups.parents(outer.id, context)).rows).toEqual([]);
  });

  test('shows members with those of groups within, each once, over several pages', async () => {
    const opened = await open(how);
    const [outer, inner] = [groupNamed(opened, 'VPN'), groupNamed(opened, 'On call')];
    const { rows, pages, brokenOff } = await walk(
      (request) => opened.provider.groups.members(outer.id, request, context),
      5,
    );
    expect(brokenOff).toBeNull();
    expect(pages).toBeGreaterThan(2);
    expect(rows.map(({ externalId }) => externalId).toSorted()).toEqual(
      [...new Set([...outer.memberIds, ...inner.memberIds])].toSorted(),
    );
    expect(await opened.provider.groups.totalMemberCount(outer.id, context)).toBe(rows.length);
  });
});

test('lists of groups leave members out, which may be everybody', async () => {
  const { provider, peer } = await open();
  const { rows } = await walk((request) => provider.groups.list(request, context), 3);
  expect(rows.map(({ externalId }) => externalId)).toEqual([...peer.groups.keys()]);
  expect(rows.every(({ directMemberCount }) => directMemberCount === null)).toBe(true);
});

test('users of a group are read together, and one by one only where they have to be', async () => {
  const { provider, peer } = await open();
  const group = groupNamed({ peer } as ScimStage, 'Everyone');
  await walk((request) => provider.groups.members(group.id, request, context), 100);
  const { byRoute } = peer.requests;
  expect(byRoute['GET /scim/v2/Users/{userId}']).toBeUndefined();
  expect(byRoute['GET /scim/v2/Users']).toBe(Math.ceil(group.memberIds.size / 20));
});

test('a large group of a service that ignores filters costs a walk over the users, and no call for each', async () => {
  const opened = await open({ filters: 'IGNORED', pageCap: 25 });
  const group = groupNamed(opened, 'Everyone');
  const { rows } = await walk((request) => opened.provider.groups.members(group.id, request, context), 10);
  expect(rows).toHaveLength(group.memberIds.size);
  const calls = opened.peer.requests.of('GET /scim/v2/Users/{userId}');
  expect(calls).toBeLessThanOrEqual(10);
});

test('a member that no longer exists is left out', async () => {
  const opened = await open();
  const group = groupNamed(opened, 'Sales');
  const size = group.memberIds.size;
  group.memberIds.add('gone-1');
  const { rows } = await walk((request) => opened.provider.groups.members(group.id, request, context));
  expect(rows).toHaveLength(size);
});

test('groups that are within each other end', async () => {
  const opened = await open();
  const [outer, inner] = [groupNamed(opened, 'VPN'), groupNamed(opened, 'On call')];
  inner.groupIds.add(outer.id);
  const { rows } = await walk((request) => opened.provider.groups.members(inner.id, request, context));
  expect(rows).toHaveLength(new Set([...outer.memberIds, ...inner.memberIds]).size);
});

test('a group within that may not be read leaves the direct members, and says that others are missing', async () => {
  const opened = await open();
  const [outer, inner] = [groupNamed(opened, 'VPN'), groupNamed(opened, 'On call')];
  opened.peer.faults.add({ path: new RegExp(`/Groups/${inner.id}`), fault: { kind: 'status', status: 403 } });
  const { rows, brokenOff } = await walk((request) =>
    opened.provider.groups.members(outer.id, request, context),
  );
  expect(rows).toHaveLength(outer.memberIds.size);
  expect(brokenOff).toMatchObject({ code: 'FORBIDDEN' });
});

test('members of a group that is not there are an error, and no empty list', async () => {
  const { provider } = await open();
  const wanted = { limit: 5, cursor: null };
  await expect(provider.groups.members('nowhere', wanted, context)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(provider.users.groupsOf('nobody', context)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await provider.groups.get('nowhere', context)).toBeNull();
});

test.each([
  ['an object', { value: 'u1' }],
  ['a text', 'u1'],
  ['without a value', [{ display: 'Ann' }]],
])('members that are %s make the answer unusable, never an empty group', async (_, members) => {
  const opened = await open();
  const group = groupNamed(opened, 'Sales');
  opened.peer.faults.add({
    path: /attributes=displayName/,
    fault: { kind: 'body', body: { id: group.id, displayName: 'Sales', members } },
  });
  await expect(
    opened.provider.groups.members(group.id, { limit: 5, cursor: null }, context),
  ).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
});

test('a filter on members that is always answered with nothing is not believed', async () => {
  const opened = await open({ sendsGroups: false });
  const nothing = { schemas: [], totalResults: 0, Resources: [] };
  opened.peer.faults.add({ path: /filter=members/, fault: { kind: 'body', body: nothing } });
  const { rows } = await opened.provider.users.groupsOf(opened.truth.someone.id, context);
  expect(rows.length).toBeGreaterThan(0);
});

test('a service without a resource type for groups says so, and is not asked for any', async () => {
  const opened = await open();
  opened.peer.faults.add({
    route: '/scim/v2/ResourceTypes',
    fault: { kind: 'body', body: { totalResults: 1, Resources: [{ name: 'User', endpoint: '/Users' }] } },
  });
  await expect(opened.provider.groups.list({ limit: 5, cursor: null }, context)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
  expect(opened.peer.requests.of('GET /scim/v2/Groups')).toBe(0);
});

test('a membership that cannot be told makes the groups of a user incomplete', async () => {
  const { provider, peer, truth } = await open();
  const { id } = truth.someone;
  peer.faults.add({
    route: '/scim/v2/Users/{userId}',
    fault: { kind: 'body', body: { id, groups: [{ value: 'g1', type: 'indirect' }, { display: 'Sales' }] } },
  });
  expect(await provider.users.groupsOf(id, context)).toMatchObject({
    complete: false,
    reason: 'INVALID_VALUE',
    rows: [{ groupId: 'g1', type: 'INDIRECT' }],
  });
});

test('the list of a large directory is not read for a few members', async () => {
  const opened = await open({ filters: 'IGNORED', pageCap: 1 });
  const group = groupNamed(opened, 'Everyone');
  for (const id of [...group.memberIds].slice(52)) group.memberIds.delete(id);
  const { rows } = await walk((request) => opened.provider.groups.members(group.id, request, context), 10);
  expect(rows).toHaveLength(52);
  expect(opened.peer.requests.of('GET /scim/v2/Users')).toBeLessThan(10);
});

test.each(['Groups', 'https://scim.example/v2/Groups', '/groups/'])(
  'groups are there where the service names their endpoint %j',
  async (endpoint) => {
    const { provider, peer } = await open();
    const body = { totalResults: 1, Resources: [{ name: 'Group', endpoint }] };
    peer.faults.add({ route: '/scim/v2/ResourceTypes', fault: { kind: 'body', body } });
    const { rows } = await provider.groups.list({ limit: 5, cursor: null }, context);
    expect(rows).toHaveLength(5);
  },
);
