import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRole, deleteRole, updateRole } from '../../../src/actions/settings/role-actions.ts';
import { openWorkshop } from '../objects/workshop.ts';
import { callerNamed, setStage } from '../support/stage.ts';
import { TenantView } from '../support/tenant.ts';

const shop = openWorkshop(20);

/** Environment Admin, which the gateway's application has, may not manage roles. */
beforeAll(() => {
  const { children, worker, environmentId } = shop.sandbox.tenant;
  const id = randomUUID();
  const role = { id: platformRole('Custom Roles Admin') };
  children
    .get('applications/roleAssignments')
    ?.get(worker.clientId)
    ?.set(id, { id, role, scope: { id: environmentId, type: 'ENVIRONMENT' } });
  shop.sandbox.world.touch();
});

function platformRole(name: string): string {
  const found = [...(shop.sandbox.tenant.platform.get('roles')?.values() ?? [])].find(
    (row) => row['name'] === name,
  );
  return found?.id ?? '';
}

/** A caller whose own account this is. */
const as = (externalId: string) => callerNamed('me', { directory: 'primary', externalId });

const permissions = [{ id: 'dir:read:user' }, { id: 'dir:read:group' }];

describe('roles of the operator', () => {
  test('one is created, found again, changed, put back and deleted', async () => {
    const members = {
      name: 'Directory readers',
      permissions,
      canBeAssignedBy: [{ id: platformRole('Environment Admin') }],
      applicableTo: ['ENVIRONMENT'],
    };
    const externalId = await shop.make(createRole, members);
    expect(shop.row('roles', externalId)).toMatchObject(members);
    expect(await shop.stage.act(createRole, { members })).toMatchObject({ changed: false });
    const changed = await shop.stage.act(updateRole, {
      externalId,
      members: { permissions: [{ id: 'dir:read:user' }] },
    });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'permissions', before: permissions, after: [{ id: 'dir:read:user' }] }],
    });
    expect(await shop.undo(changed)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(shop.row('roles', externalId)).toMatchObject(members);
    expect(await shop.stage.act(deleteRole, { externalId })).toMatchObject({ kind: 'SUCCESS' });
    expect(await shop.stage.loaders().settings.roles()).not.toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ externalId })]),
    });
  });

  test('a built-in role is neither changed nor deleted', async () => {
    const externalId = platformRole('Environment Admin');
    const refused = { kind: 'REFUSED', code: 'NOT_POSSIBLE' };
    expect(await shop.stage.act(updateRole, { externalId, members: { description: 'Mine' } })).toMatchObject(
      refused,
    );
    expect(await shop.stage.act(deleteRole, { externalId })).toMatchObject(refused);
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });

  test('nobody changes or deletes a role that they hold themselves, directly or through a group', async () => {
    const members = { permissions, canBeAssignedBy: [{ id: platformRole('Environment Admin') }] };
    const externalId = await shop.make(createRole, { ...members, name: 'Of my own' });
    const tenant = new TenantView(shop.sandbox);
    const [direct = '', member = '', other = ''] = tenant.people(3);
    tenant.appoint(direct);
    const { children } = shop.sandbox.tenant;
    const [row] = children.get('users/roleAssignments')?.get(direct)?.values() ?? [];
    Object.assign(row ?? {}, { role: { id: externalId } });
    const group = shop.rows('groups').find((one) => !('userFilter' in one))?.id ?? '';
    shop.sandbox.tenant.groupMembers.set(group, new Set([member]));
    shop.sandbox.tenant.userGroups.set(member, new Set([group]));
    const assignment = { ...row, id: randomUUID() };
    children.get('groups/roleAssignments')?.set(group, new Map([[assignment.id, assignment]]));
    shop.sandbox.world.touch();

    const wider = { externalId, members: { permissions: [...permissions, { id: 'dir:update:user' }] } };
    const refused = { kind: 'REFUSED', code: 'SELF', blockedBy: ['self'] };
    for (const holder of [direct, member]) {
      expect(await shop.stage.act(updateRole, wider, as(holder))).toMatchObject(refused);
      expect(await shop.stage.act(deleteRole, { externalId }, as(holder))).toMatchObject(refused);
    }
    shop.sandbox.faults.add({
      method: 'GET',
      route: '/environments/{environmentId}/users/{userId}/roleAssignments',
      fault: { kind: 'status', status: 403 },
    });
    expect(await shop.stage.act(deleteRole, { externalId }, as(other))).toMatchObject({
      code: 'GUARD_UNKNOWN',
    });
    shop.sandbox.faults.clear();
    expect(shop.sandbox.requests.writes).toHaveLength(0);
    expect(await shop.stage.act(updateRole, wider, as(other))).toMatchObject({ kind: 'SUCCESS' });
  });

  test('a permission that does not exist is told as the provider told it', async () => {
    const result = await shop.stage.act(createRole, {
      members: { name: 'Wrong', permissions: [{ id: 'no:such:thing' }], canBeAssignedBy: [] },
    });
    expect(result).toMatchObject({
      kind: 'FAILED',
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('There is no permission no:such:thing'),
    });
  });

  test('a role that may take over the directory is changed only while somebody administers it by another', async () => {
    const externalId = await shop.make(createRole, {
      name: 'Second in command',
      permissions,
      canBeAssignedBy: [{ id: platformRole('Environment Admin') }],
    });
    // A permission of a form that nobody knows: what it is worth cannot be said.
    Object.assign(shop.row('roles', externalId) ?? {}, { permissions: [{ id: 'everything' }] });
    const tenant = new TenantView(shop.sandbox);
    tenant.dismissEverybody();
    const change = { externalId, members: { permissions } };
    expect(await shop.stage.act(updateRole, change)).toMatchObject({
      kind: 'REFUSED',
      code: 'LAST_ADMINISTRATOR',
      blockedBy: ['last-administrator'],
    });
    expect(await shop.stage.act(deleteRole, { externalId })).toMatchObject({ kind: 'REFUSED' });
    expect(shop.row('roles', externalId)).toMatchObject({ permissions: [{ id: 'everything' }] });
    const [user = ''] = tenant.people(1);
    tenant.appoint(user);
    const next = setStage(shop.provider);
    expect(await next.act(updateRole, change)).toMatchObject({ kind: 'SUCCESS' });
  });
});
