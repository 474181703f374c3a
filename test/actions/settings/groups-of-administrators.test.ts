import { describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import { createGroup, deleteGroup, updateGroup } from '../../../src/actions/settings/group-actions.ts';
import { openWorkshop } from '../objects/workshop.ts';
import { TenantView } from '../support/tenant.ts';

const shop = openWorkshop(20);

/** Who may do everything but assign roles. */
const withoutRoles = {
  ...localCaller,
  name: 'clerk',
  grants: localCaller.grants.filter(({ permission }) => permission !== 'role:assign'),
};

/** The input for a group of a population. */
function groupIn(id: string | undefined, name: string) {
  return { members: { name, population: { id } } };
}

/** A group that is given a role, with one user in it. */
async function groupWithPower(name: string): Promise<string> {
  const tenant = new TenantView(shop.sandbox);
  tenant.dismissEverybody();
  const externalId = await shop.make(createGroup, { name });
  const [user = ''] = tenant.people(1);
  const { tenant: held } = shop.sandbox;
  held.groupMembers.set(externalId, new Set([user]));
  held.userGroups.set(user, new Set([externalId]));
  tenant.appoint(externalId, 'Environment Admin', 'groups');
  return externalId;
}

describe('groups that give roles', () => {
  test('one whose members are the only administrators is not deleted', async () => {
    const externalId = await groupWithPower('Only administrators');
    const refused = { kind: 'REFUSED', code: 'LAST_ADMINISTRATOR' };
    expect(await shop.stage.act(deleteGroup, { externalId })).toMatchObject(refused);
    expect(shop.row('groups', externalId)).toBeDefined();
    const filter = { externalId, members: { userFilter: 'username eq "nobody"' } };
    expect(await shop.stage.act(updateGroup, filter)).toMatchObject(refused);
    // What does not change who is in it passes.
    expect(
      await shop.stage.act(updateGroup, { externalId, members: { description: 'Careful' } }),
    ).toMatchObject({ kind: 'SUCCESS' });
  });

  test('a filter that would put people into one needs the right to assign roles', async () => {
    const externalId = await groupWithPower('Tempting');
    const input = { externalId, members: { userFilter: 'username sw "a"' } };
    expect(await shop.stage.act(updateGroup, input, withoutRoles)).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
      blockedBy: expect.arrayContaining(['gives-roles']),
    });
    expect(shop.row('groups', externalId)).not.toHaveProperty('userFilter');
  });

  test('a caller for one population creates groups there, and nowhere else', async () => {
    const [one, other] = shop.rows('populations').map(({ id }) => id);
    const confined = {
      ...localCaller,
      name: 'branch',
      grants: [{ permission: 'group:write' as const, populations: [one ?? ''] }],
    };
    expect(await shop.stage.act(createGroup, groupIn(one, 'Branch'), confined)).toMatchObject({
      kind: 'SUCCESS',
    });
    for (const input of [groupIn(other, 'Elsewhere'), { members: { name: 'Everywhere' } }])
      expect(await shop.stage.act(createGroup, input, confined)).toMatchObject({
        kind: 'REFUSED',
        code: 'FORBIDDEN',
      });
  });
});
