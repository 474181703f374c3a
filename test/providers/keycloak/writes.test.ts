import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../../src/upstream/upstream-error.ts';
import { connect, connectTo, contextOf } from './support/connect.ts';

describe('switching an account off and on', () => {
  test('sends nothing but the switch, and repeats do no harm', async () => {
    const { provider, peer, user } = await connect();
    const { id, attributes } = user(({ enabled, attributes: { title } }) => enabled && title !== undefined);
    await provider.userWrites.setEnabled(id, false, contextOf());
    await provider.userWrites.setEnabled(id, false, contextOf());
    const state = peer.state.users.get(id);
    expect(state).toMatchObject({ enabled: false, attributes });
    expect(peer.requests.writes.at(-1)?.body).toEqual({ enabled: false });
    await provider.userWrites.setEnabled(id, true, contextOf());
    expect(state?.enabled).toBe(true);
  });

  test('of an account that LDAP is the master of is refused in words', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(() => true);
    const federated = peer.state.users.get(id);
    if (federated !== undefined) peer.state.users.set(id, { ...federated, federationLink: 'ldap' });
    const refused = provider.userWrites.setEnabled(id, false, contextOf());
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    await expect(refused).rejects.toThrow('User is read only!');
  });

  test('is tried again after a fault, since twice is once', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(({ enabled }) => enabled);
    peer.faults.add({ method: 'PUT', fault: { kind: 'reset', applied: true }, times: 1 });
    await provider.userWrites.setEnabled(id, false, contextOf());
    expect(peer.state.users.get(id)?.enabled).toBe(false);
  });

  test('on ends a lock as well, and so does unlocking', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(({ locked }) => locked);
    await provider.userWrites.unlock(id, contextOf());
    await provider.userWrites.unlock(id, contextOf());
    expect(peer.state.users.get(id)?.locked).toBe(false);
    expect(await provider.users.get(id, contextOf())).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('asking for another password', () => {
  test('keeps what the user has to do besides: the list is replaced whole', async () => {
    const { provider, peer, user } = await connect();
    const { id } = user(({ requiredActions }) => requiredActions.includes('VERIFY_EMAIL'));
    await provider.userWrites.forcePasswordChange(id, contextOf());
    expect(peer.state.users.get(id)?.requiredActions).toEqual(['VERIFY_EMAIL', 'UPDATE_PASSWORD']);
    const before = peer.requests.writes.length;
    await provider.userWrites.forcePasswordChange(id, contextOf());
    expect(peer.requests.writes.length).toBe(before);
  });

  test('writes nothing when the list cannot be read', async () => {
    const { provider, asked } = await connectTo(() => ({ body: { id: 'u1', enabled: true } }));
    await expect(provider.userWrites.forcePasswordChange('u1', contextOf())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
    expect(asked.every((one) => one.startsWith('GET'))).toBe(true);
  });

  test('shows in the state of the password', async () => {
    const { provider, user } = await connect();
    const { id } = user(({ enabled, requiredActions }) => enabled && requiredActions.length === 0);
    expect((await provider.users.passwordState(id, contextOf())).status).toBe('OK');
    await provider.userWrites.forcePasswordChange(id, contextOf());
    expect((await provider.users.passwordState(id, contextOf())).status).toBe('MUST_CHANGE');
  });
});

describe('sessions', () => {
  test('are told in milliseconds, and all end with one call', async () => {
    const { provider, peer, user } = await connect();
    const account = user(() => true);
    const start = Date.parse('2026-02-01T10:00:00Z');
    const session = { start, lastAccess: start + 5_000, ipAddress: '192.0.2.1' };
    account.sessions = [
      { id: 's1', ...session },
      { id: 's2', ...session, start: start + 1_000 },
    ];
    const { rows } = await provider.users.sessions(account.id, contextOf());
    expect(rows.map(({ externalId }) => externalId)).toEqual(['s2', 's1']);
    expect(rows[1]).toMatchObject({ createdAt: new Date(start), activeAt: new Date(start + 5_000) });
    let ended = 0;
    await provider.userWrites.endSessions(account.id, () => (ended += 1), contextOf());
    expect(ended).toBe(2);
    expect(peer.state.users.get(account.id)?.sessions).toEqual([]);
    expect(await provider.userWrites.deleteSession(account.id, 's1', contextOf())).toBe(false);
  });

  test('that could not be ended are not counted as ended', async () => {
    const { provider, peer, user } = await connect();
    const account = user(() => true);
    account.sessions = [{ id: 's1', start: 1, lastAccess: 2, ipAddress: '' }];
    peer.faults.add({ method: 'POST', route: /logout/, fault: { kind: 'status', status: 403 } });
    let ended = 0;
    await expect(
      provider.userWrites.endSessions(account.id, () => (ended += 1), contextOf()),
    ).rejects.toBeInstanceOf(UpstreamError);
    expect(ended).toBe(0);
  });
});

describe('roles are taken', () => {
  test('with a DELETE that names the one role in its body: without it all of them would go', async () => {
    const { provider, peer, roleNamed, user } = await connect();
    const { id } = user(({ roleIds }) => roleIds.has(roleNamed('realm-admin')));
    const held = peer.state.users.get(id)?.roleIds;
    held?.add(roleNamed('manage-users')).add(roleNamed('employee'));
    const holder = { kind: 'USER', externalId: id } as const;
    await provider.membershipWrites.removeRole(holder, roleNamed('realm-admin'), contextOf());
    expect(peer.requests.writes.at(-1)).toMatchObject({
      route: 'DELETE /admin/realms/{realm}/users/{userId}/role-mappings/clients/{clientUuid}',
      contentType: 'application/json',
      body: [{ id: roleNamed('realm-admin'), name: 'realm-admin' }],
    });
    expect(held).toEqual(new Set([roleNamed('manage-users'), roleNamed('employee')]));
    await provider.membershipWrites.removeRole(holder, roleNamed('employee'), contextOf());
    expect(held).toEqual(new Set([roleNamed('manage-users')]));
    const before = peer.requests.writes.length;
    await provider.membershipWrites.removeRole(holder, roleNamed('employee'), contextOf());
    expect(peer.requests.writes.length).toBe(before);
  });

  test('from a group, and nothing is sent for what a group gives', async () => {
    const { provider, peer, groupNamed, roleNamed, user } = await connect();
    const administrators = groupNamed('Administrators');
    const { id } = user(({ groupIds }) => groupIds.has(groupNamed('Night shift')));
    const inherited = `${roleNamed('view-users')}@${administrators}`;
    const holder = { kind: 'USER', externalId: id } as const;
    expect(await provider.membershipWrites.roleAssignment(holder, inherited, contextOf())).toMatchObject({
      inherited: true,
    });
    await provider.membershipWrites.removeRole(holder, inherited, contextOf());
    expect(peer.state.groups.get(administrators)?.roleIds.size).toBe(1);
    const context = contextOf();
    await provider.users.roleAssignmentsOf(id, context);
    const group = { kind: 'GROUP', externalId: administrators } as const;
    await provider.membershipWrites.removeRole(group, roleNamed('view-users'), context);
    expect(peer.state.groups.get(administrators)?.roleIds.size).toBe(0);
    // The same request sees it gone, although it asked for the group's roles before.
    const { rows } = await provider.users.roleAssignmentsOf(id, context);
    expect(rows.some(({ inherited: is }) => is === true)).toBe(false);
  });

  test('and a 404 while the role is still held is an error', async () => {
    const { provider, peer, roleNamed, user } = await connect();
    const { id } = user(({ roleIds }) => roleIds.has(roleNamed('realm-admin')));
    peer.faults.add({ method: 'DELETE', fault: { kind: 'status', status: 404 } });
    await expect(
      provider.membershipWrites.removeRole(
        { kind: 'USER', externalId: id },
        roleNamed('realm-admin'),
        contextOf(),
      ),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('membership', () => {
  test('begins and ends, and repeats do no harm', async () => {
    const { provider, groupNamed, user } = await connect();
    const vpn = groupNamed('VPN');
    const { id } = user(({ groupIds }) => !groupIds.has(vpn));
    const { membershipWrites: writes } = provider;
    for (const _ of [1, 2]) await writes.addUserToGroup(id, vpn, contextOf());
    expect(await writes.userMembership(id, vpn, contextOf())).toMatchObject({ groupId: vpn, type: 'DIRECT' });
    for (const _ of [1, 2]) await writes.removeUserFromGroup(id, vpn, contextOf());
    expect(await writes.userMembership(id, vpn, contextOf())).toBeNull();
    await expect(writes.addUserToGroup(id, 'nothing', contextOf())).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await writes.userMembership('nobody', vpn, contextOf())).toBeNull();
    await writes.removeUserFromGroup(id, 'nothing', contextOf());
  });

  test('that a 404 hides is not taken for ended', async () => {
    const { provider, peer, groupNamed, user } = await connect();
    const everyone = groupNamed('Everyone');
    const { id } = user(({ groupIds }) => groupIds.has(everyone));
    peer.faults.add({ method: 'DELETE', fault: { kind: 'status', status: 404 } });
    await expect(
      provider.membershipWrites.removeUserFromGroup(id, everyone, contextOf()),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of a subgroup is in the group above it', async () => {
    const { provider, groupNamed } = await connect();
    const [above, below] = [groupNamed('Administrators'), groupNamed('Night shift')];
    const { membershipWrites: writes } = provider;
    expect(await writes.groupMembership(below, above, contextOf())).toMatchObject({ groupId: above });
    expect(await writes.groupMembership(above, below, contextOf())).toBeNull();
  });
});
