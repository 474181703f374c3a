import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Connected,
  connected,
  context,
  failureOf,
  groupNamed,
  listening,
  userWhere,
} from './support.ts';

let stage: Connected;
beforeAll(async () => {
  stage = await connected();
});
afterAll(async () => {
  await stage.close();
});

const ordinary = (more: (user: Record<string, unknown>) => boolean = () => true): string =>
  userWhere(
    stage.peer,
    (user) =>
      user['suspended'] === false &&
      user['archived'] === false &&
      user['deletionTime'] === undefined &&
      user['isAdmin'] === false &&
      user['isDelegatedAdmin'] === false &&
      more(user),
  );

function bodies(): readonly unknown[] {
  return stage.peer.requests.writes.filter(({ path }) => path !== '/token').map(({ body }) => body);
}

const reset = async (id: string): Promise<void> => {
  await stage.provider.mfaWrites.deleteAllDevices?.(id, context);
};

const heldBy = (name: string, type: 'user' | 'group' = 'user'): { id: string; holder: string } => {
  const role = [...stage.peer.roles.values()].find(({ roleName }) => roleName === name);
  const held = [...stage.peer.assignments.values()].filter(
    ({ roleId, assigneeType }) => roleId === role?.roleId && assigneeType === type,
  );
  const last = held.at(-1);
  if (last === undefined) throw new Error(`Nobody holds ${name}.`);
  return { id: last.roleAssignmentId, holder: last.assignedTo };
};

const writes = (): readonly string[] =>
  stage.peer.requests.writes.filter(({ path }) => path !== '/token').map(({ route }) => route);

describe('suspending', () => {
  test('changes the one switch, signs out nobody, and may be repeated', async () => {
    const id = ordinary();
    stage.peer.requests.reset();
    const { userWrites } = stage.provider;
    await userWrites.setEnabled(id, false, context);
    await userWrites.setEnabled(id, false, context);
    expect(bodies()).toEqual([{ suspended: true }, { suspended: true }]);
    expect(stage.peer.signedOut).not.toContain(id);
    expect(await stage.provider.users.get(id, context)).toMatchObject({
      status: 'SUSPENDED',
      enabled: false,
      rawStatus: expect.stringContaining('suspensionReason=ADMIN'),
    });
    await userWrites.setEnabled(id, true, context);
    expect(await stage.provider.users.get(id, context)).toMatchObject({ enabled: true });
  });

  test('is tried again after a break of the connection, since twice is as good as once', async () => {
    const id = ordinary();
    stage.peer.faults.add({ method: 'PATCH', fault: { kind: 'reset', applied: true }, times: 1 });
    await stage.provider.userWrites.setEnabled(id, false, context);
    stage.peer.faults.clear();
    expect(stage.peer.users.get(id)?.suspended).toBe(true);
    await stage.provider.userWrites.setEnabled(id, true, context);
  });

  test('shows at once in the members of a group, also to a sweep', async () => {
    const id = ordinary();
    const sweep = listening('bulk').context;
    const { users, groups, userWrites } = stage.provider;
    await users.list({ limit: 500, cursor: null, providerFilter: null }, sweep);
    await userWrites.setEnabled(id, false, context);
    const everyone = groupNamed(stage.peer, 'Everyone');
    const { rows } = await groups.members(everyone, { limit: 200, cursor: null }, sweep);
    expect(rows.find(({ externalId }) => externalId === id)?.status).toBe('SUSPENDED');
    await userWrites.setEnabled(id, true, context);
  });

  test('somebody who was removed is an error', async () => {
    const id = userWhere(stage.peer, (user) => user['deletionTime'] !== undefined);
    expect((await failureOf(stage.provider.userWrites.setEnabled(id, false, context))).code).toBe(
      'NOT_FOUND',
    );
  });
});

