import { describe, expect, test } from 'vitest';
import { availableActions } from '../../../src/actions/available-actions.ts';
import { localCaller } from '../../../src/access/caller.ts';
import { everyAction } from '../../../src/actions/registry.ts';
import { forcePasswordChange } from '../../../src/actions/users/force-password-change.ts';
import { unlockUser } from '../../../src/actions/users/lock-user.ts';
import { revokeUserSessions } from '../../../src/actions/users/revoke-user-sessions.ts';
import { giveSessions, personOf, useScene } from '../users/support/scene.ts';

const scene = useScene();

describe('PingOne, which shows what others do not', () => {
  test('ends sessions by the list, counts them and looks again', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 3);
    const done = await scene.stage.act(revokeUserSessions, { user: { externalId } });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      facts: { revoked: 3 },
      steps: [{ name: 'end-sessions', outcome: 'DONE' }],
    });
    expect('facts' in done && done.facts).not.toHaveProperty('readBack');
  });

  test('is asked for the state of a password before and after it must be changed', async () => {
    const externalId = scene.nextPerson();
    expect(await scene.stage.act(forcePasswordChange, { user: { externalId } })).toMatchObject({
      kind: 'SUCCESS',
      facts: {},
      steps: [],
      entry: { after: { passwordStatus: 'MUST_CHANGE' } },
    });
  });

  test('has a lock of its own beside a suspension: it is ended while the suspension stays', async () => {
    const externalId = scene.nextPerson();
    const row = personOf(scene, externalId);
    Object.assign(row, { enabled: false, account: { ...Object(row['account']), status: 'LOCKED' } });
    scene.sandbox.world.touch();
    expect(await scene.stage.act(unlockUser, { user: { externalId } })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { before: { locked: true }, after: { locked: false } },
    });
    expect(personOf(scene, externalId)['enabled']).toBe(false);
  });

  test('offers every action that needs nothing but the user', async () => {
    const { services, loaders } = scene.stage;
    const requested = loaders();
    const user = await requested.user.load(scene.nextPerson());
    if (user === null) throw new RangeError('The person is there.');
    const offered = await availableActions(services, requested, localCaller, user);
    expect(offered.map(({ action }) => action)).toEqual(
      everyAction
        .filter((action) => action.subjectType === 'USER' && action.offered === true)
        .map(({ name }) => name),
    );
    expect(offered.find(({ action }) => action === 'SUSPEND_USER')).toMatchObject({ allowed: true });
  });
});
