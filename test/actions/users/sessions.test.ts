import { describe, expect, test } from 'vitest';
import { revokeSession } from '../../../src/actions/users/revoke-session.ts';
import { revokeUserSessions } from '../../../src/actions/users/revoke-user-sessions.ts';
import { childrenOf, giveSessions, liveSessions, route, useScene } from './support/scene.ts';

const scene = useScene();
const sessionRoute = `${route}/sessions/{sessionId}`;

describe('ending all sessions', () => {
  test('also those that the directory does not show at first, and it says how many', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 24);
    const result = await scene.stage.act(revokeUserSessions, { user: { externalId } });
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { revoked: 24 },
      steps: [{ name: 'end-sessions', outcome: 'DONE' }],
      entry: { outcome: 'SUCCEEDED', after: { hasSessions: false } },
    });
    expect(liveSessions(scene, externalId)).toBe(0);
    expect(await scene.stage.act(revokeUserSessions, { user: { externalId } })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      facts: {},
    });
  });

  test('live ones behind ten that are over are found, and only they are counted', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 3, 12);
    const result = await scene.stage.act(revokeUserSessions, { user: { externalId } });
    expect(result).toMatchObject({ kind: 'SUCCESS', facts: { revoked: 3 } });
    expect(liveSessions(scene, externalId)).toBe(0);
  });

  test('when one of them cannot be ended, those before it are told as ended', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 5);
    scene.sandbox.faults.add({
      method: 'DELETE',
      route: sessionRoute,
      fault: { kind: 'status', status: 403 },
      after: 2,
    });
    const result = await scene.stage.act(revokeUserSessions, { user: { externalId } });
    expect(result).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      steps: [
        { name: 'end-sessions', outcome: 'DONE', message: '2 sessions were ended.' },
        { name: 'end-sessions-left', outcome: 'FAILED' },
      ],
      entry: { outcome: 'FAILED' },
    });
    expect(liveSessions(scene, externalId)).toBe(3);
  });

  test('where a full list stays full, it is not known whether any is left', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 10);
    // The directory says that they are gone, and goes on showing them.
    scene.sandbox.faults.add({
      method: 'DELETE',
      route: sessionRoute,
      fault: { kind: 'status', status: 404, code: 'NOT_FOUND' },
    });
    const result = await scene.stage.act(revokeUserSessions, { user: { externalId } });
    expect(result).toMatchObject({ kind: 'UNCONFIRMED', entry: { outcome: 'UNCONFIRMED' } });
    expect(scene.sandbox.requests.of(`DELETE ${sessionRoute}`)).toBe(10);
  });

  test('a rehearsal ends none', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 2);
    expect(await scene.stage.act(revokeUserSessions, { user: { externalId }, dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'hasSessions', before: true, after: false }],
      steps: [{ name: 'end-sessions', outcome: 'SKIPPED', message: '2 are shown.' }],
    });
    expect(liveSessions(scene, externalId)).toBe(2);
  });

  test('when the sessions cannot be read, nothing is sent', async () => {
    const externalId = scene.nextPerson();
    scene.sandbox.faults.add({ route: `${route}/sessions`, fault: { kind: 'status', status: 403 } });
    expect(await scene.stage.act(revokeUserSessions, { user: { externalId } })).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
    });
    expect(scene.sandbox.requests.writes).toEqual([]);
  });
});

describe('ending one session', () => {
  test('the others stay, and one that is gone is gone already', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 3);
    const [session = ''] = [...(childrenOf(scene.sandbox, 'users/sessions').get(externalId)?.keys() ?? [])];
    expect(await scene.stage.act(revokeSession, { user: { externalId }, session })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { parameters: { session }, before: { sessions: 3 }, after: { sessions: 2 } },
    });
    expect(liveSessions(scene, externalId)).toBe(2);
    expect(await scene.stage.act(revokeSession, { user: { externalId }, session })).toMatchObject({
      changed: false,
    });
  });

  test('one whose id is written in capitals is ended, not taken for gone', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 2);
    const [id = ''] = [...(childrenOf(scene.sandbox, 'users/sessions').get(externalId)?.keys() ?? [])];
    expect(
      await scene.stage.act(revokeSession, { user: { externalId }, session: id.toUpperCase() }),
    ).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(liveSessions(scene, externalId)).toBe(1);
  });

  test('one that the newest few do not show is ended all the same', async () => {
    const externalId = scene.nextPerson();
    giveSessions(scene, externalId, 14);
    const [oldest = ''] = [...(childrenOf(scene.sandbox, 'users/sessions').get(externalId)?.keys() ?? [])];
    expect(await scene.stage.act(revokeSession, { user: { externalId }, session: oldest })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(liveSessions(scene, externalId)).toBe(13);
  });
});
