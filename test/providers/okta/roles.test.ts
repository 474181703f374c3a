import { describe, expect, test } from 'vitest';
import type { CallContext } from '../../../src/upstream/call.ts';
import type { OktaRole } from '../../../src/sandbox/peers/okta/org.ts';
import type { OktaPeer } from '../../../src/sandbox/peers/okta/okta-peer.ts';
import { applicationOf, connect, connectionTo, context, open, openPeer, someoneWho } from './support/peer.ts';

const bulk: CallContext = { lane: 'bulk', transactionId: 'sweep' };

function auditorOf({ org }: OktaPeer): { readonly userId: string; readonly groupId: string } {
  const groupId = [...org.groups.values()].find(({ profile }) => profile.name === 'Auditors')?.id ?? '';
  const [userId = ''] = org.members.get(groupId) ?? [];
  return { userId, groupId };
}

function give({ org }: OktaPeer, holderId: string, role: Partial<OktaRole>): void {
  const made = {
    id: 'irb1targets2of3a4role5',
    label: 'Role',
    created: '2026-01-01T00:00:00.000Z',
    type: 'USER_ADMIN',
  };
  org.roles.set(holderId, [...(org.roles.get(holderId) ?? []), { ...made, ...role }]);
}

describe('who holds which role', () => {
  test('the assignment has an id of its own, and the role is named by its type', async () => {
    const { peer, provider } = await open();
    const userId = [...peer.org.roles].find(([id]) => peer.org.users.has(id))?.[0] ?? '';
    const [own] = peer.org.roles.get(userId) ?? [];
    const { rows, complete } = await provider.users.roleAssignmentsOf(userId, context);
    expect(complete).toBe(true);
    expect(rows).toEqual([
      {
        directory: 'okta',
        externalId: own?.id,
        principal: { kind: 'USER', externalId: userId },
        roleId: 'SUPER_ADMIN',
        scope: { type: 'ORGANIZATION', rawType: 'ORGANIZATION', externalId: provider.externalId },
        inheritedFromGroupId: null,
        inherited: false,
        readOnly: false,
      },
    ]);
    expect(rows[0]?.externalId).not.toBe(rows[0]?.roleId);
  });

  test('what a group gives is marked as such, with the group', async () => {
    const { peer, provider } = await open();
    const { userId, groupId } = auditorOf(peer);
    expect((await provider.users.roleAssignmentsOf(userId, context)).rows).toMatchObject([
      { roleId: 'READ_ONLY_ADMIN', inherited: true, inheritedFromGroupId: groupId },
    ]);
    expect((await provider.groups.roleAssignmentsOf(groupId, context)).rows).toMatchObject([
      { roleId: 'READ_ONLY_ADMIN', inherited: false, principal: { kind: 'GROUP', externalId: groupId } },
    ]);
    expect(provider.listsInheritedRoles).toBe(true);
  });

  test('targets and sets of resources narrow a role down', async () => {
    const { peer, provider } = await open();
    const userId = someoneWho(peer, 'ACTIVE');
    const [group = '', other = ''] = peer.org.groups.keys();
    const scopeOf = async (role: Partial<OktaRole>): Promise<unknown> => {
      peer.org.roles.set(userId, []);
      give(peer, userId, role);
      return (await provider.users.roleAssignmentsOf(userId, context)).rows[0]?.scope;
    };
    expect(await scopeOf({ targets: { groups: [group] } })).toEqual({
      type: 'GROUP',
      rawType: 'GROUP',
      externalId: group,
    });
    expect(await scopeOf({ type: 'APP_ADMIN', targets: { apps: ['0oa1'] } })).toMatchObject({
      type: 'APPLICATION',
      externalId: '0oa1',
    });
    expect(await scopeOf({ targets: { groups: [group, other] } })).toMatchObject({
      type: 'UNKNOWN',
      rawType: 'TARGETS',
    });
    expect(await scopeOf({ type: 'CUSTOM', custom: { role: 'cr01', resourceSet: 'iam1' } })).toEqual({
      type: 'UNKNOWN',
      rawType: 'RESOURCE_SET',
      externalId: 'iam1',
    });
    const [custom] = (await provider.users.roleAssignmentsOf(userId, context)).rows;
    expect(custom?.roleId).toBe('cr01');
  });
});

describe('taking a role away', () => {
  test('takes the id of the assignment; a second time it is gone already', async () => {
    const { peer, provider } = await open();
    const userId = someoneWho(peer, 'ACTIVE');
    give(peer, userId, {});
    const holder = { kind: 'USER', externalId: userId } as const;
    const [held] = (await provider.users.roleAssignmentsOf(userId, context)).rows;
    const id = held?.externalId ?? '';
    expect(await provider.membershipWrites.roleAssignment(holder, id, context)).toEqual(held);
    await provider.membershipWrites.removeRole(holder, id, context);
    await provider.membershipWrites.removeRole(holder, id, context);
    expect((await provider.users.roleAssignmentsOf(userId, context)).rows).toEqual([]);
    expect(await provider.membershipWrites.roleAssignment(holder, id, context)).toBeNull();
  });

  test('a role that a group gives cannot be removed on the user: the group is named, and nothing is lost', async () => {
    const { peer, provider } = await open();
    const { userId, groupId } = auditorOf(peer);
    const [held] = (await provider.users.roleAssignmentsOf(userId, context)).rows;
    const removal = provider.membershipWrites.removeRole(
      { kind: 'USER', externalId: userId },
      held?.externalId ?? '',
      context,
    );
    await expect(removal).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(`comes from the group ${groupId}`) as string,
    });
    expect((await provider.users.roleAssignmentsOf(userId, context)).rows).toHaveLength(1);
    // At the group it can.
    const [given] = (await provider.groups.roleAssignmentsOf(groupId, context)).rows;
    await provider.membershipWrites.removeRole(
      { kind: 'GROUP', externalId: groupId },
      given?.externalId ?? '',
      context,
    );
    expect((await provider.users.roleAssignmentsOf(userId, context)).rows).toEqual([]);
  });
});

