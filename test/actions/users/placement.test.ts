import { describe, expect, test } from 'vitest';
import { localCaller, type Caller } from '../../../src/access/caller.ts';
import { moveUserToPopulation } from '../../../src/actions/users/move-user-to-population.ts';
import { setUserIdentityProvider } from '../../../src/actions/users/set-user-identity-provider.ts';
import { unlinkAccount } from '../../../src/actions/users/unlink-account.ts';
import { addGroup, childrenOf, groupsOf, join, personOf, route, rowsOf, useScene } from './support/scene.ts';

const scene = useScene();

function populationOf(userId: string): string {
  return String(Reflect.get(Object(personOf(scene, userId)['population']), 'id'));
}

function otherPopulation(userId: string): string {
  const other = rowsOf(scene, 'populations').find(({ id }) => id !== populationOf(userId));
  return other?.id ?? '';
}

describe('moving to another population', () => {
  test('the groups that will be lost are named before and after, and the others stay', async () => {
    const externalId = scene.nextPerson();
    const [here, population] = [populationOf(externalId), otherPopulation(externalId)];
    const lost = addGroup(scene, 'Locals', here);
    const kept = addGroup(scene, 'Everywhere', null);
    join(scene, externalId, lost);
    join(scene, externalId, kept);
    const input = { user: { externalId }, population };
    const differences = [
      { path: 'population', before: here, after: population },
      { path: 'groupsOfPopulation', before: [{ externalId: lost, name: 'Locals' }], after: [] },
    ];
    const plan = await scene.stage.act(moveUserToPopulation, { ...input, dryRun: true });
    expect(plan).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences,
      steps: [{ name: 'leave-groups', outcome: 'SKIPPED', message: expect.stringContaining('Locals') }],
    });
    expect(groupsOf(scene, externalId)).toContain(lost);

    const result = await scene.stage.act(moveUserToPopulation, input);
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences,
      user: { populationId: population },
      entry: { outcome: 'SUCCEEDED' },
    });
    expect(groupsOf(scene, externalId)).toEqual([kept]);
    expect(await scene.stage.act(moveUserToPopulation, input)).toMatchObject({ changed: false });

    const undo = result.entry && moveUserToPopulation.undo?.(result.entry);
    expect(undo).toEqual({
      action: 'MOVE_USER_TO_POPULATION',
      input: { user: { externalId }, population: here },
    });
    await scene.stage.act(moveUserToPopulation, { user: { externalId }, population: here });
    expect(populationOf(externalId)).toBe(here);
    expect(groupsOf(scene, externalId)).toEqual([kept]);
  });

  test('a caller who reaches only the old population is refused', async () => {
    const externalId = scene.nextPerson();
    const here = populationOf(externalId);
    const confined: Caller = {
      name: 'confined',
      roles: [],
      grants: localCaller.grants.map((grant) => ({ ...grant, populations: [here] })),
    };
    const input = { user: { externalId }, population: otherPopulation(externalId) };
    expect(await scene.stage.act(moveUserToPopulation, input, confined)).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
    });
    expect(populationOf(externalId)).toBe(here);
  });

  test('a population that does not exist is refused by the directory, and nothing has changed', async () => {
    const externalId = scene.nextPerson();
    const here = populationOf(externalId);
    const population = '00000000-0000-4000-8000-000000000000';
    expect(await scene.stage.act(moveUserToPopulation, { user: { externalId }, population })).toMatchObject({
      kind: 'FAILED',
      code: 'INVALID_REQUEST',
    });
    expect(populationOf(externalId)).toBe(here);
  });

  test('when the groups cannot be read, nobody is moved', async () => {
    const externalId = scene.nextPerson();
    scene.sandbox.faults.add({ route: `${route}/memberOfGroups`, fault: { kind: 'status', status: 403 } });
    const input = { user: { externalId }, population: otherPopulation(externalId) };
    expect(await scene.stage.act(moveUserToPopulation, input)).toMatchObject({ kind: 'FAILED' });
    expect(scene.sandbox.requests.writes).toEqual([]);
  });
});

const link = (id: string) => ({ id, identityProvider: { id: 'idp', name: 'Elsewhere' } });

describe('outside identity providers', () => {
  test('one is made to check the password; only a change from another one can be taken back', async () => {
    const externalId = scene.nextPerson();
    const [first = '', second = ''] = rowsOf(scene, 'identityProviders').map(({ id }) => id);
    const set = (identityProvider: string) =>
      scene.stage.act(setUserIdentityProvider, { user: { externalId }, identityProvider });
    const result = await set(first);
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      user: { passwordAuthority: { kind: 'EXTERNAL', identityProviderId: first } },
      entry: { before: { passwordAuthority: 'LOCAL', identityProvider: null } },
    });
    expect(result.entry && setUserIdentityProvider.undo?.(result.entry)).toBeNull();
    expect(await set(first.toUpperCase())).toMatchObject({ changed: false });
    const changed = await set(second);
    expect(changed.entry && setUserIdentityProvider.undo?.(changed.entry)).toEqual({
      action: 'SET_USER_IDENTITY_PROVIDER',
      input: { user: { externalId }, identityProvider: first },
    });
  });

  test('a link to an account there is taken away, and the others stay', async () => {
    const externalId = scene.nextPerson();
    childrenOf(scene.sandbox, 'users/linkedAccounts').set(
      externalId,
      new Map(['one', 'two'].map((id) => [id, link(id)])),
    );
    scene.sandbox.world.touch();
    const input = { user: { externalId }, linkedAccount: 'one' };
    expect(await scene.stage.act(unlinkAccount, input)).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'linkedAccounts', before: ['one', 'two'], after: ['two'] }],
    });
    expect(await scene.stage.act(unlinkAccount, input)).toMatchObject({ changed: false });
  });

  test('a link whose id is written in capitals is taken away, not taken for gone', async () => {
    const externalId = scene.nextPerson();
    const id = '3a5b1f0e-2c4d-4e6f-8a9b-0c1d2e3f4a5b';
    childrenOf(scene.sandbox, 'users/linkedAccounts').set(externalId, new Map([[id, link(id)]]));
    scene.sandbox.world.touch();
    const input = { user: { externalId }, linkedAccount: id.toUpperCase() };
    const differences = [{ path: 'linkedAccounts', before: [id], after: [] }];
    for (const dryRun of [true, false])
      expect(await scene.stage.act(unlinkAccount, { ...input, dryRun })).toMatchObject({
        kind: 'SUCCESS',
        changed: true,
        differences,
      });
    expect(childrenOf(scene.sandbox, 'users/linkedAccounts').get(externalId)?.size ?? 0).toBe(0);
  });
});
