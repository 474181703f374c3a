import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { removeRoleAssignment } from '../../src/actions/membership/remove-role-assignment.ts';
import { removeRoleFromGroup } from '../../src/actions/membership/remove-role.ts';
import { removeUserFromGroup } from '../../src/actions/membership/remove-user-from-group.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { connect, connectionTo, context } from '../providers/pingone/support/connect.ts';
import { MembershipView } from './membership/support/memberships.ts';
import { setStage, type Stage } from './support/stage.ts';
import { TenantView, userRoute } from './support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;
let stage: Stage;
let alice: string;
let bob: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3, settings: { report: { throttleSeconds: 0 } } });
});

beforeEach(() => {
  provider = connect(connectionTo(sandbox));
  tenant = new TenantView(sandbox);
  tenant.dismissEverybody();
  [alice = '', bob = ''] = tenant.people(2);
  stage = setStage(provider);
  sandbox.requests.reset();
});

afterEach(async () => {
  sandbox.faults.clear();
  for (const id of [alice, bob]) tenant.setEnabled(id, true);
  await stage.directory.sweeper.stop();
  await provider.close();
});

afterAll(async () => {
  await sandbox.close();
});

const refused = {
  kind: 'REFUSED',
  code: 'LAST_ADMINISTRATOR',
  blockedBy: ['last-administrator'],
  retryable: false,
};

describe('the last administrator', () => {
  test('is not suspended, nor would be', async () => {
    tenant.appoint(alice);
    expect(await stage.suspend(alice)).toMatchObject({ ...refused, entry: { outcome: 'REFUSED' } });
    expect(await stage.suspend(alice, { dryRun: true })).toMatchObject(refused);
    expect(tenant.writes).toBe(0);
  });

  test('is one no more when another active administrator is there', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob, 'Organization Admin');
    expect(await stage.suspend(alice)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await stage.suspend(bob)).toMatchObject(refused);
  });

  test('has no stand-in in a suspended administrator, nor in one of a lower tier', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob);
    tenant.setEnabled(bob, false);
    expect(await stage.suspend(alice)).toMatchObject(refused);
    tenant.dismissEverybody();
    tenant.setEnabled(bob, true);
    tenant.appoint(alice);
    tenant.appoint(bob, 'Help Desk Admin');
    stage = setStage(provider);
    expect(await stage.suspend(alice)).toMatchObject(refused);
    expect(await stage.suspend(bob)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('has no stand-in in one whom only an old sweep knows as an administrator', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob);
    await stage.directory.sweeper.read(stage.loaders().scope);
    tenant.setEnabled(bob, false);
    expect(await stage.suspend(alice)).toMatchObject(refused);
    tenant.setEnabled(bob, true);
    tenant.dismissEverybody();
    tenant.appoint(alice);
    expect(await stage.suspend(alice)).toMatchObject(refused);
  });

  test('finds a stand-in among members of a group that gives the role, without a sweep', async () => {
    tenant.appoint(alice);
    const group = [...sandbox.tenant.groupMembers].find(([, members]) => members.size > 0);
    const [member = ''] = group?.[1] ?? [];
    tenant.setEnabled(member, true);
    tenant.appoint(group?.[0] ?? '', 'Environment Admin', 'groups');
    const result = await stage.suspend(alice);
    expect(result).toMatchObject({ kind: 'SUCCESS' });
    expect(sandbox.requests.of('GET /environments/{environmentId}/users')).toBeLessThanOrEqual(1);
  });

  test('has a stand-in in an administrator of the organization, and none in one of another environment', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob, 'Environment Admin', 'users', { id: 'elsewhere', type: 'ENVIRONMENT' });
    expect(await stage.suspend(alice)).toMatchObject(refused);
    const { organizationId } = sandbox.tenant;
    tenant.appoint(bob, 'Organization Admin', 'users', { id: organizationId, type: 'ORGANIZATION' });
    expect(await stage.suspend(alice)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('is one through a group too, where the provider lists only what is held directly', async () => {
    const roleAssignmentsOf: typeof provider.users.roleAssignmentsOf = async (...question) => {
      const all = await provider.users.roleAssignmentsOf(...question);
      return { ...all, rows: all.rows.filter(({ inheritedFromGroupId }) => inheritedFromGroupId === null) };
    };
    const direct = {
      ...provider,
      listsInheritedRoles: false,
      users: { ...provider.users, roleAssignmentsOf },
    };
    const group = [...sandbox.tenant.groupMembers].find(([, members]) => members.size > 0);
    const [member = ''] = group?.[1] ?? [];
    const everybody = await provider.groups.members(group?.[0] ?? '', { limit: 200, cursor: null }, context);
    for (const { externalId } of everybody.rows) tenant.setEnabled(externalId, externalId === member);
    tenant.appoint(group?.[0] ?? '', 'Environment Admin', 'groups');
    expect(await setStage(direct).suspend(member)).toMatchObject(refused);
  });

  test('two administrators who suspend each other at once: exactly one wins', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob);
    const results = await Promise.all([stage.suspend(alice), stage.suspend(bob)]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['REFUSED', 'SUCCESS']);
    expect(
      [tenant.isEnabled(alice), tenant.isEnabled(bob)].filter((enabled) => enabled === true),
    ).toHaveLength(1);
  });

  test('roles that cannot be read refuse the suspension, and nothing is sent', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob);
    sandbox.faults.add({ route: `${userRoute}/roleAssignments`, fault: { kind: 'status', status: 403 } });
    const result = await stage.suspend(alice);
    expect(result).toMatchObject({
      kind: 'REFUSED',
      code: 'GUARD_UNKNOWN',
      blockedBy: ['last-administrator'],
    });
    expect(result).toHaveProperty('message', expect.stringContaining('roleAssignments'));
    expect(tenant.writes).toBe(0);
  });

  test('a stand-in who cannot be read is none, and the answer is that it is not known', async () => {
    tenant.appoint(alice);
    tenant.appoint(bob);
    await stage.directory.sweeper.read(stage.loaders().scope);
    sandbox.faults.add({
      route: userRoute,
      path: new RegExp(`${bob}$`),
      fault: { kind: 'status', status: 403 },
    });
    expect(await stage.suspend(alice)).toMatchObject({ kind: 'REFUSED', code: 'GUARD_UNKNOWN' });
    expect(tenant.writes).toBe(0);
  });

  test('unsuspending asks nobody who else is there', async () => {
    tenant.appoint(alice);
    tenant.setEnabled(alice, false);
    expect(await stage.unsuspend(alice)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(sandbox.requests.of(`GET ${userRoute}/roleAssignments`)).toBe(0);
  });
});

