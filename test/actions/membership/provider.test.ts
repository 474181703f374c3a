import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import type { RoleHolder } from '../../../src/providers/membership-writes.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo, context } from '../../providers/pingone/support/connect.ts';
import { MembershipView } from './support/memberships.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: MembershipView;
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
  group = tenant.group({ name: `Group ${Math.random()}` });
  sandbox.requests.reset();
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

describe('memberships and roles at PingOne', () => {
  test('a membership is put in and taken out, and a repeat of either is no error', async () => {
    const { membershipWrites } = provider;
    expect(await membershipWrites.userMembership(alice, group, context)).toBeNull();
    await membershipWrites.addUserToGroup(alice, group, context);
    await membershipWrites.addUserToGroup(alice, group, context);
    expect(await membershipWrites.userMembership(alice, group, context)).toMatchObject({
      groupId: group,
      type: 'DIRECT',
    });
    await membershipWrites.removeUserFromGroup(alice, group, context);
    await membershipWrites.removeUserFromGroup(alice, group, context);
    expect(await membershipWrites.userMembership(alice, group, context)).toBeNull();
    expect(tenant.sent).toEqual([
      'POST users/{userId}/memberOfGroups',
      'POST users/{userId}/memberOfGroups',
      'DELETE users/{userId}/memberOfGroups/{groupId}',
      'DELETE users/{userId}/memberOfGroups/{groupId}',
    ]);
  });

  test('a group is put into another and taken out in the same way', async () => {
    const { membershipWrites } = provider;
    const parent = tenant.group();
    await membershipWrites.addGroupToGroup(group, parent, context);
    await membershipWrites.addGroupToGroup(group, parent, context);
    expect(await membershipWrites.groupMembership(group, parent, context)).toMatchObject({ groupId: parent });
    await membershipWrites.removeGroupFromGroup(group, parent, context);
    await membershipWrites.removeGroupFromGroup(group, parent, context);
    expect(await membershipWrites.groupMembership(group, parent, context)).toBeNull();
  });

  test('a second group of the same name is no repeat, but an error', async () => {
    const namesake = tenant.group({
      name: sandbox.tenant.collections.get('groups')?.get(group)?.['name'],
    });
    tenant.put(alice, group);
    await expect(provider.membershipWrites.addUserToGroup(alice, namesake, context)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  test('users, groups and applications are given roles, shown one by one, and lose them', async () => {
    const { membershipWrites } = provider;
    const grant = {
      roleId: tenant.roleId('Help Desk Admin'),
      scope: { rawType: 'ENVIRONMENT', externalId: sandbox.tenant.environmentId },
    };
    const holders: readonly (readonly [RoleHolder, 'users' | 'groups' | 'applications'])[] = [
      [{ kind: 'USER', externalId: alice }, 'users'],
      [{ kind: 'GROUP', externalId: group }, 'groups'],
      [{ kind: 'APPLICATION', externalId: tenant.application() }, 'applications'],
    ];
    for (const [holder, collection] of holders) {
      const before = tenant.assignmentIds(holder.externalId, collection);
      await membershipWrites.assignRole(holder, grant, context);
      await membershipWrites.assignRole(holder, grant, context);
      const after = tenant.assignmentIds(holder.externalId, collection);
      const id = after.find((one) => !before.includes(one)) ?? '';
      expect(await membershipWrites.roleAssignment(holder, id, context)).toMatchObject({
        externalId: id,
        principal: holder,
        roleId: grant.roleId,
        scope: grant.scope,
        inherited: false,
      });
      await membershipWrites.removeRole(holder, id, context);
      await membershipWrites.removeRole(holder, id, context);
      expect(await membershipWrites.roleAssignment(holder, id, context)).toBeNull();
      expect(tenant.assignmentIds(holder.externalId, collection)).toEqual(before);
    }
  });
});
