import { describe, expect, test, vi } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { lockUser, unlockUser } from '../../../src/actions/users/lock-user.ts';
import { setUserVerifyStatus } from '../../../src/actions/users/set-user-verify-status.ts';
import { callerNamed } from '../support/stage.ts';
import { personOf, route, useScene } from './support/scene.ts';

const scene = useScene();
const hour = 3_600_000;

function accountOf(userId: string): unknown {
  return personOf(scene, userId)['account'];
}

const at = (hours: number): string => new Date(Date.now() + hours * hour).toISOString();

describe('locking an account', () => {
  test('it is locked until the moment that was asked for, read back and recorded; a repeat sends nothing', async () => {
    const externalId = scene.nextPerson();
    const until = new Date(Date.now() + hour).toISOString();
    const result = await scene.stage.act(lockUser, { user: { externalId }, until, reason: 'Under review' });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      user: { status: 'LOCKED' },
      entry: {
        action: 'LOCK_USER',
        outcome: 'SUCCEEDED',
        parameters: { until },
        before: { status: 'ACTIVE', locked: false, unlockAt: null },
        after: { status: 'LOCKED', locked: true, unlockAt: until },
        inverse: 'UNLOCK_USER',
      },
    });
    expect(accountOf(externalId)).toMatchObject({ status: 'LOCKED', unlockAt: until });
    const again = await scene.stage.act(lockUser, { user: { externalId }, until });
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(scene.sandbox.requests.of(`POST ${route}`)).toBe(1);
  });

  test('a longer lock than the one there is replaces it, a shorter one is there already', async () => {
    const externalId = scene.nextPerson();
    await scene.stage.act(lockUser, { user: { externalId }, until: at(2) });
    const longer = at(5);
    expect(await scene.stage.act(lockUser, { user: { externalId }, until: longer })).toMatchObject({
      changed: true,
    });
    expect(accountOf(externalId)).toMatchObject({ unlockAt: longer });
    expect(await scene.stage.act(lockUser, { user: { externalId }, until: at(1) })).toMatchObject({
      changed: false,
    });
  });

  test('without an end it holds until it is unlocked; the inverse of each undoes it', async () => {
    const externalId = scene.nextPerson();
    const locked = await scene.stage.act(lockUser, { user: { externalId } });
    expect(locked).toMatchObject({ kind: 'SUCCESS', user: { status: 'LOCKED' } });
    const undo = locked.entry && lockUser.undo?.(locked.entry);
    expect(undo).toEqual({ action: 'UNLOCK_USER', input: { user: { externalId } } });
    const unlocked = await scene.stage.act(unlockUser, { user: { externalId } });
    expect(unlocked).toMatchObject({ kind: 'SUCCESS', changed: true, user: { status: 'ACTIVE' } });
    expect(unlocked.entry && unlockUser.undo?.(unlocked.entry)).toEqual({
      action: 'LOCK_USER',
      input: { user: { externalId } },
    });
    expect(await scene.stage.act(unlockUser, { user: { externalId } })).toMatchObject({ changed: false });
  });

  test('a directory that locks nobody without an end leaves it unconfirmed, and says so', async () => {
    const externalId = scene.nextPerson();
    scene.sandbox.settings.lockWithoutEnd = false;
    const result = await scene.stage.act(lockUser, { user: { externalId } });
    scene.sandbox.settings.lockWithoutEnd = true;
    expect(result).toMatchObject({ kind: 'UNCONFIRMED', retryable: true, entry: { outcome: 'UNCONFIRMED' } });
  });

  test('the refusal that follows a change of the switch is asked once more', async () => {
    const externalId = scene.nextPerson();
    scene.sandbox.faults.add({ method: 'POST', route, fault: { kind: 'status', status: 415 }, times: 1 });
    expect(await scene.stage.act(lockUser, { user: { externalId } })).toMatchObject({ kind: 'SUCCESS' });
    scene.sandbox.faults.add({ method: 'POST', route, fault: { kind: 'status', status: 415 } });
    expect(await scene.stage.act(unlockUser, { user: { externalId } })).toMatchObject({
      kind: 'FAILED',
      code: 'INVALID_REQUEST',
    });
  });

  test('undoing a lock that was only prolonged does not unlock', async () => {
    const externalId = scene.nextPerson();
    await scene.stage.act(lockUser, { user: { externalId }, until: at(2) });
    const longer = await scene.stage.act(lockUser, { user: { externalId }, until: at(5) });
    expect(longer).toMatchObject({ kind: 'SUCCESS', changed: true });
    const undone = await undoEntry({
      services: scene.stage.services,
      loaders: scene.stage.loaders(),
      caller: localCaller,
      entryId: longer.entry?.id ?? '',
      input: {},
    });
    expect(undone).toMatchObject({ kind: 'REFUSED', code: 'NO_INVERSE' });
    expect(accountOf(externalId)).toMatchObject({ status: 'LOCKED' });
  });

  test('a repeat of a lock that succeeded gets the same answer after its end has passed', async () => {
    const asked = { user: { externalId: scene.nextPerson() }, until: at(1), idempotencyKey: 'lock-once' };
    const first = await scene.stage.act(lockUser, asked);
    expect(first).toMatchObject({ kind: 'SUCCESS', changed: true });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * hour });
    try {
      expect(await scene.stage.act(lockUser, asked)).toMatchObject({
        kind: 'SUCCESS',
        changed: true,
        entryId: first.entry?.id,
      });
      const anew = { ...asked, idempotencyKey: 'lock-again' };
      expect(await scene.stage.act(lockUser, anew)).toMatchObject({ kind: 'INVALID' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('a moment that has passed is refused before anybody is looked at', async () => {
    const until = new Date(Date.now() - hour).toISOString();
    const result = await scene.stage.act(lockUser, { user: { externalId: 'x' }, until });
    expect(result).toMatchObject({ kind: 'INVALID' });
    expect(scene.sandbox.requests.total).toBe(0);
  });

  test('nobody locks their own account, and the last administrator is not locked', async () => {
    const externalId = scene.nextPerson();
    const me = callerNamed('me', { directory: scene.provider.directory, externalId });
    expect(await scene.stage.act(lockUser, { user: { externalId } }, me)).toMatchObject({
      kind: 'REFUSED',
      code: 'SELF',
    });
    scene.tenant.dismissEverybody();
    scene.tenant.appoint(externalId);
    expect(await scene.stage.act(lockUser, { user: { externalId } })).toMatchObject({
      kind: 'REFUSED',
      code: 'LAST_ADMINISTRATOR',
    });
    expect(accountOf(externalId)).toMatchObject({ status: 'OK' });
    scene.tenant.dismissEverybody();
  });

  test('a rehearsal says what would be different and writes nothing', async () => {
    const externalId = scene.nextPerson();
    const result = await scene.stage.act(lockUser, { user: { externalId }, dryRun: true });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      differences: expect.arrayContaining([{ path: 'locked', before: false, after: true }]),
    });
    expect(scene.sandbox.requests.writes).toEqual([]);
  });
});

describe('identity verification', () => {
  test('it is switched on and off; what was never set cannot be put back', async () => {
    const externalId = scene.nextPerson();
    personOf(scene, externalId)['verifyStatus'] = 'NOT_INITIATED';
    scene.sandbox.world.touch();
    const on = await scene.stage.act(setUserVerifyStatus, {
      user: { externalId },
      verifyStatus: 'ENABLED',
    });
    expect(on).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(personOf(scene, externalId)['verifyStatus']).toBe('ENABLED');
    expect(on.entry && setUserVerifyStatus.undo?.(on.entry)).toBeNull();
    const off = await scene.stage.act(setUserVerifyStatus, {
      user: { externalId },
      verifyStatus: 'DISABLED',
    });
    expect(off.entry && setUserVerifyStatus.undo?.(off.entry)).toEqual({
      action: 'SET_USER_VERIFY_STATUS',
      input: { user: { externalId }, verifyStatus: 'ENABLED' },
    });
  });
});
