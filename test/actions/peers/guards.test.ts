import { describe, expect, test } from 'vitest';
import { resetUserMfa } from '../../../src/actions/mfa/reset-user-mfa.ts';
import type { Capability } from '../../../src/model/directory.ts';
import { callerNamed, setStage } from '../support/stage.ts';
import { PeerFake, type PeerOptions } from './peer-fake.ts';

const actions = ['SUSPEND_USER', 'UNSUSPEND_USER', 'RESET_USER_MFA'] as const;
const roles = ['ROLES', 'ROLE_ASSIGNMENTS'] as const;

function peerOf(capabilities: readonly Capability[], options: PeerOptions = {}) {
  const peer = new PeerFake({ actions, capabilities, ...options });
  for (const id of ['ada', 'bob', 'carl']) peer.person(id);
  return { peer, stage: setStage(peer.provider) };
}

const last = { kind: 'REFUSED', code: 'LAST_ADMINISTRATOR', blockedBy: ['last-administrator'] };
const unknown = { kind: 'REFUSED', code: 'GUARD_UNKNOWN', blockedBy: ['last-administrator'] };
const operator = {
  ...callerNamed('operator'),
  grants: [
    { permission: 'directory:read' },
    { permission: 'user:suspend' },
    { permission: 'mfa:reset' },
  ] as const,
};

describe('in a directory that knows of no administrators', () => {
  test('guards over them let everything pass and ask for nothing', async () => {
    const { peer, stage } = peerOf(['MFA_DEVICES']);
    peer.device('ada', 'totp');
    expect(await stage.suspend('ada', {}, operator)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await stage.act(resetUserMfa, { user: { externalId: 'ada' } }, operator)).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(await stage.unsuspend('ada')).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(peer.strays).toEqual([]);
  });

  test('the other guards stand as anywhere', async () => {
    const { peer, stage } = peerOf([]);
    const me = callerNamed('ada', { directory: 'peer', externalId: 'ADA' });
    expect(await stage.suspend('ada', {}, me)).toMatchObject({ code: 'SELF' });
    // Of another directory somebody of the same id is somebody else.
    const other = callerNamed('ada', { directory: 'pingone', externalId: 'ada' });
    expect(await stage.suspend('ada', { dryRun: true }, other)).toMatchObject({ kind: 'SUCCESS' });
    const kept = setStage(peer.provider, { settings: { breakGlass: ['Bob'] } });
    expect(await kept.suspend('bob')).toMatchObject({ code: 'BREAK_GLASS' });
    peer.change('carl', { aliases: ['emergency@example.com', 'bob'] });
    expect(await kept.suspend('carl', { dryRun: true })).toMatchObject({ kind: 'SUCCESS' });
    const blastLimits = [{ per: 'DIRECTORY', windowMs: 60_000, max: 1 }] as const;
    const slow = setStage(peer.provider, { settings: { blastLimits } });
    expect(await slow.suspend('ada')).toMatchObject({ kind: 'SUCCESS' });
    expect(await slow.suspend('bob')).toMatchObject({ code: 'BLAST_RADIUS' });
    const { grants: _grants, ...nobody } = operator;
    expect(await stage.suspend('carl', {}, { ...nobody, grants: [] })).toMatchObject({ code: 'FORBIDDEN' });
    expect(peer.sent).toEqual(['setEnabled ada false']);
  });
});

