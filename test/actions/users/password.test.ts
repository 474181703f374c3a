import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { forcePasswordChange } from '../../../src/actions/users/force-password-change.ts';
import { setUserPassword } from '../../../src/actions/users/set-user-password.ts';
import { unlockUserPassword } from '../../../src/actions/users/unlock-user-password.ts';
import { Secret } from '../../../src/model/secret.ts';
import { localCaller } from '../../../src/access/caller.ts';
import { callerNamed } from '../support/stage.ts';
import { personOf, route, useScene } from './support/scene.ts';

const scene = useScene();
const secret = 'Correct-Horse-7-Battery';
const passwordRoute = `${route}/password`;

function setState(userId: string, state: Readonly<Record<string, unknown>>): void {
  scene.sandbox.world.setDetail('users/password', userId, { ...state });
}

function stateOf(userId: string): unknown {
  return scene.sandbox.world.detail('users/password', userId);
}

const set = (externalId: string, input = {}, caller = localCaller) =>
  scene.stage.act(
    setUserPassword,
    { user: { externalId }, password: new Secret(secret), forceChange: true, ...input },
    caller,
  );

describe('forcing a password change', () => {
  test.each([200, 204] as const)(
    'it is read back as one that must be changed, whether the answer is %i',
    async (status) => {
      scene.sandbox.settings.forceChangeStatus = status;
      const externalId = scene.nextPerson();
      setState(externalId, { status: 'OK', lastChangedAt: '2026-01-02T03:04:05.006Z' });
      const result = await scene.stage.act(forcePasswordChange, { user: { externalId } });
      expect(result).toMatchObject({
        kind: 'SUCCESS',
        changed: true,
        entry: {
          before: { passwordStatus: 'OK' },
          after: { passwordStatus: 'MUST_CHANGE' },
          outcome: 'SUCCEEDED',
        },
      });
      expect(stateOf(externalId)).toMatchObject({ status: 'MUST_CHANGE_PASSWORD' });
      const again = await scene.stage.act(forcePasswordChange, { user: { externalId } });
      expect(again).toMatchObject({ kind: 'SUCCESS', changed: false });
      expect(scene.sandbox.requests.of(`POST ${passwordRoute}`)).toBe(1);
    },
  );

  test('where there is no password here, nothing is sent', async () => {
    const externalId = scene.nextPerson();
    for (const status of ['NO_PASSWORD', 'EXTERNAL']) {
      setState(externalId, { status });
      expect(await scene.stage.act(forcePasswordChange, { user: { externalId } })).toMatchObject({
        kind: 'REFUSED',
        code: 'NOT_POSSIBLE',
      });
    }
    expect(scene.sandbox.requests.writes).toEqual([]);
  });

  test('a refusal is told, and an answer that was lost is looked up', async () => {
    const externalId = scene.nextPerson();
    setState(externalId, { status: 'OK' });
    const end = scene.sandbox.faults.add({
      method: 'POST',
      route: passwordRoute,
      fault: { kind: 'status', status: 403 },
    });
    expect(await scene.stage.act(forcePasswordChange, { user: { externalId } })).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      entry: { outcome: 'FAILED' },
    });
    end();
    scene.sandbox.faults.add({
      method: 'POST',
      route: passwordRoute,
      fault: { kind: 'reset', applied: true },
    });
    expect(await scene.stage.act(forcePasswordChange, { user: { externalId } })).toMatchObject({
      kind: 'SUCCESS',
      entry: { outcome: 'SUCCEEDED' },
    });
  });
});