describe('the last administrator and what gives the role', () => {
  const removal = (user: string, role = 'Environment Admin') => ({
    user: { externalId: user },
    role: { externalId: groups.roleId(role) },
    scope: { type: 'ENVIRONMENT' as const, externalId: sandbox.tenant.environmentId },
  });
  let groups: MembershipView;
  let group: string;

  beforeEach(() => {
    groups = new MembershipView(sandbox);
    group = groups.group();
  });

  afterEach(() => groups.reset());

  test('the role is not taken, nor would be; a second one of tier 0 is', async () => {
    tenant.appoint(alice);
    expect(await stage.act(removeRoleAssignment, removal(alice))).toMatchObject(refused);
    expect(await stage.act(removeRoleAssignment, { ...removal(alice), dryRun: true })).toMatchObject(refused);
    const { organizationId } = sandbox.tenant;
    tenant.appoint(alice, 'Organization Admin', 'users', { id: organizationId, type: 'ORGANIZATION' });
    expect(await stage.act(removeRoleAssignment, removal(alice))).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
  });

  test('a role of a lower tier is taken without looking for anybody else', async () => {
    tenant.appoint(alice);
    tenant.appoint(alice, 'Help Desk Admin');
    expect(await stage.act(removeRoleAssignment, removal(alice, 'Help Desk Admin'))).toMatchObject({
      kind: 'SUCCESS',
    });
    expect(sandbox.requests.of('GET /environments/{environmentId}/users')).toBe(0);
  });

  test('does not leave the group that gives the role, nor one inside it; others do', async () => {
    const inner = groups.group();
    const harmless = groups.group();
    groups.nest(inner, group);
    groups.put(alice, inner);
    groups.put(alice, harmless);
    tenant.appoint(group, 'Environment Admin', 'groups');
    const leave = (externalId: string) =>
      stage.act(removeUserFromGroup, { user: { externalId: alice }, group: { externalId } });
    expect(await leave(inner)).toMatchObject(refused);
    expect(await leave(harmless)).toMatchObject({ kind: 'SUCCESS', changed: true });
    tenant.appoint(bob);
    stage = setStage(provider);
    expect(await leave(inner)).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('the role of the group is not taken, and a group without members loses it', async () => {
    groups.put(alice, group);
    tenant.appoint(group, 'Environment Admin', 'groups');
    const target = {
      group: { externalId: group },
      role: { externalId: groups.roleId('Environment Admin') },
      scope: { type: 'ENVIRONMENT' as const, externalId: sandbox.tenant.environmentId },
    };
    expect(await stage.act(removeRoleFromGroup, target)).toMatchObject(refused);
    const empty = groups.group();
    tenant.appoint(empty, 'Environment Admin', 'groups');
    expect(await stage.act(removeRoleFromGroup, { ...target, group: { externalId: empty } })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
  });

  test('parents of a group that cannot be read refuse its members leave to go', async () => {
    groups.put(alice, group);
    tenant.appoint(group, 'Environment Admin', 'groups');
    tenant.appoint(bob);
    sandbox.faults.add({
      route: '/environments/{environmentId}/groups/{groupId}/memberOfGroups',
      fault: { kind: 'status', status: 403 },
    });
    expect(
      await stage.act(removeUserFromGroup, { user: { externalId: alice }, group: { externalId: group } }),
    ).toMatchObject({ kind: 'REFUSED', code: 'GUARD_UNKNOWN', blockedBy: ['last-administrator'] });
  });
});