describe('the roles', () => {
  test('are the standard ones with their tiers, and the custom ones placed by their permissions', async () => {
    const { peer, provider } = await open();
    peer.caps.assignees = 1;
    const { rows, complete } = await provider.settings.roles(context);
    const tierOf = new Map(
      rows.map(({ name, externalId, custom, tier }) => [custom ? name : externalId, tier]),
    );
    expect(complete).toBe(true);
    expect(Object.fromEntries(tierOf)).toMatchObject({
      SUPER_ADMIN: 0,
      ORG_ADMIN: 0,
      USER_ADMIN: 1,
      HELP_DESK_ADMIN: 1,
      API_ACCESS_MANAGEMENT_ADMIN: 1,
      READ_ONLY_ADMIN: 2,
      REPORT_ADMIN: 2,
      'Access reviewer': 2,
      'Password desk': 1,
    });
  });

  test('without the right to see the custom ones the list says that it is not complete', async () => {
    const { peer, provider } = await open();
    peer.faults.add({ route: '/api/v1/iam/roles', fault: { kind: 'status', status: 403 } });
    const { rows, complete, reason } = await provider.settings.roles(context);
    expect([complete, reason]).toEqual([false, 'FORBIDDEN']);
    expect(rows.some(({ externalId }) => externalId === 'SUPER_ADMIN')).toBe(true);
  });

  test('where the organisation knows of no custom ones the list says that it is not complete, and not that a right lacks', async () => {
    const { peer, provider } = await open();
    peer.faults.add({ route: '/api/v1/iam/roles', fault: { kind: 'status', status: 404 } });
    const { rows, complete, reason, message } = await provider.settings.roles(context);
    expect([complete, reason]).toEqual([false, 'NOT_FOUND']);
    expect(message).toContain('received 404');
    expect(rows.some(({ externalId }) => externalId === 'SUPER_ADMIN')).toBe(true);
  });

  test('a custom role whose permissions may not be seen cannot be placed', async () => {
    const { peer, provider } = await open();
    peer.faults.add({ route: /permissions$/, fault: { kind: 'status', status: 403 } });
    const { rows } = await provider.settings.roles(context);
    expect(rows.filter(({ custom }) => custom).map(({ tier }) => tier)).toEqual([null, null]);
  });

  test('a fault while they are read is an error, and not a shorter list', async () => {
    const peer = await openPeer();
    const provider = connect(applicationOf(peer));
    peer.faults.add({ route: '/api/v1/iam/roles', fault: { kind: 'html' } });
    await expect(provider.settings.roles(context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });
});

describe('the list of administrators', () => {
  const route = 'GET /api/v1/users/{userId}/roles';
  const list = 'GET /api/v1/iam/assignees/users';

  test('where it is known to be whole, a sweep asks only who is on it', async () => {
    const peer = await openPeer();
    peer.caps.assignees = 2;
    const provider = connect(connectionTo(peer, { adminListIncludesGroups: true }));
    const ids = [...peer.org.users.keys()];
    const held = await Promise.all(ids.map((id) => provider.users.roleAssignmentsOf(id, bulk)));
    const holders = held.filter(({ rows }) => rows.length > 0);
    expect(holders.length).toBeGreaterThan(2);
    expect(held.every(({ complete }) => complete)).toBe(true);
    expect(peer.requests.of(route)).toBe(holders.length);
    expect(peer.requests.of(list)).toBe(Math.ceil(holders.length / 2));
  });

  test('it decides nothing for a question that somebody asks, nor unless the operator says that it is whole', async () => {
    const peer = await openPeer();
    const id = someoneWho(peer, 'ACTIVE');
    const trusting = connect(connectionTo(peer, { adminListIncludesGroups: true }));
    await trusting.users.roleAssignmentsOf(id, context);
    const careful = connect(connectionTo(peer));
    await careful.users.roleAssignmentsOf(id, bulk);
    expect(peer.requests.of(list)).toBe(0);
    expect(peer.requests.of(route)).toBe(2);
  });

  test('when it cannot be read nobody is said to hold no role', async () => {
    const peer = await openPeer();
    const provider = connect(connectionTo(peer, { adminListIncludesGroups: true }));
    peer.faults.add({
      route: '/api/v1/iam/assignees/users',
      fault: { kind: 'status', status: 403 },
      times: 1,
    });
    const id = someoneWho(peer, 'ACTIVE');
    await expect(provider.users.roleAssignmentsOf(id, bulk)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await provider.users.roleAssignmentsOf(id, bulk)).rows).toEqual([]);
  });
});
