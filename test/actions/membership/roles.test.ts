import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import {
  assignRoleToApplication,
  assignRoleToGroup,
  assignRoleToUser,
} from '../../../src/actions/membership/assign-role.ts';
import { NamedAssignment } from '../../../src/actions/membership/grant.ts';
import { removeRoleAssignment } from '../../../src/actions/membership/remove-role-assignment.ts';
import {
  removeRoleFromApplication,
  removeRoleFromGroup,
} from '../../../src/actions/membership/remove-role.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';
import { MembershipView } from './support/memberships.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: MembershipView;
let stage: Stage;
let alice: string;
let group: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 30, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new MembershipView(sandbox);
});

beforeEach(() => {
  tenant.reset();
  [alice = ''] = tenant.people(1);
  group = tenant.group();
  stage = setStage(provider);
  sandbox.requests.reset();
});

afterEach(async () => {
  sandbox.faults.clear();
  await stage.directory.sweeper.stop();
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

const grant = (name = 'Help Desk Admin') => ({
  role: { externalId: tenant.roleId(name) },
  scope: { type: 'ENVIRONMENT' as const, externalId: sandbox.tenant.environmentId },
});

describe('a role', () => {
  test('is given to a user once, and seen to be so', async () => {
    const { role } = grant();
    const input = { user: { externalId: alice }, role, scope: { type: 'ENVIRONMENT' as const } };
    const result = await stage.act(assignRoleToUser, input);
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'direct', before: false, after: true }],
      entry: { action: 'ASSIGN_ROLE_TO_USER', inverse: 'REMOVE_ROLE_ASSIGNMENT', outcome: 'SUCCEEDED' },
    });
    expect(tenant.rolesOf(alice)).toEqual(['Help Desk Admin over ENVIRONMENT']);
    expect(await stage.act(assignRoleToUser, input)).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(tenant.sent).toEqual(['POST users/{userId}/roleAssignments']);
  });

  test('that the user has at a broader scope is not given again', async () => {
    tenant.appoint(alice, 'Help Desk Admin');
    const scope = { type: 'POPULATION' as const, externalId: tenant.populationOf(alice) };
    expect(
      await stage.act(assignRoleToUser, { user: { externalId: alice }, role: grant().role, scope }),
    ).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(tenant.sent).toEqual([]);
  });

  test('is rehearsed, and refused in words where the provider would refuse it', async () => {
    const user = { externalId: alice };
    expect(await stage.act(assignRoleToUser, { user, ...grant(), dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: [{ path: 'direct', before: false, after: true }],
    });
    expect(
      await stage.act(assignRoleToUser, { user, ...grant(), role: { externalId: 'no-role' } }),
    ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE', message: expect.stringContaining('no role') });
    expect(
      await stage.act(assignRoleToUser, { user, ...grant(), scope: { type: 'POPULATION' } }),
    ).toMatchObject({ kind: 'INVALID' });
    expect(tenant.sent).toEqual([]);
  });

  test('is not given by somebody to themselves, nor to a group that they are in', async () => {
    const me = callerNamed('me', { directory: 'primary', externalId: alice });
    expect(await stage.act(assignRoleToUser, { user: { externalId: alice }, ...grant() }, me)).toMatchObject({
      kind: 'REFUSED',
      code: 'SELF',
      blockedBy: ['self'],
    });
    tenant.put(alice, group);
    expect(
      await stage.act(assignRoleToGroup, { group: { externalId: group }, ...grant() }, me),
    ).toMatchObject({ kind: 'REFUSED', code: 'SELF', blockedBy: ['self'] });
    sandbox.faults.add({
      route: '/environments/{environmentId}/users/{userId}/memberOfGroups',
      fault: { kind: 'status', status: 403 },
    });
    expect(
      await stage.act(assignRoleToGroup, { group: { externalId: group }, ...grant() }, me),
    ).toMatchObject({ kind: 'REFUSED', code: 'GUARD_UNKNOWN' });
    expect(tenant.sent).toEqual([]);
  });

  test("of the gateway's own application is neither given nor taken", async () => {
    const application = { externalId: provider.ownApplicationId ?? '' };
    expect(await stage.act(assignRoleToApplication, { application, ...grant() })).toMatchObject({
      kind: 'REFUSED',
      code: 'OWN_APPLICATION',
    });
    const [id = ''] = tenant.assignmentIds(application.externalId, 'applications');
    const assignment = new NamedAssignment(id);
    expect(await stage.act(removeRoleFromApplication, { application, assignment })).toMatchObject({
      kind: 'REFUSED',
      code: 'OWN_APPLICATION',
    });
    expect(tenant.sent).toEqual([]);
  });

  test('is given to a group and taken from it, and its members are told so at once', async () => {
    tenant.put(alice, group);
    const target = { group: { externalId: group }, ...grant() };
    const held = async () =>
      (await stage.loaders().userRoleAssignments.load(alice)).rows.filter(
        ({ inheritedFromGroupId }) => inheritedFromGroupId === group,
      );
    expect(await held()).toHaveLength(0);
    const given = await stage.act(assignRoleToGroup, target);
    expect(given).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await held()).toHaveLength(1);
    const undo = given.entry === null ? null : assignRoleToGroup.undo?.(given.entry);
    expect(undo).toEqual({ action: 'REMOVE_ROLE_FROM_GROUP', input: target });
    const taken = await stage.act(removeRoleFromGroup, target);
    expect(taken).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(taken.entry?.before).toEqual(given.entry?.after);
    expect(taken.entry === null ? null : removeRoleFromGroup.undo?.(taken.entry)).toEqual({
      action: 'ASSIGN_ROLE_TO_GROUP',
      input: target,
    });
    expect(await held()).toHaveLength(0);
    expect(await stage.act(removeRoleFromGroup, target)).toMatchObject({ changed: false });
  });

  test('is given to an application and taken from it by the id of the assignment, twice to the same effect', async () => {
    const application = { externalId: tenant.application() };
    await stage.act(assignRoleToApplication, { application, ...grant() });
    const [id = ''] = tenant.assignmentIds(application.externalId, 'applications').slice(-1);
    const before = tenant.rolesOf(application.externalId, 'applications');
    expect(before).toContain('Help Desk Admin over ENVIRONMENT');
    expect(
      await stage.act(removeRoleFromApplication, { application, assignment: new NamedAssignment(id) }),
    ).toMatchObject({ kind: 'SUCCESS', changed: true, facts: { assignmentId: id } });
    expect(tenant.rolesOf(application.externalId, 'applications')).toHaveLength(before.length - 1);
    expect(
      await stage.act(removeRoleFromApplication, { application, assignment: new NamedAssignment(id) }),
    ).toMatchObject({ kind: 'SUCCESS', changed: false });
  });

  test('for a time names what takes it back', () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    expect(
      assignRoleToUser.timed?.({ user: { externalId: alice }, ...grant(), until }, { externalId: alice }),
    ).toEqual({
      action: 'REMOVE_ROLE_ASSIGNMENT',
      input: { user: { externalId: alice }, ...grant() },
      until: new Date(until),
    });
  });

  test('that could not be given is told so, and one whose answer was lost is looked for', async () => {
    const input = { user: { externalId: alice }, ...grant() };
    sandbox.faults.add({ method: 'POST', times: 1, fault: { kind: 'reset', applied: true } });
    expect(await stage.act(assignRoleToUser, input)).toMatchObject({ kind: 'SUCCESS', changed: true });
    sandbox.faults.add({ method: 'DELETE', fault: { kind: 'status', status: 403 } });
    expect(await stage.act(removeRoleAssignment, input)).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
    });
    expect(tenant.rolesOf(alice)).toHaveLength(1);
  });
});

