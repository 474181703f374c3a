import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { toRole } from '../../../src/providers/entra-id/roles.ts';
import { DYNAMIC_GROUP, OUTER_GROUP, ROLE_GROUP } from '../../../src/sandbox/peers/entra-id/build-groups.ts';
import {
  GLOBAL_ADMINISTRATOR,
  GLOBAL_READER,
  HELPDESK_ADMINISTRATOR,
} from '../../../src/sandbox/peers/entra-id/build-roles.ts';
import { guid } from './support/hand-server.ts';
import { connect, connectionTo, context, openTenant, type Tenant } from './support/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant({ users: 70 });
});
afterAll(async () => {
  await tenant.close();
});

const groupId = (name: string): string =>
  [...tenant.peer.groups.values()].find(({ row }) => row['displayName'] === name)?.row.id ?? '';

describe('groups', () => {
  it('count as members those of groups within them, and only people', async () => {
    const { groups } = tenant.provider;
    const inner = tenant.peer.groups.get(groupId('Engineering'))?.members ?? new Set();
    const page = await groups.members(groupId(OUTER_GROUP), { limit: 500, cursor: null }, context);
    expect(page.rows.map(({ externalId }) => externalId).toSorted()).toEqual([...inner].toSorted());
    expect(await groups.totalMemberCount(groupId(OUTER_GROUP), context)).toBe(inner.size);
  });

  it('members are whole users: their list has a projection of its own', async () => {
    const page = await tenant.provider.groups.members(
      groupId('Everyone'),
      { limit: 5, cursor: null },
      context,
    );
    expect(page.rows.every(({ enabled, external }) => enabled !== null && external !== null)).toBe(true);
    expect(page.rows[0]?.lastSignOn).toMatchObject({ state: 'UNKNOWN', reason: 'NOT_REQUESTED' });
  });

  it('of a user are groups: directory roles in the same list are left out', async () => {
    const top = tenant.find(({ role }) => role === 'TOP');
    const { rows, complete } = await tenant.provider.users.groupsOf(tenant.idOf(top), context);
    expect(complete).toBe(true);
    expect(rows.map(({ groupName }) => groupName)).not.toContain('A role');
    expect(rows.map((row) => row.groupId)).not.toContain(GLOBAL_ADMINISTRATOR);
    expect(rows.map(({ groupName }) => groupName)).toContain('Everyone');
  });

  it('are direct, through another group, or by a rule', async () => {
    const person = tenant.find(({ groups, status }) => groups.includes('Engineering') && status === 'ACTIVE');
    const { rows } = await tenant.provider.users.groupsOf(tenant.idOf(person), context);
    const type = (name: string) => rows.find(({ groupName }) => groupName === name)?.type;
    expect(type('Engineering')).toBe('DIRECT');
    expect(type(OUTER_GROUP)).toBe('INDIRECT');
    const guest = tenant.find(({ external, status }) => external && status === 'ACTIVE');
    const theirs = await tenant.provider.users.groupsOf(tenant.idOf(guest), context);
    expect(theirs.rows.find(({ groupName }) => groupName === DYNAMIC_GROUP)).toMatchObject({
      type: 'INDIRECT',
      group: { dynamicFilter: 'user.userType -eq "Guest"' },
    });
  });

  it('are found several at once, and those that do not exist are left out', async () => {
    const ids = [...tenant.peer.groups.keys()];
    const asked = [...ids, ...ids, ...Array.from({ length: 20 }, (_, at) => guid(at)), 'x'];
    const found = await tenant.provider.groups.getMany(asked, context);
    expect(found.map(({ externalId }) => externalId).toSorted()).toEqual(ids.toSorted());
    expect(await tenant.provider.groups.get('x', context)).toBeNull();
  });

  it('know the groups around them', async () => {
    const { rows } = await tenant.provider.groups.parents(groupId('Engineering'), context);
    expect(rows).toMatchObject([{ groupName: OUTER_GROUP, type: 'DIRECT' }]);
  });
});

const actions = (...allowedResourceActions: string[]) => ({
  isBuiltIn: true,
  rolePermissions: [{ allowedResourceActions }],
});

const tier = (id: string, members: object = { isBuiltIn: true }) =>
  toRole({ id, members: { templateId: id, ...members } }, 'entra').tier;

describe('a role', () => {
  test.each([
    '62e90394-69f5-4237-9190-012177145e10',
    'e8611ab8-c189-46e8-94e1-60213ab1f814',
    'fe930be7-5e62-47db-91af-98c3a49a38b1',
    'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
    '29232cdf-9323-42fd-ade2-1d097af3e4de',
    '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
    '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    '158c047a-c907-4556-b7ef-446551a6b5f7',
    '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  ])('%s can take over the tenant', (id) => {
    expect(tier(id)).toBe(0);
    expect(tier(id.toUpperCase())).toBe(0);
  });

  it('that resets people is tier 1, one that reads is tier 2', () => {
    expect(tier(HELPDESK_ADMINISTRATOR)).toBe(1);
    expect(tier(GLOBAL_READER)).toBe(2);
    expect(tier(guid(1), actions('microsoft.directory/users/standard/read'))).toBe(2);
  });

  it('that nobody placed is not placed: neither one of the operator nor an unknown one that does things', () => {
    expect(tier(GLOBAL_READER, { isBuiltIn: false })).toBeNull();
    expect(tier(GLOBAL_READER, {})).toBeNull();
    expect(tier(guid(1))).toBeNull();
    expect(tier(guid(1), actions('microsoft.directory/users/standard/read', 'a/b/update'))).toBeNull();
    expect(tier(guid(1), actions('microsoft.directory/deviceLocalCredentials/password/read'))).toBeNull();
  });
});

