import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectGoogleWorkspace } from '../../../src/providers/google-workspace/connect.ts';
import { toRole } from '../../../src/providers/google-workspace/role.ts';
import type { RoleAssignment } from '../../../src/model/role.ts';
import {
  type Connected,
  connected,
  connectionTo,
  context,
  failureOf,
  groupNamed,
  listening,
  sweeping,
} from './support.ts';

let stage: Connected;
beforeAll(async () => {
  stage = await connected();
  // Every list of roles and assignments has several pages.
  stage.peer.paging.cap = 2;
});
afterAll(async () => {
  await stage.close();
});

const roleNamed = (name: string): string =>
  [...stage.peer.roles.values()].find(({ roleName }) => roleName === name)?.roleId ?? '';
const sorted = (rows: readonly RoleAssignment[]): readonly RoleAssignment[] =>
  rows.toSorted((one, other) => (one.externalId < other.externalId ? -1 : 1));

function helpDeskMember(): string {
  const [id = ''] = stage.peer.members.get(groupNamed(stage.peer, 'On call'))?.keys() ?? [];
  return id;
}

describe('roles', () => {
  test('are read to the end of their list, the super administrator on top', async () => {
    const { rows, complete } = await stage.provider.settings.roles(context);
    expect(complete).toBe(true);
    const tiers = Object.fromEntries(rows.map(({ name, tier }) => [name, tier]));
    expect(tiers).toEqual({
      _SEED_ADMIN_ROLE: 0,
      _USER_MANAGEMENT_ADMIN_ROLE: 1,
      _HELP_DESK_ADMIN_ROLE: 1,
      _GROUPS_ADMIN_ROLE: null,
      'Directory readers': 2,
    });
    expect(rows.filter(({ custom }) => custom).map(({ name }) => name)).toEqual(['Directory readers']);
  });

  test.each([
    [['USERS_RESET_PASSWORD'], 1],
    [['USER_SECURITY_ALL'], 1],
    [['USERS_RETRIEVE', 'ORGANIZATION_UNITS_RETRIEVE'], 2],
    [['REPORTS_ACCESS'], 2],
    [['USERS_RETRIEVE', 'SOMETHING_NEW'], null],
    [[], null],
  ] as const)('with the privileges %j are of tier %s', (names, tier) => {
    const rolePrivileges = names.map((privilegeName) => ({ privilegeName, serviceId: 's' }));
    expect(toRole({ id: '1', members: { rolePrivileges } }, 'google').tier).toBe(tier);
  });
});

describe('role assignments', () => {
  test('of a user hold what groups give too, for which Google wants to be asked by userKey', async () => {
    const userId = helpDeskMember();
    const { context: counted, routes } = listening();
    const { rows, complete } = await stage.provider.users.roleAssignmentsOf(userId, counted);
    expect(complete).toBe(true);
    expect(rows).toMatchObject([
      {
        principal: { kind: 'USER', externalId: userId },
        roleId: roleNamed('_HELP_DESK_ADMIN_ROLE'),
        scope: { type: 'ORGANIZATION', rawType: 'CUSTOMER', externalId: 'my_customer' },
        inherited: true,
        inheritedFromGroupId: groupNamed(stage.peer, 'On call'),
      },
    ]);
    expect(new Set(routes)).toEqual(new Set(['GET /customer/{customerId}/roleassignments']));
  });

  test('over an organisational unit are told as such', async () => {
    const assignment = [...stage.peer.assignments.values()].find((one) => one['scopeType'] === 'ORG_UNIT');
    const { rows } = await stage.provider.users.roleAssignmentsOf(assignment?.assignedTo ?? '', context);
    expect(rows.map(({ scope }) => scope)).toContainEqual({
      type: 'UNKNOWN',
      rawType: 'ORG_UNIT',
      externalId: assignment?.['orgUnitId'],
    });
  });

  test('are the same read alone and read with everybody, and a sweep reads them once for all', async () => {
    const ids = [...stage.peer.users.keys()];
    const { context: counted, routes } = listening('bulk');
    const together = await Promise.all(
      ids.map(async (id) => await stage.provider.users.roleAssignmentsOf(id, counted)),
    );
    const pages = Math.ceil(stage.peer.assignments.size / 2);
    const ofGroups = routes.filter((route) => route === 'GET /groups/{groupKey}/members');
    expect(routes.length - ofGroups.length).toBe(pages);
    for (const [index, id] of ids.entries()) {
      const alone = await stage.provider.users.roleAssignmentsOf(id, context);
      expect(sorted(together[index]?.rows ?? [])).toEqual(sorted(alone.rows));
    }
  });

  test('of many users at once do not cost a call each outside of sweeps either', async () => {
    const { context: counted, routes } = listening();
    await Promise.all(
      [...stage.peer.users.keys()].map(
        async (id) => await stage.provider.users.roleAssignmentsOf(id, counted),
      ),
    );
    expect(routes.length).toBeLessThan(stage.peer.users.size);
  });

  test('of a group are those that name it', async () => {
    const groupId = groupNamed(stage.peer, 'On call');
    const { rows } = await stage.provider.groups.roleAssignmentsOf(groupId, sweeping);
    expect(rows).toMatchObject([
      { principal: { kind: 'GROUP', externalId: groupId }, inherited: false, inheritedFromGroupId: null },
    ]);
  });

  test('of somebody who was removed are none, and of a text that is no id an error', async () => {
    const removed = [...stage.peer.users.values()].find(({ deletionTime }) => deletionTime !== undefined);
    expect(await stage.provider.users.roleAssignmentsOf(removed?.id ?? '', context)).toMatchObject({
      rows: [],
      complete: true,
    });
    const failure = await failureOf(stage.provider.users.roleAssignmentsOf('a@example.com', context));
    expect(failure.code).toBe('NOT_FOUND');
  });

  test('are not shared when the shared read failed: who asks next asks anew', async () => {
    stage.peer.faults.add({
      route: '/admin/directory/v1/customer/{customer}/roleassignments',
      fault: { kind: 'status', status: 403 },
      times: 1,
    });
    const groupId = groupNamed(stage.peer, 'Sales');
    const fresh = connectedAgain();
    const both = await Promise.allSettled([
      fresh.provider.groups.roleAssignmentsOf(groupId, sweeping),
      fresh.provider.groups.roleAssignmentsOf(groupId, sweeping),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await fresh.provider.groups.roleAssignmentsOf(groupId, sweeping)).toMatchObject({
      complete: true,
    });
    stage.peer.faults.clear();
    await fresh.provider.close();
  });

  test('read for many go on when the one who began goes away', async () => {
    const fresh = connectedAgain();
    const gone = new AbortController();
    const groupId = groupNamed(stage.peer, 'On call');
    const first = fresh.provider.groups.roleAssignmentsOf(groupId, { ...sweeping, signal: gone.signal });
    const second = fresh.provider.groups.roleAssignmentsOf(groupId, sweeping);
    gone.abort();
    expect((await failureOf(first)).code).toBe('CANCELLED');
    expect((await second).rows).toHaveLength(1);
    await fresh.provider.close();
  });
});

function connectedAgain(): Pick<Connected, 'provider'> {
  return { provider: connectGoogleWorkspace(connectionTo(stage.peer)) };
}