describe.each<[string, readonly Capability[]]>([
  ['without groups', roles],
  ['with groups that are in no groups', [...roles, 'GROUPS']],
])('in a directory with administrators, %s', (_name, capabilities) => {
  test('the last of them stays, until there is another who can sign in', async () => {
    const { peer, stage } = peerOf(capabilities);
    peer.appoint('ada');
    expect(await stage.suspend('ada')).toMatchObject(last);
    expect(await stage.suspend('bob')).toMatchObject({ kind: 'SUCCESS', changed: true });
    peer.appoint('bob');
    expect(await setStage(peer.provider).suspend('ada')).toMatchObject(last);
    peer.appoint('carl');
    expect(await setStage(peer.provider).suspend('ada')).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(peer.sent).toEqual(['setEnabled bob false', 'setEnabled ada false']);
    expect(peer.strays).toEqual([]);
  });

  test('an administrator of a part is no stand-in for one of the whole', async () => {
    const { peer, stage } = peerOf(capabilities);
    peer.appoint('ada');
    peer.appoint('bob', { scope: { type: 'UNKNOWN', rawType: 'administrativeUnit', externalId: 'au-1' } });
    expect(await stage.suspend('ada')).toMatchObject(last);
    expect(await stage.suspend('bob')).toMatchObject({ kind: 'SUCCESS' });
  });

  test.each([
    ['assignments', 'users.roleAssignmentsOf'],
    ['roles', 'roles'],
  ])(
    'where %s cannot be read, it is refused: a refused read is no directory without administrators',
    async (_what, asked) => {
      const { peer, stage } = peerOf(capabilities);
      peer.appoint('ada');
      peer.appoint('bob');
      peer.faults.set(asked, { code: 'FORBIDDEN' });
      expect(await stage.suspend('ada')).toMatchObject(unknown);
      expect(peer.sent).toEqual([]);
    },
  );

  test('an administrator’s second factor is not removed by who could not make administrators', async () => {
    const { peer, stage } = peerOf([...capabilities, 'MFA_DEVICES']);
    peer.appoint('ada');
    for (const id of ['ada', 'bob']) peer.device(id, 'totp');
    const reset = (externalId: string) => stage.act(resetUserMfa, { user: { externalId } }, operator);
    expect(await reset('ada')).toMatchObject({ code: 'FORBIDDEN', blockedBy: ['takeover'] });
    expect(await reset('bob')).toMatchObject({ kind: 'SUCCESS', changed: true });
  });
});

describe('roles that come through groups', () => {
  test('count where the directory lists only what users hold themselves', async () => {
    const { peer, stage } = peerOf([...roles, 'GROUPS'], { more: { listsInheritedRoles: false } });
    peer.group('admins', ['ada']);
    const ofGroup = { principal: { kind: 'GROUP', externalId: 'admins' } } as const;
    peer.appoint('admins', ofGroup);
    // This vendor's groups hold no roles: then nothing comes through them.
    expect(await stage.suspend('ada')).toMatchObject({ kind: 'SUCCESS' });
    await stage.unsuspend('ada');
    peer.provider.groups.roleAssignmentsOf = async (id) => ({
      rows: peer.assignments.filter(({ principal }) => principal.externalId === id),
      complete: true,
      reason: null,
      message: null,
      observedAt: new Date(),
    });
    expect(await setStage(peer.provider).suspend('ada')).toMatchObject(last);
    peer.faults.set('users.groupsOf', { code: 'UNREACHABLE' });
    expect(await setStage(peer.provider).suspend('ada')).toMatchObject(unknown);
  });
});

describe('a directory that its operator did not open for writing', () => {
  test.each([
    ['OKTA', {}, 'Set writable: true in rollcall.yaml and restart'],
    ['PINGONE', {}, 'Set writable: true in rollcall.yaml and restart'],
    ['PINGONE', { writableVariable: 'PINGONE_WRITABLE' }, 'Set PINGONE_WRITABLE=true and restart'],
  ] as const)('of the kind %s, with %j, says which setting opens it', async (kind, options, message) => {
    const { peer } = peerOf([], { kind });
    const stage = setStage(peer.provider, { writable: false, ...options });
    expect(await stage.suspend('ada')).toMatchObject({
      code: 'READ_ONLY',
      blockedBy: ['directory-not-writable'],
      message: expect.stringContaining(message),
    });
    expect(peer.sent).toEqual([]);
  });
});

test('an action that the vendor does not have is refused, whoever asks', async () => {
  const { peer, stage } = peerOf([], { actions: ['UNSUSPEND_USER'] });
  expect(await stage.suspend('ada')).toMatchObject({ code: 'NOT_SUPPORTED' });
  expect(peer.sent).toEqual([]);
});