test('forcing another password sets the demand for it', async () => {
  const id = ordinary((user) => user['changePasswordAtNextLogin'] === false);
  await stage.provider.userWrites.forcePasswordChange(id, context);
  expect(await stage.provider.users.get(id, context)).toMatchObject({ passwordChangeRequired: true });
});

test('ending sessions signs out, and does not pretend to know how many there were', async () => {
  const id = ordinary();
  let told = 0;
  await stage.provider.userWrites.endSessions(id, () => (told += 1), context);
  expect(stage.peer.signedOut).toContain(id);
  expect(told).toBe(0);
});

describe('resetting second factors', () => {
  test('turns the second step off, then signs out, and a repeat changes nothing', async () => {
    const id = ordinary((user) => user['isEnrolledIn2Sv'] === true && user['isEnforcedIn2Sv'] === false);
    stage.peer.requests.reset();
    await reset(id);
    await reset(id);
    const routes = stage.peer.requests.writes
      .filter(({ path }) => path !== '/token')
      .map(({ route }) => route);
    const turnOff = 'POST /admin/directory/v1/users/{userKey}/twoStepVerification/turnOff';
    const signOut = 'POST /admin/directory/v1/users/{userKey}/signOut';
    expect(routes).toEqual([turnOff, signOut, signOut]);
    expect(await stage.provider.mfa.devicesOf(id, context)).toEqual([]);
  });

  test('whose answer was lost is known to be done by the user itself', async () => {
    const id = ordinary((user) => user['isEnrolledIn2Sv'] === true && user['isEnforcedIn2Sv'] === false);
    stage.peer.faults.add({
      route: /turnOff$/,
      fault: { kind: 'reset', applied: true },
      times: 1,
    });
    await reset(id);
    stage.peer.faults.clear();
    expect(stage.peer.users.get(id)?.isEnrolledIn2Sv).toBe(false);
    expect(stage.peer.signedOut.at(-1)).toBe(id);
  });

  test('is refused where a second step is enforced, and the refusal says so', async () => {
    const id = ordinary((user) => user['isEnforcedIn2Sv'] === true);
    const failure = await failureOf(reset(id));
    expect(failure.code).toBe('CONFLICT');
    expect(failure.message).toContain('A second step is enforced for this user');
    expect(stage.peer.signedOut.at(-1)).not.toBe(id);
  });

  test('cannot be done one by one', async () => {
    const failure = await failureOf(
      stage.provider.mfaWrites.deleteDevice(ordinary(), 'two-step-verification', context),
    );
    expect(failure.code).toBe('UNSUPPORTED');
    expect(stage.provider.actions.has('DELETE_MFA_DEVICE')).toBe(false);
  });
});

