import { describe, expect, test } from 'vitest';
import { availableActions } from '../../../src/actions/available-actions.ts';
import { localCaller } from '../../../src/access/caller.ts';
import { forcePasswordChange } from '../../../src/actions/users/force-password-change.ts';
import { unlockUser } from '../../../src/actions/users/lock-user.ts';
import { revokeUserSessions } from '../../../src/actions/users/revoke-user-sessions.ts';
import { unlockUserPassword } from '../../../src/actions/users/unlock-user-password.ts';
import { resetUserMfa } from '../../../src/actions/mfa/reset-user-mfa.ts';
import { addUserToGroup } from '../../../src/actions/membership/add-user-to-group.ts';
import { removeUserFromGroup } from '../../../src/actions/membership/remove-user-from-group.ts';
import { setStage } from '../support/stage.ts';
import { PeerFake, type PeerOptions } from './peer-fake.ts';

const suspending = ['SUSPEND_USER', 'UNSUSPEND_USER'] as const;

function peerWith(options: PeerOptions = {}): PeerFake {
  return new PeerFake({ actions: suspending, ...options });
}

describe('suspending', () => {
  test('goes by the switch, not by the status: an account that has expired is switched off too', async () => {
    const peer = peerWith({ kind: 'LDAP' });
    const expired = peer.person('ada', { status: 'SUSPENDED', rawStatus: 'accountExpires=1', enabled: true });
    const stage = setStage(peer.provider);
    expect(await stage.suspend(expired.externalId)).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { before: { status: 'SUSPENDED', enabled: true }, after: { enabled: false } },
    });
    expect(await stage.suspend('ada')).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.sent).toEqual(['setEnabled ada false']);
  });

  test('letting an expired account in again says that something else keeps the user out', async () => {
    const peer = peerWith({ kind: 'LDAP' });
    peer.person('ada', { status: 'SUSPENDED', rawStatus: 'accountExpires=1', enabled: true });
    expect(await setStage(peer.provider).unsuspend('ada')).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      steps: [{ outcome: 'ALREADY', message: expect.stringContaining('accountExpires=1') }],
    });
    expect(peer.sent).toEqual([]);
  });

  test.each([
    ['LOCKED', 'LOCKED_OUT'],
    ['PENDING', 'STAGED'],
    // Who has to choose another password could sign in to do so.
    ['ACTIVE', 'PASSWORD_EXPIRED'],
  ] as const)(
    'where the vendor suspends only out of ACTIVE, one who is %s as %s is refused before anything is sent',
    async (status, rawStatus) => {
      const peer = peerWith({ kind: 'OKTA', more: { suspendable: ['ACTIVE'] } });
      peer.person('ada', { status, rawStatus });
      const stage = setStage(peer.provider);
      const refused = { kind: 'REFUSED', code: 'NOT_POSSIBLE', blockedBy: ['state'] };
      const result = await stage.suspend('ada');
      expect(result).toMatchObject(refused);
      expect('message' in result && result.message).toContain(`this one is ${rawStatus}`);
      expect(await stage.suspend('ada', { dryRun: true })).toMatchObject(refused);
      expect(peer.sent).toEqual([]);
      // Where it does not matter, it does not stand in the way.
      const other = peerWith();
      other.person('ada', { status, rawStatus });
      expect(await setStage(other.provider).suspend('ada')).toMatchObject({ kind: 'SUCCESS', changed: true });
    },
  );

  test('who was removed is out already, and is let in only by being restored', async () => {
    const peer = peerWith({ kind: 'OKTA', more: { suspendable: ['ACTIVE'] } });
    peer.person('ada', { status: 'DEPROVISIONED', rawStatus: 'DEPROVISIONED', enabled: false });
    const stage = setStage(peer.provider);
    expect(await stage.suspend('ada')).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(await stage.unsuspend('ada')).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      blockedBy: ['state'],
    });
    expect(peer.sent).toEqual([]);
  });

  test('a directory that does not tell whether somebody is switched on is not believed to have done it', async () => {
    const peer = peerWith();
    peer.person('ada', { enabled: null, status: 'UNKNOWN' });
    peer.provider.userWrites.setEnabled = async () => {};
    expect(await setStage(peer.provider).suspend('ada')).toMatchObject({ kind: 'UNCONFIRMED' });
  });
});

