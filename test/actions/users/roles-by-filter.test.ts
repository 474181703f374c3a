import { describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import { createUser } from '../../../src/actions/users/create-user.ts';
import { moveUserToPopulation } from '../../../src/actions/users/move-user-to-population.ts';
import { updateUser } from '../../../src/actions/users/update-user.ts';
import type { ProfileInput } from '../../../src/actions/users/user-profile.ts';
import { setStage } from '../support/stage.ts';
import { addGroup, personOf, rowsOf, useScene } from './support/scene.ts';

const scene = useScene();

/** Who may do everything but assign roles. */
const clerk = {
  ...localCaller,
  name: 'clerk',
  grants: localCaller.grants.filter(({ permission }) => permission !== 'role:assign'),
};
/** Who may assign roles to the people of some populations only. */
const branch = {
  ...clerk,
  name: 'branch',
  grants: [...clerk.grants, { permission: 'role:assign' as const, populations: ['somewhere'] }],
};

function dynamicGroup(userFilter: string): string {
  const id = addGroup(scene, `Found by ${userFilter}`, null);
  const groups = scene.sandbox.tenant.collections.get('groups');
  groups?.set(id, { ...groups.get(id), id, userFilter });
  scene.sandbox.world.touch();
  return id;
}

/** The only group that gives a role, and that by its filter; through a parent when asked. */
function groupOfAdministrators(userFilter: string, through = false): string {
  scene.tenant.dismissEverybody();
  const id = dynamicGroup(userFilter);
  const giver = through ? addGroup(scene, 'Above', null) : id;
  if (through) scene.sandbox.tenant.groupParents.set(id, new Set([giver]));
  scene.tenant.appoint(giver, 'Environment Admin', 'groups');
  return id;
}

const update = (externalId: string, changes: ProfileInput, caller = localCaller) =>
  scene.stage.act(updateUser, { user: { externalId }, changes }, caller);

const forbidden = { kind: 'REFUSED', code: 'FORBIDDEN', blockedBy: ['gives-roles'] };

describe('roles that are given by the filter of a group', () => {
  test.each([false, true])(
    'user:write alone makes nobody an administrator by what a filter looks at (through a parent: %s)',
    async (through) => {
      groupOfAdministrators('title eq "Chief Root"', through);
      const person = scene.nextPerson();
      for (const caller of [clerk, branch])
        expect(await update(person, { title: 'Chief Root' }, caller)).toMatchObject(forbidden);
      expect(await update(person, { title: null }, clerk)).toMatchObject(forbidden);
      expect(scene.sandbox.requests.writes).toEqual([]);
      // What the filter does not look at, and who may assign roles, pass.
      expect(await update(person, { nickname: 'Chief Root' }, clerk)).toMatchObject({ kind: 'SUCCESS' });
      expect(await update(person, { title: 'Chief Root' })).toMatchObject({ kind: 'SUCCESS' });
    },
  );

  test('attributes are known by the names that a filter has for them', async () => {
    groupOfAdministrators('type eq "boss" or ADDRESS.region eq "x" or (name.family sw "y")');
    const person = scene.nextPerson();
    for (const changes of [
      { employmentType: 'boss' },
      { address: { countryCode: 'DE' } },
      { name: { given: 'Y' } },
    ])
      expect(await update(person, changes, clerk)).toMatchObject(forbidden);
  });

  test('a group by filter that gives no role stands in nobody’s way', async () => {
    scene.tenant.dismissEverybody();
    dynamicGroup('title eq "Gardener"');
    expect(await update(scene.nextPerson(), { title: 'Gardener' }, clerk)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('where the groups cannot be read, nothing is written', async () => {
    scene.sandbox.faults.add({
      method: 'GET',
      route: '/environments/{environmentId}/groups',
      fault: { kind: 'status', status: 403 },
    });
    expect(await update(scene.nextPerson(), { title: 'Anything' }, clerk)).toMatchObject({
      kind: 'REFUSED',
      code: 'GUARD_UNKNOWN',
    });
    expect(scene.sandbox.requests.writes).toEqual([]);
  });

  test('nobody is created an administrator', async () => {
    groupOfAdministrators('title eq "Created root"');
    const profile = { username: 'created.root', email: 'created.root@example.com' };
    const input = { profile: { ...profile, title: 'Created root' } };
    expect(await scene.stage.act(createUser, input, clerk)).toMatchObject(forbidden);
    expect(await scene.stage.act(createUser, { profile }, clerk)).toMatchObject({ kind: 'SUCCESS' });
    groupOfAdministrators('enabled eq true');
    const other = { profile: { ...profile, username: 'created.otherwise' } };
    expect(await scene.stage.act(createUser, other, clerk)).toMatchObject(forbidden);
  });

  test('nobody is moved into the population of the administrators', async () => {
    const person = scene.nextPerson();
    const from = Object(personOf(scene, person)['population'])['id'];
    const population = rowsOf(scene, 'populations').find(({ id }) => id !== from)?.id ?? '';
    groupOfAdministrators(`population.id eq "${population}"`);
    const move = { user: { externalId: person }, population };
    expect(await scene.stage.act(moveUserToPopulation, move, clerk)).toMatchObject(forbidden);
    expect(scene.sandbox.requests.writes).toEqual([]);
  });

  test('the last administrator does not stop to be one by another title', async () => {
    groupOfAdministrators('title eq "Sole root"');
    const person = scene.nextPerson();
    expect(await update(person, { title: 'Sole root' })).toMatchObject({ kind: 'SUCCESS' });
    expect(await update(person, { title: 'Pensioner' })).toMatchObject({
      kind: 'REFUSED',
      code: 'LAST_ADMINISTRATOR',
      blockedBy: ['last-administrator'],
    });
    expect(personOf(scene, person)['title']).toBe('Sole root');
    expect(await update(person, { nickname: 'Solo' })).toMatchObject({ kind: 'SUCCESS' });
    scene.tenant.appoint(scene.nextPerson());
    // Whoever was looked for a moment ago is looked for anew.
    scene.stage = setStage(scene.provider);
    expect(await update(person, { title: 'Pensioner' })).toMatchObject({ kind: 'SUCCESS' });
  });

  test('of somebody without a role no list of groups is read by who may assign roles', async () => {
    scene.tenant.dismissEverybody();
    expect(await update(scene.nextPerson(), { title: 'Nobody' })).toMatchObject({ kind: 'SUCCESS' });
    expect(scene.sandbox.requests.of('GET /environments/{environmentId}/groups')).toBe(0);
  });
});