/** May assign roles in Alice's population. */
const confined = () => ({
  ...localCaller,
  name: 'confined',
  grants: [
    { permission: 'directory:read' as const },
    { permission: 'role:assign' as const, populations: [tenant.populationOf(alice)] },
  ],
});
const over = (type: 'ORGANIZATION' | 'ENVIRONMENT' | 'POPULATION' | 'GROUP', externalId: string) => ({
  role: { externalId: tenant.roleId('Identity Data Admin') },
  scope: { type, externalId },
});
const user = () => ({ externalId: alice });

describe('a grant of role:assign for one population', () => {
  const forbidden = { kind: 'REFUSED', code: 'FORBIDDEN' };

  test('gives no role over the whole directory, another population or a group, to its own users either', async () => {
    for (const beyond of [
      { ...over('ENVIRONMENT', ''), scope: { type: 'ENVIRONMENT' as const } },
      over('ENVIRONMENT', sandbox.tenant.environmentId),
      over('ORGANIZATION', 'any'),
      over('POPULATION', 'another'),
      over('GROUP', group),
    ])
      expect(await stage.act(assignRoleToUser, { user: user(), ...beyond }, confined())).toMatchObject(
        forbidden,
      );
    expect(tenant.sent).toEqual([]);
    const within = over('POPULATION', tenant.populationOf(alice));
    expect(await stage.act(assignRoleToUser, { user: user(), ...within }, confined())).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(await stage.act(removeRoleAssignment, { user: user(), ...within }, confined())).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
  });

  test('takes no role over the whole directory from somebody of that population, by its id either', async () => {
    tenant.appoint(alice, 'Identity Data Admin');
    const assignment = new NamedAssignment(tenant.assignmentIds(alice)[0] ?? '');
    const whole = over('ENVIRONMENT', sandbox.tenant.environmentId);
    for (const named of [whole, { assignment }])
      expect(await stage.act(removeRoleAssignment, { user: user(), ...named }, confined())).toMatchObject(
        forbidden,
      );
    expect(tenant.rolesOf(alice)).toEqual(['Identity Data Admin over ENVIRONMENT']);
    expect(tenant.sent).toEqual([]);
  });

  test('reaches no group and no application, whatever the role is over', async () => {
    const within = over('POPULATION', tenant.populationOf(alice));
    const application = { externalId: tenant.application() };
    for (const attempt of [
      stage.act(assignRoleToGroup, { group: { externalId: group }, ...within }, confined()),
      stage.act(assignRoleToApplication, { application, ...within }, confined()),
    ])
      expect(await attempt).toMatchObject(forbidden);
    tenant.appoint(group, 'Identity Data Admin', 'groups', {
      id: within.scope.externalId,
      type: 'POPULATION',
    });
    expect(
      await stage.act(removeRoleFromGroup, { group: { externalId: group }, ...within }, confined()),
    ).toMatchObject(forbidden);
    expect(tenant.sent).toEqual([]);
  });
});
