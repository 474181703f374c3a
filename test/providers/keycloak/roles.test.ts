import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/model/role.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { connect, connectTo, contextOf } from './support/connect.ts';

async function tiers(provider: Provider): Promise<ReadonlyMap<string, Role['tier']>> {
  const { rows, complete } = await provider.settings.roles(contextOf());
  expect(complete).toBe(true);
  return new Map(rows.map(({ name, tier }) => [name, tier]));
}

describe('roles', () => {
  test('of the realm and of the client that administrates it, each in its place', async () => {
    const { provider } = await connect();
    const placed = await tiers(provider);
    for (const [name, tier] of [
      ['realm-management/realm-admin', 0],
      ['realm-management/manage-realm', 0],
      ['realm-management/impersonation', 0],
      ['realm-management/manage-identity-providers', 0],
      ['realm-management/manage-users', 1],
      ['realm-management/manage-clients', 1],
      // It reads the secrets of clients too.
      ['realm-management/view-clients', 1],
      ['realm-management/view-users', 2],
      ['realm-management/query-groups', 2],
    ] as const)
      expect([name, placed.get(name)]).toEqual([name, tier]);
    expect(placed.has('view-profile')).toBe(false);
    expect(placed.has('account/view-profile')).toBe(false);
  });

  test('that contain others are as strong as the strongest, over any number of steps', async () => {
    const { provider } = await connect();
    const placed = await tiers(provider);
    expect(placed.get('helpdesk-base')).toBe(1);
    expect(placed.get('helpdesk')).toBe(1);
    expect(placed.get('employee')).toBe(2);
    expect(placed.get('default-roles-acme')).toBe(2);
  });

  test('that contain each other end the walk', async () => {
    const { provider, peer, roleNamed } = await connect();
    peer.state.roles.get(roleNamed('helpdesk-base'))?.composites.add(roleNamed('helpdesk'));
    expect((await tiers(provider)).get('helpdesk')).toBe(1);
  });

  test('of a realm that delegates by fine-grained permissions cannot be placed, but for the one that all have', async () => {
    const { provider, peer } = await connect();
    peer.state.settings['adminPermissionsEnabled'] = true;
    const placed = await tiers(provider);
    expect(placed.get('employee')).toBeNull();
    expect(placed.get('helpdesk')).toBe(1);
    expect(placed.get('offline_access')).toBeNull();
  });

  test('added to an administrating client by somebody cannot be placed', async () => {
    const { provider, peer } = await connect();
    const clientUuid = peer.state.clientNamed('realm-management')?.id ?? '';
    peer.state.roles.set('r1', {
      id: 'r1',
      name: 'do-things',
      description: '',
      composites: new Set(),
      clientUuid,
    });
    expect((await tiers(provider)).get('realm-management/do-things')).toBeNull();
  });

  test('of the realm master: admin takes over the server, and roles of another realm reach only that', async () => {
    const { provider, peer, user } = await connect({ realm: 'master' });
    const { id } = user(() => true);
    const other = {
      id: 'c1',
      clientId: 'acme-realm',
      name: '',
      protocol: 'openid-connect',
      members: { enabled: true },
    };
    peer.state.clients.set('c1', other);
    const none = { description: '', composites: new Set<string>() };
    peer.state.roles.set('r1', { id: 'r1', name: 'admin', clientUuid: null, ...none });
    peer.state.roles.set('r2', { id: 'r2', name: 'manage-users', clientUuid: 'c1', ...none });
    peer.state.users.get(id)?.roleIds.add('r1').add('r2');
    const placed = await tiers(provider);
    expect(placed.get('admin')).toBe(0);
    expect(placed.get('acme-realm/manage-users')).toBe(1);
    const { rows } = await provider.users.roleAssignmentsOf(id, contextOf());
    const scopes = new Map(rows.map(({ roleId, scope }) => [roleId, scope]));
    expect(scopes.get('r1')).toEqual({ type: 'ORGANIZATION', rawType: 'REALM', externalId: 'master' });
    expect(scopes.get('r2')).toEqual({ type: 'UNKNOWN', rawType: 'REALM', externalId: 'acme' });
  });
});

