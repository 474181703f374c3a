import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GLOBAL_ADMINISTRATOR } from '../../../src/sandbox/peers/entra-id/build-roles.ts';
import { guid, refusal, startHandServer } from './support/hand-server.ts';
import { connect, context, openTenant, type Tenant } from './support/tenant.ts';

let tenant: Tenant;
let cloudUser: string;
beforeAll(async () => {
  tenant = await openTenant({ users: 60 });
  const person = tenant.find(
    (one) =>
      one.status === 'ACTIVE' &&
      one.role === null &&
      !one.external &&
      one.factors.includes('QUESTION') &&
      tenant.peer.users.get(tenant.idOf(one))?.['onPremisesSyncEnabled'] === null,
  );
  cloudUser = tenant.idOf(person);
});
afterAll(async () => {
  await tenant.close();
});
beforeEach(() => {
  tenant.peer.requests.reset();
  tenant.peer.faults.clear();
});

/** Bodies of what was written, in order. */
const sent = (route: string): readonly unknown[] =>
  tenant.peer.requests.writes.filter((write) => write.route === route).map(({ body }) => body);

const groupId = (name: string): string =>
  [...tenant.peer.groups.values()].find(({ row }) => row['displayName'] === name)?.row.id ?? '';

describe('the switch of an account', () => {
  it('is set, also when repeated, and read back', async () => {
    const { users, userWrites } = tenant.provider;
    for (const enabled of [false, false, true]) {
      await userWrites.setEnabled(cloudUser, enabled, context);
      expect(await users.get(cloudUser, context)).toMatchObject({ enabled });
    }
    expect(sent('PATCH /v1.0/users/{userId}')).toEqual([
      { accountEnabled: false },
      { accountEnabled: false },
      { accountEnabled: true },
    ]);
  });

  it('of a synchronised account is refused, and the error says why', async () => {
    const hybrid = [...tenant.peer.users.values()].find((row) => row['onPremisesSyncEnabled'] === true);
    await expect(
      tenant.provider.userWrites.setEnabled(hybrid?.id ?? '', false, context),
    ).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringMatching(/on-premises mastered/),
    });
  });

  it('of an administrator needs a directory role, and the error says which', async () => {
    const top = tenant.idOf(tenant.find(({ role }) => role === 'TOP'));
    tenant.peer.switches.actsOnAdministrators = false;
    await expect(tenant.provider.userWrites.setEnabled(top, false, context)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/directory role on the gateway’s own service principal/),
    });
    tenant.peer.switches.actsOnAdministrators = true;
  });

  it('is sent again when the connection broke: set twice is set once', async () => {
    const { userWrites } = tenant.provider;
    tenant.peer.faults.add({ method: 'PATCH', times: 1, fault: { kind: 'reset', applied: true } });
    await userWrites.setEnabled(cloudUser, true, context);
    expect(tenant.peer.requests.of('PATCH /v1.0/users/{userId}')).toBe(2);
  });
});