describe('role assignments', () => {
  it('of an administrator hold for the whole tenant', async () => {
    const top = tenant.find(({ role }) => role === 'TOP');
    const { rows, complete } = await tenant.provider.users.roleAssignmentsOf(tenant.idOf(top), context);
    expect(complete).toBe(true);
    expect(rows).toMatchObject([
      {
        principal: { kind: 'USER', externalId: tenant.idOf(top) },
        roleId: GLOBAL_ADMINISTRATOR,
        scope: { type: 'ORGANIZATION', externalId: tenant.provider.externalId },
        inherited: false,
        inheritedFromGroupId: null,
      },
    ]);
  });

  it('over a part of the tenant are not told as over all of it', async () => {
    const reader = tenant.find(({ role }) => role === 'READ');
    const { rows } = await tenant.provider.users.roleAssignmentsOf(tenant.idOf(reader), context);
    expect(rows).toMatchObject([
      { roleId: GLOBAL_READER, scope: { type: 'UNKNOWN', rawType: 'administrativeUnits' } },
    ]);
  });

  it('that a group holds are inherited by its members', async () => {
    const person = tenant.find(({ role }) => role === 'USERS');
    const { rows } = await tenant.provider.users.roleAssignmentsOf(tenant.idOf(person), context);
    expect(rows).toMatchObject([
      { roleId: HELPDESK_ADMINISTRATOR, inherited: true, inheritedFromGroupId: groupId(ROLE_GROUP) },
    ]);
    const own = await tenant.provider.groups.roleAssignmentsOf(groupId(ROLE_GROUP), context);
    expect(own.rows).toMatchObject([{ roleId: HELPDESK_ADMINISTRATOR, inherited: false }]);
  });

  it('are walked once for a batch of users', async () => {
    const provider = connect(connectionTo(tenant.peer));
    tenant.peer.requests.reset();
    const ids = [...tenant.peer.users.keys()];
    await Promise.all(ids.map((id) => provider.users.roleAssignmentsOf(id, context)));
    expect(tenant.peer.requests.of('GET /v1.0/roleManagement/directory/roleAssignments')).toBe(1);
    expect(tenant.peer.requests.of('GET /v1.0/groups/{groupId}/members')).toBe(1);
    await provider.close();
  });

  it('say that they are incomplete when the members of a group with a role cannot be read', async () => {
    const provider = connect(connectionTo(tenant.peer));
    const route = '/v1.0/groups/{groupId}/members';
    const disarm = tenant.peer.faults.add({ route, fault: { kind: 'status', status: 403 } });
    const top = tenant.find(({ role }) => role === 'TOP');
    const listing = await provider.users.roleAssignmentsOf(tenant.idOf(top), context);
    disarm();
    expect(listing).toMatchObject({ complete: false, reason: 'FORBIDDEN' });
    expect(listing.rows.length).toBe(1);
    await provider.close();
  });

  it('one who goes away does not take the shared read from the others', async () => {
    const provider = connect(connectionTo(tenant.peer));
    const leaving = new AbortController();
    const top = tenant.idOf(tenant.find(({ role }) => role === 'TOP'));
    const first = provider.users.roleAssignmentsOf(top, { ...context, signal: leaving.signal });
    const second = provider.users.roleAssignmentsOf(top, context);
    leaving.abort();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).rows.length).toBe(1);
    await provider.close();
  });
});

describe('applications', () => {
  it('are the enterprise applications, without keys and secrets', async () => {
    const { rows } = await tenant.provider.applications.list(context);
    expect(rows.length).toBe(tenant.peer.servicePrincipals.size);
    const byName = new Map(rows.map((row) => [row.name, row]));
    expect(byName.get('Payroll')).toMatchObject({
      protocol: 'SAML',
      accessControl: { groupMatch: 'ANY' },
      saml: { spEntityId: 'https://payroll.example.com' },
    });
    expect(byName.get('Intranet')).toMatchObject({
      protocol: 'OPENID_CONNECT',
      accessControl: { groupMatch: null },
    });
    expect(byName.get('Travel')).toMatchObject({ protocol: 'UNKNOWN', rawProtocol: null });
    expect(JSON.stringify(rows)).not.toContain('passwordCredentials');
  });

  it('are found by id', async () => {
    const [id = ''] = [...tenant.peer.servicePrincipals.keys()];
    expect(await tenant.provider.applications.get(id, context)).toMatchObject({ externalId: id });
    expect(await tenant.provider.applications.get(guid(404), context)).toBeNull();
    expect((await tenant.provider.applications.roleAssignmentsOf(id, context)).rows).toEqual([]);
  });
});
