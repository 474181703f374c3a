import { expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { Action, ActionInput } from '../../../src/actions/action.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { createUser } from '../../../src/actions/users/create-user.ts';
import { lockUser, unlockUser } from '../../../src/actions/users/lock-user.ts';
import { moveUserToPopulation } from '../../../src/actions/users/move-user-to-population.ts';
import { setUserIdentityProvider } from '../../../src/actions/users/set-user-identity-provider.ts';
import { setUserVerifyStatus } from '../../../src/actions/users/set-user-verify-status.ts';
import { updateUser } from '../../../src/actions/users/update-user.ts';
import { personOf, rowOf, rowsOf, useScene } from './support/scene.ts';

const scene = useScene();

/** Does it, and takes the entry of it back. */
async function doAndUndo<I extends ActionInput, S>(action: Action<I, S>, input: I) {
  const done = await scene.stage.act(action, input);
  expect(done).toMatchObject({ kind: 'SUCCESS', changed: true });
  return await undoEntry({
    services: scene.stage.services,
    loaders: scene.stage.loaders(),
    caller: localCaller,
    entryId: done.entry?.id ?? '',
    input: {},
  });
}

test('a lock, a change and a move are taken back by their entries', async () => {
  const externalId = scene.nextPerson();
  const user = { externalId };
  const before = structuredClone(personOf(scene, externalId));
  const { account, population, title, name } = before;
  const elsewhere = rowsOf(scene, 'populations').find(
    ({ id }) => id !== Reflect.get(Object(population), 'id'),
  );
  const undone = { kind: 'SUCCESS', changed: true };
  expect(await doAndUndo(lockUser, { user })).toMatchObject(undone);
  expect(
    await doAndUndo(updateUser, { user, changes: { title: 'Keeper', name: { family: 'Other' } } }),
  ).toMatchObject(undone);
  expect(await doAndUndo(moveUserToPopulation, { user, population: elsewhere?.id ?? '' })).toMatchObject(
    undone,
  );
  expect({ ...personOf(scene, externalId) }).toMatchObject({ account, population, name });
  expect(personOf(scene, externalId)['title']).toBe(title);
});

test('an end of a lock is taken back as the lock that there was', async () => {
  const externalId = scene.nextPerson();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await scene.stage.act(lockUser, { user: { externalId }, until });
  expect(await doAndUndo(unlockUser, { user: { externalId } })).toMatchObject({ kind: 'SUCCESS' });
  expect(personOf(scene, externalId)['account']).toMatchObject({ status: 'LOCKED', unlockAt: until });
});

test('who was created is deleted', async () => {
  const profile = { username: 'short.stay', email: 'short.stay@example.com' };
  const undone = await doAndUndo(createUser, { profile, mfaEnabled: true });
  expect(undone).toMatchObject({ kind: 'SUCCESS', changed: true });
  const { externalId } = (undone.kind === 'SUCCESS' && undone.subject) || { externalId: '?' };
  expect(rowOf(scene, externalId)).toBeUndefined();
});

test('what somebody changed since is theirs', async () => {
  const externalId = scene.nextPerson();
  const done = await scene.stage.act(updateUser, { user: { externalId }, changes: { title: 'Keeper' } });
  personOf(scene, externalId)['title'] = 'Chosen since';
  scene.sandbox.world.touch();
  const undone = await undoEntry({
    services: scene.stage.services,
    loaders: scene.stage.loaders(),
    caller: localCaller,
    entryId: done.entry?.id ?? '',
    input: {},
  });
  expect(undone).toMatchObject({ kind: 'CONFLICT', code: 'UNDO_CONFLICT' });
  expect(personOf(scene, externalId)['title']).toBe('Chosen since');
});

test('what was never set cannot be put back', async () => {
  const externalId = scene.nextPerson();
  const user = { externalId };
  personOf(scene, externalId)['verifyStatus'] = 'NOT_INITIATED';
  scene.sandbox.world.touch();
  const refused = { kind: 'REFUSED', code: 'NO_INVERSE' };
  expect(await doAndUndo(setUserVerifyStatus, { user, verifyStatus: 'ENABLED' })).toMatchObject(refused);
  const identityProvider = rowsOf(scene, 'identityProviders')[0]?.id ?? '';
  expect(await doAndUndo(setUserIdentityProvider, { user, identityProvider })).toMatchObject(refused);
});