describe('passwords and sessions', () => {
  it('another password is asked for at the next sign-in', async () => {
    const { users, userWrites } = tenant.provider;
    expect(await users.passwordState(cloudUser, context)).toMatchObject({ status: 'UNKNOWN' });
    await userWrites.forcePasswordChange(cloudUser, context);
    expect(await users.passwordState(cloudUser, context)).toMatchObject({ status: 'MUST_CHANGE' });
  });

  it('sessions are revoked', async () => {
    await tenant.provider.userWrites.endSessions(cloudUser, () => {}, context);
    expect(tenant.peer.revocations.get(cloudUser)).toBe(1);
  });

  it.each([
    ['204', { status: 204 }],
    ['200 with true', { body: { value: true } }],
    ['200 without a word', { body: {} }],
  ])('%s says that they are', async (_what, answer) => {
    const server = await startHandServer(({ method }) =>
      method === 'POST' ? answer : { body: { id: guid(1), userType: 'Member' } },
    );
    const provider = connect(server.connection);
    await expect(provider.userWrites.endSessions(guid(1), () => {}, context)).resolves.toBeUndefined();
    await provider.close();
    await server.close();
  });

  it('200 with false does not', async () => {
    const server = await startHandServer(({ method }) => ({
      body: method === 'POST' ? { value: false } : { id: guid(1), userType: 'Member' },
    }));
    const provider = connect(server.connection);
    await expect(provider.userWrites.endSessions(guid(1), () => {}, context)).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
    await provider.close();
    await server.close();
  });

  it('those of a guest cannot be revoked from here: nothing is sent, and that is said', async () => {
    const guest = tenant.idOf(tenant.find(({ external, status }) => external && status === 'ACTIVE'));
    await expect(tenant.provider.userWrites.endSessions(guest, () => {}, context)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringMatching(/guest/),
    });
    expect(tenant.peer.requests.writes).toEqual([]);
  });

  it('cannot be listed: that is UNSUPPORTED and not "none"', async () => {
    expect(tenant.provider.capabilities.has('SESSIONS')).toBe(false);
    await expect(tenant.provider.users.sessions(cloudUser, context)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    await expect(tenant.provider.userWrites.unlock(cloudUser, context)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    expect(tenant.peer.requests.total).toBe(0);
  });
});

describe('second factors', () => {
  it('one is removed through the collection of its kind, also when repeated', async () => {
    const person = tenant.find(({ factors, status }) => factors.includes('FIDO2') && status === 'ACTIVE');
    const id = tenant.idOf(person);
    const [device] = await tenant.provider.mfa.devicesOf(id, context);
    const { mfaWrites } = tenant.provider;
    await mfaWrites.deleteDevice(id, device?.externalId ?? '', context);
    await mfaWrites.deleteDevice(id, device?.externalId ?? '', context);
    expect(await tenant.provider.mfa.devicesOf(id, context)).toEqual([]);
    expect(
      tenant.peer.requests.writes.map(({ path }) => path).filter((path) => !path.includes('$batch')),
    ).toEqual([`/v1.0/users/${id}/authentication/fido2Methods/${device?.externalId}`]);
  });

  it('all are removed, the default one last, and password and address stay', async () => {
    const person = tenant.find(
      ({ factors, status }) => factors.includes('PUSH') && factors.includes('TOTP') && status === 'ACTIVE',
    );
    const id = tenant.idOf(person);
    tenant.peer.methods
      .get(id)
      ?.push(
        { '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethod', id: guid(5) },
        { '@odata.type': '#microsoft.graph.emailAuthenticationMethod', id: guid(6) },
      );
    await tenant.provider.mfaWrites.deleteAllDevices?.(id, context);
    const left = tenant.peer.methods.get(id)?.map((method) => method['@odata.type']);
    expect(left).toEqual([
      '#microsoft.graph.passwordAuthenticationMethod',
      '#microsoft.graph.emailAuthenticationMethod',
    ]);
    await tenant.provider.mfaWrites.deleteAllDevices?.(id, context);
  });

  it('a default one that cannot go says so when nothing else is left to try', async () => {
    const person = tenant.find(
      ({ factors, status }) =>
        factors.includes('PUSH') && factors.includes('QUESTION') && status === 'ACTIVE',
    );
    const id = tenant.idOf(person);
    tenant.peer.methods
      .get(id)
      ?.push({ '@odata.type': '#microsoft.graph.hardwareOathAuthenticationMethod', id: guid(7) });
    await expect(tenant.provider.mfaWrites.deleteAllDevices?.(id, context)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it.each([
    [
      'the password',
      (methods: readonly { readonly id: string }[]) => methods[0]?.id ?? '',
      /no second factor/,
    ],
    ['one that only the report named', () => 'registered:fido2', /names no method/],
  ])('%s is not removed', async (_what, idOf, told) => {
    const methods = tenant.peer.methods.get(cloudUser) ?? [];
    await expect(
      tenant.provider.mfaWrites.deleteDevice(cloudUser, idOf(methods), context),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringMatching(told) });
    expect(tenant.peer.requests.writes).toEqual([]);
  });
});

describe('memberships', () => {
  it('somebody is put into a group, and a repeat, which Graph refuses with 400, is no failure', async () => {
    const { membershipWrites } = tenant.provider;
    const id = groupId('Engineering');
    tenant.peer.groups.get(id)?.members.delete(cloudUser);
    expect(await membershipWrites.userMembership(cloudUser, id, context)).toBeNull();
    await membershipWrites.addUserToGroup(cloudUser, id, context);
    await membershipWrites.addUserToGroup(cloudUser, id, context);
    expect(await membershipWrites.userMembership(cloudUser, id, context)).toMatchObject({ type: 'DIRECT' });
    expect(tenant.peer.requests.answered(400)).toBe(1);
    await membershipWrites.removeUserFromGroup(cloudUser, id, context);
    expect(await membershipWrites.userMembership(cloudUser, id, context)).toBeNull();
  });

  it('a 400 for another reason is told', async () => {
    await expect(
      tenant.provider.membershipWrites.addUserToGroup(cloudUser, groupId('All guests'), context),
    ).rejects.toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringMatching(/dynamic/) });
  });

  it('of somebody who does not exist there is none, and none can be made', async () => {
    const { membershipWrites } = tenant.provider;
    const id = groupId('Engineering');
    expect(await membershipWrites.userMembership(guid(404), id, context)).toBeNull();
    await expect(membershipWrites.addUserToGroup(guid(404), id, context)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

const userHolder = (externalId: string) => ({ kind: 'USER' as const, externalId });

describe('roles', () => {
  it('an assignment is taken from its holder, also when repeated, and seen to be gone at once', async () => {
    const top = tenant.people.filter(({ role }) => role === 'TOP').map(tenant.idOf)[1] ?? '';
    const { users, membershipWrites } = tenant.provider;
    const { rows } = await users.roleAssignmentsOf(top, context);
    const id = rows[0]?.externalId ?? '';
    expect(await membershipWrites.roleAssignment(userHolder(top), id, context)).toMatchObject({
      roleId: GLOBAL_ADMINISTRATOR,
    });
    await membershipWrites.removeRole(userHolder(top), id, context);
    await membershipWrites.removeRole(userHolder(top), id, context);
    expect((await users.roleAssignmentsOf(top, context)).rows).toEqual([]);
    expect(await membershipWrites.roleAssignment(userHolder(top), id, context)).toBeNull();
  });

  it('what somebody else holds is not taken away in a user’s name', async () => {
    const [assignment] = [...tenant.peer.roleAssignments.values()];
    const { membershipWrites } = tenant.provider;
    const id = assignment?.id ?? '';
    expect(await membershipWrites.roleAssignment(userHolder(cloudUser), id, context)).toBeNull();
    await expect(membershipWrites.removeRole(userHolder(cloudUser), id, context)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(tenant.peer.roleAssignments.has(id)).toBe(true);
  });
});

describe('a write that is refused', () => {
  it('says what Graph said, and holds no secret', async () => {
    const server = await startHandServer(() => refusal(400, 'Request_BadRequest'));
    const provider = connect(server.connection);
    const error = await provider.userWrites
      .setEnabled(guid(1), false, context)
      .catch((caught: Error) => caught);
    expect(String(error)).toMatch(/Request_BadRequest of some words/);
    expect(JSON.stringify([error, String(error)])).not.toMatch(/secret-1|token-1/);
    await provider.close();
    await server.close();
  });
});
