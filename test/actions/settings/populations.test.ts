import { describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import {
  createPopulation,
  deletePopulation,
  updatePopulation,
} from '../../../src/actions/settings/population-actions.ts';
import { setPopulationIdentityProvider } from '../../../src/actions/settings/set-population-identity-provider.ts';
import { openWorkshop } from '../objects/workshop.ts';

const shop = openWorkshop();

describe('populations', () => {
  test('one is created, found again by its name, changed, put back and deleted', async () => {
    const policy = shop.named('passwordPolicies', 'Basic').id;
    const members = { name: 'Partners', passwordPolicy: { id: policy } };
    const externalId = await shop.make(createPopulation, members);
    expect(shop.row('populations', externalId)).toMatchObject(members);
    expect(await shop.stage.act(createPopulation, { members })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      subject: { externalId },
    });
    const changed = await shop.stage.act(updatePopulation, {
      externalId,
      members: { description: 'Of other companies', passwordPolicy: null },
    });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      differences: [
        { path: 'passwordPolicy', before: { id: policy }, after: null },
        { path: 'description', before: null, after: 'Of other companies' },
      ],
    });
    expect(await shop.undo(changed)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(shop.row('populations', externalId)).toMatchObject(members);
    expect(shop.row('populations', externalId)).not.toHaveProperty('description');
    expect(await shop.stage.act(deletePopulation, { externalId })).toMatchObject({ kind: 'SUCCESS' });
    expect(shop.row('populations', externalId)).toBeUndefined();
  });

  test('one that has users is not deleted, and how many they are is said', async () => {
    const user = shop.rows('users').find(({ population }) => population !== undefined);
    const used = String(Object(user?.['population'])['id']);
    const count = shop.rows('users').filter((row) => Object(row['population'])['id'] === used).length;
    const fallback = await shop.make(createPopulation, { name: 'Fallback', default: true });
    const result = await shop.stage.act(deletePopulation, { externalId: used });
    expect(result).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE', blockedBy: ['state'] });
    expect(result).toHaveProperty('message', expect.stringContaining(`${count} user`));
    expect(await shop.stage.act(deletePopulation, { externalId: fallback })).toMatchObject({
      kind: 'REFUSED',
      message: expect.stringContaining('default'),
    });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
    await shop.stage.act(updatePopulation, { externalId: used, members: { default: true } });
    await shop.stage.act(deletePopulation, { externalId: fallback });
  });

  test('the default is taken over by another, and is not simply given up', async () => {
    const old = shop.rows('populations').find((row) => row['default'] === true)?.id ?? '';
    expect(
      await shop.stage.act(updatePopulation, { externalId: old, members: { default: false } }),
    ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
    const next = await shop.make(createPopulation, { name: 'Next default' });
    expect(
      await shop.stage.act(updatePopulation, { externalId: next, members: { default: true } }),
    ).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'default', before: false, after: true }],
    });
    expect(shop.row('populations', old)).toMatchObject({ default: false });
    await shop.stage.act(updatePopulation, { externalId: old, members: { default: true } });
  });

  test('users are sent to an outside provider, and back, and what was before is restored by undo', async () => {
    const externalId = await shop.make(createPopulation, { name: 'Federated' });
    const provider = shop.rows('identityProviders').find((row) => row['enabled'] === true);
    const identityProviderId = provider?.id ?? '';
    const set = await shop.stage.act(setPopulationIdentityProvider, { externalId, identityProviderId });
    expect(set).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'identityProvider', before: null, after: identityProviderId }],
      entry: { inverse: 'SET_POPULATION_IDENTITY_PROVIDER' },
    });
    expect(await shop.stage.loaders().populationIdentityProvider.load(externalId)).toBe(identityProviderId);
    expect(
      await shop.stage.act(setPopulationIdentityProvider, { externalId, identityProviderId }),
    ).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(await shop.undo(set)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await shop.stage.loaders().populationIdentityProvider.load(externalId)).toBeNull();
  });

  test('a provider that is switched off, or does not exist, is refused before anything is sent', async () => {
    const externalId = await shop.make(createPopulation, { name: 'Locked out' });
    const off = shop.rows('identityProviders')[0];
    if (off === undefined) throw new Error('Expected an identity provider.');
    const before = off['enabled'];
    off['enabled'] = false;
    shop.sandbox.world.touch();
    for (const identityProviderId of [off.id, '00000000-0000-4000-8000-000000000000'])
      expect(
        await shop.stage.act(setPopulationIdentityProvider, { externalId, identityProviderId }),
      ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
    off['enabled'] = before;
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });

  test('the identity provider that is set already is known in capitals too', async () => {
    const externalId = await shop.make(createPopulation, { name: 'In capitals' });
    const provider = shop.rows('identityProviders').find((row) => row['enabled'] === true);
    const identityProviderId = provider?.id ?? '';
    await shop.stage.act(setPopulationIdentityProvider, { externalId, identityProviderId });
    expect(
      await shop.stage.act(setPopulationIdentityProvider, {
        externalId,
        identityProviderId: identityProviderId.toUpperCase(),
      }),
    ).toMatchObject({ kind: 'SUCCESS', changed: false });
  });

  test('where a population signs on is decided by nobody who could not make administrators', async () => {
    const externalId = await shop.make(createPopulation, { name: 'Of administrators' });
    const identityProviderId =
      shop.rows('identityProviders').find((row) => row['enabled'] === true)?.id ?? '';
    const clerk = {
      ...localCaller,
      name: 'clerk',
      grants: [
        { permission: 'directory:read' as const },
        { permission: 'policy:write' as const },
        { permission: 'role:assign' as const, populations: [externalId] },
      ],
    };
    shop.sandbox.requests.reset();
    expect(
      await shop.stage.act(setPopulationIdentityProvider, { externalId, identityProviderId }, clerk),
    ).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN', blockedBy: ['takeover'] });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
    const appointer = { ...clerk, grants: [...clerk.grants, { permission: 'role:assign' as const }] };
    expect(
      await shop.stage.act(setPopulationIdentityProvider, { externalId, identityProviderId }, appointer),
    ).toMatchObject({ kind: 'SUCCESS', changed: true });
  });
});
