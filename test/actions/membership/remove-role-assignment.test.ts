import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import { NamedAssignment } from '../../../src/actions/membership/grant.ts';
import {
  removeRoleAssignment,
  type RemoveRoleAssignmentInput,
} from '../../../src/actions/membership/remove-role-assignment.ts';
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
let bob: string;
let group: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 30, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new MembershipView(sandbox);
});

beforeEach(() => {
  tenant.reset();
  [alice = '', bob = ''] = tenant.people(2);
  group = tenant.group({ name: `Help ${Math.random()}` });
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

const input = (more: Partial<RemoveRoleAssignmentInput> = {}): RemoveRoleAssignmentInput => ({
  user: { externalId: alice },
  role: { externalId: tenant.roleId('Help Desk Admin') },
  scope: { type: 'ENVIRONMENT', externalId: sandbox.tenant.environmentId },
  ...more,
});

function inherit(): void {
  tenant.put(alice, group);
  tenant.put(bob, group);
  tenant.appoint(group, 'Help Desk Admin', 'groups');
}

describe('taking a role from a user', () => {
  test('deletes the direct assignment, once, and says what gives it back', async () => {
    tenant.appoint(alice, 'Help Desk Admin');
    const [id = ''] = tenant.assignmentIds(alice);
    const rehearsed = await stage.act(removeRoleAssignment, input({ dryRun: true }));
    expect(rehearsed).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: [{ path: 'direct', before: true, after: false }],
      steps: [{ name: 'delete-assignment', outcome: 'SKIPPED', message: expect.stringContaining('Deletes') }],
    });
    const assignment = new NamedAssignment(id);
    const result = await stage.act(removeRoleAssignment, { user: { externalId: alice }, assignment });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { assignmentId: id },
      steps: [{ name: 'delete-assignment', outcome: 'DONE' }],
    });
    expect(tenant.rolesOf(alice)).toEqual([]);
    expect(result.entry === null ? null : removeRoleAssignment.undo?.(result.entry)).toEqual({
      action: 'ASSIGN_ROLE_TO_USER',
      input: {
        user: { externalId: alice },
        role: { externalId: tenant.roleId('Help Desk Admin') },
        scope: { type: 'ENVIRONMENT', externalId: sandbox.tenant.environmentId },
      },
    });
    for (const again of [input(), { user: { externalId: alice }, assignment: new NamedAssignment(id) }])
      expect(await stage.act(removeRoleAssignment, again)).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(tenant.sent).toEqual(['DELETE users/{userId}/roleAssignments/{roleAssignmentId}']);
  });

  test('what comes through a group is refused, naming the group and how many others it gives it to', async () => {
    inherit();
    expect(await stage.act(removeRoleAssignment, input())).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      blockedBy: ['state'],
      message: expect.stringMatching(/"Help 0\..*gives it to 1 other.*LEAVE_GROUP.*REMOVE_FROM_GROUP/s),
    });
    tenant.appoint(alice, 'Help Desk Admin');
    const [inherited = ''] = tenant.assignmentIds(group, 'groups');
    const named = { user: { externalId: alice }, assignment: new NamedAssignment(inherited) };
    expect(await stage.act(removeRoleAssignment, named)).toMatchObject({ kind: 'REFUSED' });
    expect(tenant.sent).toEqual([]);
  });

  test('takes the user out of the group when the input says so, and leaves the others their role', async () => {
    inherit();
    expect(await stage.act(removeRoleAssignment, input({ how: 'LEAVE_GROUP', dryRun: true }))).toMatchObject({
      steps: [{ name: 'leave-group', outcome: 'SKIPPED', message: expect.stringContaining(group) }],
      differences: [{ path: 'through', before: [group], after: [] }],
    });
    const result = await stage.act(removeRoleAssignment, input({ how: 'LEAVE_GROUP' }));
    expect(result).toMatchObject({ kind: 'SUCCESS', changed: true, facts: { groupId: group } });
    expect(tenant.isIn(alice, group)).toBe(false);
    expect(tenant.rolesOf(group, 'groups')).toHaveLength(1);
    expect(result.entry === null ? 'none' : removeRoleAssignment.undo?.(result.entry)).toBeNull();
  });

  test('takes the role from the group when the input says so, and says how many others lose it', async () => {
    inherit();
    expect(
      await stage.act(removeRoleAssignment, input({ how: 'REMOVE_FROM_GROUP', dryRun: true })),
    ).toMatchObject({
      steps: [{ name: 'remove-from-group', message: expect.stringContaining('1 other') }],
    });
    expect(await stage.act(removeRoleAssignment, input({ how: 'REMOVE_FROM_GROUP' }))).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { groupId: group, othersAffected: 1 },
    });
    expect(tenant.rolesOf(group, 'groups')).toEqual([]);
    expect(tenant.isIn(alice, group)).toBe(true);
    expect((await stage.loaders().userRoleAssignments.load(bob)).rows).toEqual([]);
  });

  test('asks which group is meant where several give it', async () => {
    inherit();
    const other = tenant.group();
    tenant.put(alice, other);
    tenant.appoint(other, 'Help Desk Admin', 'groups');
    expect(await stage.act(removeRoleAssignment, input({ how: 'LEAVE_GROUP' }))).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('which group'),
    });
    expect(
      await stage.act(removeRoleAssignment, input({ how: 'LEAVE_GROUP', group: { externalId: other } })),
    ).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect([tenant.isIn(alice, group), tenant.isIn(alice, other)]).toEqual([true, false]);
  });

  test('who is in the group by a filter cannot leave it', async () => {
    const dynamic = tenant.group({ userFilter: 'enabled eq true' });
    tenant.appoint(dynamic, 'Help Desk Admin', 'groups');
    expect(await stage.act(removeRoleAssignment, input({ how: 'LEAVE_GROUP' }))).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('REMOVE_FROM_GROUP'),
    });
    tenant.dismissEverybody();
    sandbox.tenant.collections.get('groups')?.delete(dynamic);
    sandbox.world.touch();
  });

  test('a direct assignment is deleted also where a group gives the role besides, which is told', async () => {
    inherit();
    tenant.appoint(alice, 'Help Desk Admin');
    expect(await stage.act(removeRoleAssignment, input())).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { stillThrough: [group] },
    });
  });

  test('what the provider made itself is refused, and may pass later', async () => {
    tenant.appoint(alice, 'Help Desk Admin');
    const [id = ''] = tenant.assignmentIds(alice);
    const rows = sandbox.tenant.children.get('users/roleAssignments')?.get(alice);
    const row = rows?.get(id);
    if (row !== undefined) row['readOnly'] = true;
    sandbox.world.touch();
    expect(await stage.act(removeRoleAssignment, input())).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      retryable: true,
    });
  });

  test('a grant for one population does not reach the other members of the group', async () => {
    inherit();
    const confined = {
      ...localCaller,
      name: 'confined',
      grants: [
        { permission: 'directory:read' as const },
        { permission: 'role:assign' as const, populations: [tenant.populationOf(alice)] },
      ],
    };
    expect(
      await stage.act(removeRoleAssignment, input({ how: 'REMOVE_FROM_GROUP' }), confined),
    ).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
    const scope = { type: 'POPULATION' as const, externalId: tenant.populationOf(alice) };
    tenant.appoint(group, 'Identity Data Admin', 'groups', { id: scope.externalId, type: 'POPULATION' });
    const leaving = input({
      role: { externalId: tenant.roleId('Identity Data Admin') },
      scope,
      how: 'LEAVE_GROUP',
    });
    // The group gives a role over the whole directory besides.
    expect(await stage.act(removeRoleAssignment, leaving, confined)).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
    });
    tenant.dismissEverybody();
    tenant.appoint(group, 'Identity Data Admin', 'groups', { id: scope.externalId, type: 'POPULATION' });
    expect(await stage.act(removeRoleAssignment, { ...leaving, dryRun: true }, confined)).toMatchObject({
      kind: 'SUCCESS',
    });
    expect(tenant.sent).toEqual([]);
  });

  test('nobody takes the role from a group that they are in themselves', async () => {
    inherit();
    const me = callerNamed('me', { directory: 'primary', externalId: bob });
    expect(await stage.act(removeRoleAssignment, input({ how: 'REMOVE_FROM_GROUP' }), me)).toMatchObject({
      kind: 'REFUSED',
      code: 'SELF',
    });
    expect(tenant.sent).toEqual([]);
  });

  test('one way or the other of naming the role is wanted, not both', async () => {
    for (const wrong of [
      { user: { externalId: alice } },
      { ...input(), scope: null },
      { ...input(), assignment: new NamedAssignment('a') },
    ])
      expect(await stage.act(removeRoleAssignment, wrong)).toMatchObject({ kind: 'INVALID' });
  });
});
