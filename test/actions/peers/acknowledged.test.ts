import { describe, expect, test } from 'vitest';
import type { PasswordState } from '../../../src/model/account.ts';
import { forcePasswordChange } from '../../../src/actions/users/force-password-change.ts';
import { revokeSession } from '../../../src/actions/users/revoke-session.ts';
import { revokeUserSessions } from '../../../src/actions/users/revoke-user-sessions.ts';
import { setStage } from '../support/stage.ts';
import { PeerFake } from './peer-fake.ts';

const unread = [{ name: 'read-back', outcome: 'SKIPPED', message: expect.stringContaining('accepted') }];

function passwordPeer(passwordChangeRequired: boolean | null) {
  const peer = new PeerFake({ kind: 'ENTRA_ID', actions: ['FORCE_PASSWORD_CHANGE'] });
  const user = peer.person('ada', { passwordChangeRequired });
  return { peer, user, stage: setStage(peer.provider) };
}

function sessionsPeer() {
  const peer = new PeerFake({
    kind: 'GOOGLE_WORKSPACE',
    actions: ['REVOKE_USER_SESSIONS', 'REVOKE_SESSION'],
  });
  return { peer, user: peer.person('ada'), stage: setStage(peer.provider) };
}

describe('forcing a password change where the state of passwords cannot be asked for', () => {
  test('the user’s row is read back where it tells, and asked before', async () => {
    const { peer, user, stage } = passwordPeer(false);
    expect(await stage.act(forcePasswordChange, { user, dryRun: true })).toMatchObject({
      differences: [{ path: 'passwordChangeRequired', before: false, after: true }],
    });
    const done = await stage.act(forcePasswordChange, { user });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: {},
      steps: [],
      entry: { after: { passwordChangeRequired: true } },
    });
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.sent).toEqual(['forcePasswordChange ada']);
  });

  test('where the row tells and shows otherwise afterwards, the answer is UNCONFIRMED', async () => {
    const { peer, user, stage } = passwordPeer(false);
    peer.provider.userWrites.forcePasswordChange = async () => {};
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject({ kind: 'UNCONFIRMED' });
  });

  test('where nothing tells, the directory’s consent is the proof, and the answer says that it is all', async () => {
    const { peer, user, stage } = passwordPeer(null);
    const done = await stage.act(forcePasswordChange, { user });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      steps: unread,
      entry: { outcome: 'SUCCEEDED', particulars: { steps: unread } },
    });
    expect(peer.sent).toHaveLength(1);
  });

  test.each([
    ['a state that the directory does not tell is no other than none', 'UNKNOWN', 'UNKNOWN', unread],
    ['a state that it tells afterwards is read back', 'UNKNOWN', 'MUST_CHANGE', []],
  ] as const)('where it can be asked for: %s', async (_what, before, after, steps) => {
    const { peer, user } = passwordPeer(null);
    let status: PasswordState['status'] = before;
    peer.provider.users.passwordState = async () => ({
      status,
      rawStatus: status,
      lastChangedAt: null,
      passwordPolicyId: null,
    });
    peer.provider.userWrites.forcePasswordChange = async () => void (status = after);
    const capabilities = new Set([...peer.provider.capabilities, 'PASSWORD_STATE'] as const);
    const stage = setStage({ ...peer.provider, capabilities });
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject({ kind: 'SUCCESS', steps });
  });

  test('a lost connection is no consent', async () => {
    const { peer, user, stage } = passwordPeer(null);
    peer.faults.set('forcePasswordChange', { code: 'UNREACHABLE', done: true });
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject({ kind: 'UNCONFIRMED', steps: [] });
    peer.faults.set('forcePasswordChange', { code: 'FORBIDDEN' });
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      steps: [],
    });
  });

  test('a user who signs in somewhere else has no password here', async () => {
    const { peer, user, stage } = passwordPeer(null);
    peer.change('ada', { passwordAuthority: { kind: 'EXTERNAL', identityProviderId: 'adfs' } });
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
    });
    expect(peer.sent).toEqual([]);
  });
});

describe('ending all sessions where they cannot be listed', () => {
  test('one call ends all, the steps say that they cannot be listed, and no number is made up', async () => {
    const { peer, user, stage } = sessionsPeer();
    const done = await stage.act(revokeUserSessions, { user });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { readBack: 'NOT_POSSIBLE' },
      steps: [{ name: 'end-sessions', outcome: 'DONE' }, ...unread],
      entry: { before: { hasSessions: null }, after: { hasSessions: null } },
    });
    expect('facts' in done && done.facts).not.toHaveProperty('revoked');
    // Whether there are new ones nobody knows: asked again, it is sent again.
    expect(await stage.act(revokeUserSessions, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(peer.sent).toEqual(['endSessions ada', 'endSessions ada']);
  });

  test('also of somebody who is suspended', async () => {
    const { peer, user, stage } = sessionsPeer();
    peer.change('ada', { status: 'SUSPENDED', enabled: false });
    expect(await stage.act(revokeUserSessions, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('a rehearsal says so and sends nothing', async () => {
    const { peer, user, stage } = sessionsPeer();
    expect(await stage.act(revokeUserSessions, { user, dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      dryRun: true,
      steps: [{ outcome: 'SKIPPED', message: expect.stringContaining('cannot be listed') }],
    });
    expect(peer.sent).toEqual([]);
  });

  test('a lost connection leaves it unconfirmed, and a refusal is a failure', async () => {
    const { peer, user, stage } = sessionsPeer();
    peer.faults.set('endSessions', { code: 'TIMED_OUT', done: true });
    expect(await stage.act(revokeUserSessions, { user })).toMatchObject({
      kind: 'UNCONFIRMED',
      retryable: true,
      steps: [{ name: 'end-sessions', outcome: 'FAILED' }],
    });
    peer.faults.set('endSessions', { code: 'FORBIDDEN' });
    expect(await stage.act(revokeUserSessions, { user })).toMatchObject({ kind: 'FAILED' });
  });

  test('one session among those that nobody can see is not claimed to be gone', async () => {
    const { peer, user, stage } = sessionsPeer();
    expect(await stage.act(revokeSession, { user, session: 'one' })).toMatchObject({
      kind: 'FAILED',
      code: 'UNSUPPORTED',
    });
    expect(peer.sent).toEqual([]);
  });
});