describe('role assignments of a user', () => {
  test('are the roles that were given, by the id of the role, over the whole realm', async () => {
    const { provider, roleNamed, user } = await connect();
    const { id } = user(({ roleIds }) => roleIds.has(roleNamed('realm-admin')));
    const { rows, complete } = await provider.users.roleAssignmentsOf(id, contextOf());
    expect(complete).toBe(true);
    expect(rows).toContainEqual({
      directory: 'sso',
      externalId: roleNamed('realm-admin'),
      principal: { kind: 'USER', externalId: id },
      roleId: roleNamed('realm-admin'),
      scope: { type: 'ORGANIZATION', rawType: 'REALM', externalId: 'acme' },
      inheritedFromGroupId: null,
      inherited: false,
      readOnly: false,
    });
  });

  test('include those of a group above the one that the user is in', async () => {
    const { provider, peer, groupNamed, roleNamed, user } = await connect();
    const [administrators, nightShift] = [groupNamed('Administrators'), groupNamed('Night shift')];
    const { id } = user(({ groupIds }) => groupIds.has(nightShift));
    const { rows } = await provider.users.roleAssignmentsOf(id, contextOf());
    expect(rows).toContainEqual(
      expect.objectContaining({
        externalId: `${roleNamed('view-users')}@${administrators}`,
        roleId: roleNamed('view-users'),
        inheritedFromGroupId: administrators,
        inherited: true,
      }),
    );
    // In the list of members of the group above the same user is not.
    expect(peer.state.membersOf(administrators)).toEqual([]);
    const members = await provider.groups.members(administrators, { limit: 50, cursor: null }, contextOf());
    expect(members.rows).toEqual([]);
    const parents = await provider.groups.parents(nightShift, contextOf());
    expect(parents.rows.map(({ groupId, type }) => [groupId, type])).toEqual([[administrators, 'DIRECT']]);
  });

  test('leave out plain roles of ordinary clients, and not those that contain others', async () => {
    const { provider, peer, roleNamed, user } = await connect();
    const clientUuid = peer.state.clientNamed('intranet')?.id ?? '';
    const { id } = user(({ roleIds }) => roleIds.size === 0);
    const plain = { description: '', clientUuid };
    peer.state.roles.set('r1', { id: 'r1', name: 'editor', composites: new Set(), ...plain });
    peer.state.roles.set('r2', {
      id: 'r2',
      name: 'chief',
      composites: new Set([roleNamed('manage-users')]),
      ...plain,
    });
    peer.state.users.get(id)?.roleIds.add('r1').add('r2');
    const { rows } = await provider.users.roleAssignmentsOf(id, contextOf());
    expect(rows.filter(({ inherited }) => inherited === false).map(({ roleId }) => roleId)).toEqual(['r2']);
  });

  test('say that some may be missing where the credential may not view clients', async () => {
    const { provider, peer, roleNamed, user } = await connect();
    const { id } = user(({ roleIds }) => roleIds.has(roleNamed('realm-admin')));
    peer.state.rights.clear();
    for (const right of ['view-users', 'view-realm', 'query-clients']) peer.state.rights.add(right);
    const { rows, complete, reason } = await provider.users.roleAssignmentsOf(id, contextOf());
    expect(rows.filter(({ inherited }) => inherited === false)).toEqual([]);
    expect({ complete, reason }).toEqual({ complete: false, reason: 'FORBIDDEN' });
  });

  test('say that some may be missing where a server does not name the group above', async () => {
    const group = { id: 'g2', name: 'b', path: '/a/b', realmRoles: [], clientRoles: {} };
    const { provider } = await connectTo((url) => {
      if (url.pathname.endsWith('/role-mappings')) return { body: {} };
      if (url.pathname.endsWith('/groups')) return { body: [group] };
      if (url.pathname.endsWith('/roles')) return { body: [] };
      return { body: [{ id: 'c', clientId: 'realm-management', enabled: true }] };
    });
    const { complete, reason, message } = await provider.users.roleAssignmentsOf('u1', contextOf());
    expect({ complete, reason }).toEqual({ complete: false, reason: 'PARTIAL' });
    expect(message).toContain('/a/b');
  });

  test('that cannot be read are no empty list', async () => {
    const { provider } = await connectTo((url) => {
      if (url.pathname.endsWith('/role-mappings')) return { body: { realmMappings: 'none' } };
      return { body: [{ id: 'c', clientId: 'realm-management', enabled: true }] };
    });
    await expect(provider.users.roleAssignmentsOf('u1', contextOf())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
  });

  test('of many users ask for a group above them once', async () => {
    const { provider, peer, groupNamed } = await connect();
    const nightShift = groupNamed('Night shift');
    const people = peer.state.people().slice(0, 10);
    for (const { groupIds } of people) groupIds.add(nightShift);
    const context = contextOf();
    await Promise.all(people.map(({ id }) => provider.users.roleAssignmentsOf(id, context)));
    expect(peer.requests.of('GET /admin/realms/{realm}/groups/{groupId}/role-mappings')).toBe(1);
  });
});

describe('role assignments of a client', () => {
  test('are those of its service account', async () => {
    const { provider, peer, roleNamed } = await connect();
    const client = peer.state.clientNamed('rollcall')?.id ?? '';
    const account = [...peer.state.users.values()].find(
      ({ serviceAccountOf }) => serviceAccountOf === client,
    );
    account?.roleIds.add(roleNamed('manage-users'));
    const { rows } = await provider.applications.roleAssignmentsOf(client, contextOf());
    expect(rows).toMatchObject([
      { principal: { kind: 'APPLICATION', externalId: client }, roleId: roleNamed('manage-users') },
    ]);
  });

  test('that has none are certainly none, without asking for it', async () => {
    const { provider, peer } = await connect();
    const client = peer.state.clientNamed('intranet')?.id ?? '';
    expect(await provider.applications.roleAssignmentsOf(client, contextOf())).toMatchObject({
      rows: [],
      complete: true,
    });
  });
});