describe('unlocking', () => {
  test.each([
    ['UNLOCK_USER', 'unlock ada'],
    ['UNLOCK_USER_PASSWORD', 'unlockPassword ada'],
  ] as const)('%s ends the one lock that there is, once', async (name, sent) => {
    const peer = peerWith({ kind: 'KEYCLOAK', actions: [name] });
    const user = peer.person('ada', { status: 'LOCKED', rawStatus: 'brute force' });
    const stage = setStage(peer.provider);
    const unlock = () =>
      name === 'UNLOCK_USER' ? stage.act(unlockUser, { user }) : stage.act(unlockUserPassword, { user });
    expect(await unlock()).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { before: { status: 'LOCKED' }, after: { status: 'ACTIVE' } },
    });
    expect(await unlock()).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.sent).toEqual([sent]);
  });

  test('of a suspended user nothing is sent: a lock and a suspension may be one thing, and it is not said that there is no lock', async () => {
    const peer = peerWith({ kind: 'LDAP', actions: ['UNLOCK_USER'] });
    const user = peer.person('ada', { status: 'SUSPENDED', enabled: false });
    expect(await setStage(peer.provider).act(unlockUser, { user })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      entry: { after: { locked: null } },
    });
    expect(peer.sent).toEqual([]);
  });
});

describe('an account that another directory is the master of', () => {
  const actions = [
    ...suspending,
    'UNLOCK_USER',
    'FORCE_PASSWORD_CHANGE',
    'ADD_USER_TO_GROUP',
    'REMOVE_USER_FROM_GROUP',
    'REVOKE_USER_SESSIONS',
    'RESET_USER_MFA',
  ] as const;

  test('is changed there: its state and its password are refused here', async () => {
    const peer = peerWith({ kind: 'OKTA', capabilities: ['GROUPS'], actions });
    const user = peer.person('ada', {
      managedElsewhere: true,
      status: 'LOCKED',
      passwordChangeRequired: false,
    });
    const stage = setStage(peer.provider);
    const refused = {
      kind: 'REFUSED',
      code: 'MANAGED_ELSEWHERE',
      blockedBy: ['managed-elsewhere'],
      message: expect.stringContaining('master directory'),
      entry: { outcome: 'REFUSED' },
    };
    expect(await stage.suspend('ada')).toMatchObject(refused);
    expect(await stage.act(unlockUser, { user })).toMatchObject(refused);
    expect(await stage.act(forcePasswordChange, { user })).toMatchObject(refused);
    peer.change('ada', { enabled: false, status: 'SUSPENDED' });
    expect(await stage.unsuspend('ada')).toMatchObject(refused);
    expect(peer.sent).toEqual([]);
  });

  test('loses its sessions and second factors here all the same, and joins and leaves groups of this directory', async () => {
    const peer = peerWith({ kind: 'OKTA', capabilities: ['MFA_DEVICES', 'GROUPS'], actions });
    const user = peer.person('ada', { managedElsewhere: true });
    peer.device('ada', 'totp');
    const joined = peer.group('joined', ['ada']);
    const other = peer.group('other', []);
    const stage = setStage(peer.provider);
    const changed = { kind: 'SUCCESS', changed: true };
    expect(await stage.act(addUserToGroup, { user, group: other })).toMatchObject(changed);
    expect(await stage.act(removeUserFromGroup, { user, group: joined })).toMatchObject(changed);
    peer.sent.length = 0;
    expect(await stage.act(revokeUserSessions, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(peer.sent).toEqual(['endSessions ada', 'deleteDevice ada totp']);
  });

  test('available actions say so before anybody asks', async () => {
    const peer = peerWith({ kind: 'OKTA', actions, more: { suspendable: ['ACTIVE'] } });
    peer.person('ada', { managedElsewhere: true });
    peer.person('bob', { status: 'LOCKED', rawStatus: 'LOCKED_OUT' });
    const { services, loaders } = setStage(peer.provider);
    const available = async (id: string) => {
      const user = peer.people.get(id);
      if (user === undefined) throw new RangeError(id);
      return new Map(
        (await availableActions(services, loaders(), localCaller, user)).map((one) => [
          one.action,
          one.blockedBy,
        ]),
      );
    };
    const ada = await available('ada');
    expect(ada.get('SUSPEND_USER')).toEqual(['managed-elsewhere']);
    expect(ada.get('REVOKE_USER_SESSIONS')).toEqual([]);
    expect((await available('bob')).get('SUSPEND_USER')).toEqual(['state']);
    // What the directory cannot do, and what needs more than the user, is not among them.
    expect([...ada.keys()].toSorted()).toEqual(actions.filter((name) => !name.includes('GROUP')).toSorted());
  });
});