describe('setting a password', () => {
  test('it is confirmed by the moment of the last change, and kept by nobody', async () => {
    const externalId = scene.nextPerson();
    const result = await set(externalId, { reason: 'Lost phone', idempotencyKey: 'set-1' });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { parameters: { forceChange: true }, after: { passwordStatus: 'MUST_CHANGE' } },
    });
    const { rows } = await scene.stage.ledger.list({}, { first: 10, after: null });
    for (const kept of [result, rows]) {
      expect(JSON.stringify(kept)).not.toContain(secret);
      expect(inspect(kept, { depth: 20 })).not.toContain(secret);
    }
    expect(scene.sandbox.requests.writes).toMatchObject([{ body: { value: secret, forceChange: true } }]);
  });

  test('a repeat with its key has no second effect, and another password under it is another request', async () => {
    const externalId = scene.nextPerson();
    const idempotencyKey = 'set-2';
    expect(await set(externalId, { idempotencyKey })).toMatchObject({ kind: 'SUCCESS' });
    expect(await set(externalId, { idempotencyKey })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(scene.sandbox.requests.of(`PUT ${passwordRoute}`)).toBe(1);
    const other = new Secret('Another-Horse-8-Battery');
    expect(await set(externalId, { idempotencyKey, password: other })).toMatchObject({
      kind: 'REFUSED',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  test('what the policy says is told, without the password', async () => {
    const externalId = scene.nextPerson();
    const result = await set(externalId, { password: new Secret('aa') });
    expect(result).toMatchObject({ kind: 'FAILED', code: 'INVALID_REQUEST' });
    expect(result).toMatchObject({ message: expect.stringContaining('value:') });
  });

  test('an answer that repeats the password is not passed on', async () => {
    const externalId = scene.nextPerson();
    const details = [{ code: 'INVALID_VALUE', target: 'value', message: `"${secret}" is not allowed` }];
    scene.sandbox.faults.add({
      method: 'PUT',
      route: passwordRoute,
      fault: { kind: 'body', status: 400, body: { code: 'INVALID_DATA', message: secret, details } },
    });
    const result = await set(externalId);
    expect(inspect(result, { depth: 20 })).not.toContain(secret);
  });

  test('a text that a directory would take for a hash is refused, and so is an empty one', async () => {
    for (const value of ['', '{SSHA512}c2FsdA==', 'x'.repeat(256)]) {
      const result = await set('anybody', { password: new Secret(value) });
      expect(result).toMatchObject({ kind: 'INVALID' });
      expect(JSON.stringify(result)).not.toMatch(/SSHA512|xxxx/);
    }
  });

  test('when the answer is lost and nothing shows that it was set, it is not called done', async () => {
    const externalId = scene.nextPerson();
    scene.sandbox.faults.add({ method: 'PUT', route: passwordRoute, fault: { kind: 'reset' } });
    expect(await set(externalId)).toMatchObject({
      kind: expect.stringMatching(/^(?:FAILED|UNCONFIRMED)$/),
    });
    scene.sandbox.faults.clear();
    scene.sandbox.faults.add({
      method: 'PUT',
      route: passwordRoute,
      fault: { kind: 'reset', applied: true },
    });
    expect(await set(externalId)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('for an administrator it takes the right to give such roles', async () => {
    const externalId = scene.nextPerson();
    scene.tenant.appoint(externalId);
    const everything = callerNamed('help-desk');
    const helpDesk = {
      ...everything,
      grants: everything.grants.filter(({ permission }) => permission !== 'role:assign'),
    };
    expect(await set(externalId, {}, helpDesk)).toMatchObject({
      kind: 'REFUSED',
      code: 'FORBIDDEN',
      blockedBy: ['takeover'],
    });
    expect(await set(externalId)).toMatchObject({ kind: 'SUCCESS' });
    const ordinary = scene.nextPerson();
    expect(await set(ordinary, {}, helpDesk)).toMatchObject({ kind: 'SUCCESS' });
  });
});

describe('unlocking a password', () => {
  test('the lock that wrong tries brought ends, and one that is not there is left alone', async () => {
    const externalId = scene.nextPerson();
    setState(externalId, { status: 'PASSWORD_LOCKED_OUT', secondsUntilUnlock: 300 });
    const result = await scene.stage.act(unlockUserPassword, { user: { externalId } });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { before: { passwordStatus: 'LOCKED_OUT' }, after: { passwordStatus: 'OK' } },
    });
    expect(await scene.stage.act(unlockUserPassword, { user: { externalId } })).toMatchObject({
      changed: false,
    });
    expect(personOf(scene, externalId)['enabled']).toBe(true);
  });
});