describe('memberships', () => {
  test('are put in and taken out once, and repeats are not errors', async () => {
    const group = groupNamed(stage.peer, 'Finance');
    const id = ordinary((user) => stage.peer.members.get(group)?.has(String(user['id'])) === false);
    const { membershipWrites } = stage.provider;
    expect(await membershipWrites.userMembership(id, group, context)).toBeNull();
    await membershipWrites.addUserToGroup(id, group, context);
    await membershipWrites.addUserToGroup(id, group, context);
    expect(await membershipWrites.userMembership(id, group, context)).toMatchObject({ type: 'DIRECT' });
    await membershipWrites.removeUserFromGroup(id, group, context);
    await membershipWrites.removeUserFromGroup(id, group, context);
    expect(await membershipWrites.userMembership(id, group, context)).toBeNull();
  });

  test('through another group are told apart, and taking out leaves them', async () => {
    const group = groupNamed(stage.peer, 'All of engineering');
    const [id = ''] = stage.peer.members.get(groupNamed(stage.peer, 'On call'))?.keys() ?? [];
    const { membershipWrites } = stage.provider;
    expect(await membershipWrites.userMembership(id, group, context)).toMatchObject({ type: 'INDIRECT' });
    await membershipWrites.removeUserFromGroup(id, group, context);
    expect(await membershipWrites.userMembership(id, group, context)).toMatchObject({ type: 'INDIRECT' });
  });

  test('a refusal that is no duplicate is thrown, also when Google calls it one', async () => {
    const group = groupNamed(stage.peer, 'Finance');
    const id = ordinary((user) => stage.peer.members.get(group)?.has(String(user['id'])) === false);
    stage.peer.faults.add({ method: 'POST', route: /members$/, fault: { kind: 'status', status: 409 } });
    const failure = await failureOf(stage.provider.membershipWrites.addUserToGroup(id, group, context));
    stage.peer.faults.clear();
    expect(failure.code).toBe('CONFLICT');
    expect(await stage.provider.membershipWrites.userMembership(id, 'no-such-group', context)).toBeNull();
  });

  test('putting in is not sent twice after a break of the connection', async () => {
    const group = groupNamed(stage.peer, 'Finance');
    const id = ordinary((user) => stage.peer.members.get(group)?.has(String(user['id'])) === false);
    stage.peer.faults.add({ method: 'POST', route: /members$/, fault: { kind: 'reset', applied: true } });
    const failure = await failureOf(stage.provider.membershipWrites.addUserToGroup(id, group, context));
    stage.peer.faults.clear();
    expect(failure.facts.mayHaveBeenApplied).toBe(true);
    expect(stage.peer.members.get(group)?.has(id)).toBe(true);
    await stage.provider.membershipWrites.removeUserFromGroup(id, group, context);
  });
});

describe('taking away roles', () => {
  test('deletes the assignment, and a repeat changes nothing', async () => {
    const { id, holder } = heldBy('_USER_MANAGEMENT_ADMIN_ROLE');
    const user = { kind: 'USER', externalId: holder } as const;
    const { membershipWrites } = stage.provider;
    expect(await membershipWrites.roleAssignment(user, id, context)).toMatchObject({ externalId: id });
    await membershipWrites.removeRole(user, id, context);
    await membershipWrites.removeRole(user, id, context);
    expect(stage.peer.assignments.has(id)).toBe(false);
    expect(await membershipWrites.roleAssignment(user, id, context)).toBeNull();
  });

  test('ends being super administrator by the mark of the user, since its assignment cannot be deleted', async () => {
    const { id, holder } = heldBy('_SEED_ADMIN_ROLE');
    stage.peer.requests.reset();
    await stage.provider.membershipWrites.removeRole({ kind: 'USER', externalId: holder }, id, context);
    expect(writes()).toEqual(['POST /admin/directory/v1/users/{userKey}/makeAdmin']);
    expect(bodies()).toEqual([{ status: false }]);
    expect((await stage.provider.users.get(holder, context))?.customAttributes['isAdmin']).toBe(false);
    expect(await stage.provider.users.roleAssignmentsOf(holder, context)).toMatchObject({ rows: [] });
  });

  test('touches nothing that somebody else holds', async () => {
    const { id, holder } = heldBy('Directory readers');
    const other = { kind: 'USER', externalId: ordinary() } as const;
    stage.peer.requests.reset();
    expect(await stage.provider.membershipWrites.roleAssignment(other, id, context)).toBeNull();
    await stage.provider.membershipWrites.removeRole(other, id, context);
    expect(writes()).toEqual([]);
    expect(stage.peer.assignments.get(id)?.assignedTo).toBe(holder);
  });

  test('from a group takes it from its members at once', async () => {
    const { id, holder } = heldBy('_HELP_DESK_ADMIN_ROLE', 'group');
    const [member = ''] = stage.peer.members.get(holder)?.keys() ?? [];
    const sweep = listening('bulk').context;
    expect((await stage.provider.users.roleAssignmentsOf(member, sweep)).rows).toHaveLength(1);
    await stage.provider.membershipWrites.removeRole({ kind: 'GROUP', externalId: holder }, id, context);
    expect((await stage.provider.users.roleAssignmentsOf(member, sweep)).rows).toEqual([]);
  });
});
