import { describe, expect, test } from 'vitest';
import { availableActions } from '../../../src/actions/available-actions.ts';
import { deleteDevice } from '../../../src/actions/mfa/delete-device.ts';
import { resetUserMfa } from '../../../src/actions/mfa/reset-user-mfa.ts';
import { localCaller } from '../../../src/access/caller.ts';
import { callerNamed, setStage, type Told } from '../support/stage.ts';
import { PeerFake, type PeerOptions } from './peer-fake.ts';

const actions = ['RESET_USER_MFA', 'DELETE_MFA_DEVICE'] as const;

function peerOf(options: PeerOptions = {}) {
  const peer = new PeerFake({ kind: 'ENTRA_ID', capabilities: ['MFA_DEVICES'], actions, ...options });
  const user = peer.person('ada');
  return { peer, user, stage: setStage(peer.provider) };
}

function withOneCall(code?: 'FORBIDDEN' | 'UNREACHABLE') {
  const { peer, user, stage } = peerOf({ kind: 'OKTA' });
  peer.device('ada', 'push');
  peer.device('ada', 'sms');
  peer.provider.mfaWrites.deleteAllDevices = async (id) => {
    peer.sent.push(`deleteAllDevices ${id}`);
    if (code === undefined) peer.devices.delete(id);
    else peer.fail(code);
  };
  return { peer, user, stage };
}

function rowsOnly(listed = true) {
  const { peer, user, stage } = peerOf({ kind: 'GOOGLE_WORKSPACE', capabilities: ['MFA_IN_LIST'] });
  const device = peer.device('ada', '2-step');
  peer.change('ada', { listedDevices: listed ? [device] : null });
  peer.provider.mfaWrites.deleteAllDevices = async (id) => {
    peer.sent.push(`deleteAllDevices ${id}`);
    peer.change(id, { listedDevices: [] });
  };
  return { peer, user, stage };
}

/** `remove-device:totp DONE`. */
function stepsOf(told: Told): string[] {
  return 'steps' in told ? told.steps.map(({ name, outcome }) => `${name} ${outcome}`) : [];
}

describe('removing all second factors one by one', () => {
  test('the default one, which goes only as the last, is tried again when the others are gone', async () => {
    const { peer, user, stage } = peerOf();
    for (const id of ['default', 'phone', 'totp']) peer.device('ada', id);
    peer.faults.set('deleteDevice ada default', { code: 'INVALID_REQUEST', times: 1 });
    const done = await stage.act(resetUserMfa, { user });
    expect(done).toMatchObject({ kind: 'SUCCESS', changed: true, facts: { removed: 3 } });
    expect(stepsOf(done)).toEqual([
      'remove-device:default DONE',
      'remove-device:phone DONE',
      'remove-device:totp DONE',
    ]);
    expect(peer.sent.map((sent) => sent.split(' ').at(-1))).toEqual(['default', 'phone', 'totp', 'default']);
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: false });
  });

  test('one that does not go at all is told, once for all its tries, and keeps no other', async () => {
    const { peer, user, stage } = peerOf();
    for (const id of ['stuck', 'phone']) peer.device('ada', id);
    peer.faults.set('deleteDevice ada stuck', { code: 'FORBIDDEN' });
    const done = await stage.act(resetUserMfa, { user });
    expect(done).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    expect(stepsOf(done)).toEqual(['remove-device:stuck FAILED', 'remove-device:phone DONE']);
    expect(peer.devices.get('ada')).toMatchObject([{ externalId: 'stuck' }]);
    expect(peer.sent).toHaveLength(3);
  });

  test('where nothing went since, nothing is tried again', async () => {
    const { peer, user, stage } = peerOf();
    for (const id of ['phone', 'stuck']) peer.device('ada', id);
    peer.faults.set('deleteDevice ada stuck', { code: 'FORBIDDEN' });
    await stage.act(resetUserMfa, { user });
    expect(peer.sent).toEqual(['deleteDevice ada phone', 'deleteDevice ada stuck']);
  });

  test('a directory that knows no bypass is asked for none, and it is said', async () => {
    const { peer, user, stage } = peerOf();
    peer.device('ada', 'totp');
    const input = { user, endBypass: true };
    const done = await stage.act(resetUserMfa, input);
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      steps: [
        { name: 'remove-device:totp', outcome: 'DONE' },
        { name: 'end-bypass', outcome: 'SKIPPED', message: expect.stringContaining('no bypasses') },
      ],
    });
    expect(await stage.act(resetUserMfa, input)).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.sent).toEqual(['deleteDevice ada totp']);
  });

  test('what cannot be read back is not claimed', async () => {
    const { peer, user, stage } = peerOf();
    peer.device('ada', 'totp');
    peer.provider.mfaWrites.deleteDevice = async () => {};
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ kind: 'UNCONFIRMED' });
  });
});

describe('removing all second factors by one call', () => {
  test('is one step, and seen to', async () => {
    const { peer, user, stage } = withOneCall();
    const done = await stage.act(resetUserMfa, { user });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      facts: { removed: 2 },
      entry: { before: { devices: [{ id: 'push' }, { id: 'sms' }] }, after: { devices: [] } },
    });
    expect(stepsOf(done)).toEqual(['remove-all-devices DONE']);
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ changed: false });
    expect(peer.sent).toEqual(['deleteAllDevices ada']);
  });

  test('a refusal is a failure, with all devices still there', async () => {
    const { user, stage } = withOneCall('FORBIDDEN');
    const done = await stage.act(resetUserMfa, { user });
    expect(done).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    expect(stepsOf(done)).toEqual(['remove-all-devices FAILED']);
  });
});

test('where one call is several of the vendor’s, what went before it failed is told', async () => {
  const { peer, user, stage } = peerOf();
  peer.device('ada', 'phone');
  peer.device('ada', 'stuck');
  peer.provider.mfaWrites.deleteAllDevices = async (id) => {
    peer.devices.set(
      id,
      (peer.devices.get(id) ?? []).filter(({ externalId }) => externalId === 'stuck'),
    );
    peer.fail('INVALID_REQUEST');
  };
  const done = await stage.act(resetUserMfa, { user });
  expect(done).toMatchObject({
    kind: 'FAILED',
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('A part of it was done'),
    state: { devices: [{ id: 'stuck' }] },
  });
  expect(stepsOf(done)).toEqual(['remove-all-devices FAILED', 'remove-device:phone DONE']);
});

describe('where only the rows of users tell of second factors', () => {
  test('a fresh row is what is read before and afterwards', async () => {
    const { peer, user, stage } = rowsOnly();
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { before: { devices: [{ id: '2-step' }] }, after: { devices: [] } },
    });
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(peer.sent).toEqual(['deleteAllDevices ada']);
  });

  test('a row that does not tell is no user without second factors', async () => {
    const { peer, user, stage } = rowsOnly(false);
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ kind: 'FAILED', code: 'UNSUPPORTED' });
    expect(peer.sent).toEqual([]);
  });

  test('a device of the row can be named, and one that is not there is gone already', async () => {
    const { peer, stage } = rowsOnly();
    const device = { externalId: 'ada/2-step' };
    expect(await stage.act(deleteDevice, { device, dryRun: true })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(await stage.act(deleteDevice, { device: { externalId: 'ada/other' } })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
    expect(peer.sent).toEqual([]);
  });
});

test('one device is removed, and the owner’s own caller is refused', async () => {
  const { peer, stage } = peerOf();
  peer.device('ada', 'totp');
  const device = { externalId: 'ada/totp' };
  const me = callerNamed('ada', { directory: 'peer', externalId: 'ada' });
  expect(await stage.act(deleteDevice, { device }, me)).toMatchObject({ kind: 'REFUSED', code: 'SELF' });
  expect(await stage.act(deleteDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(peer.devices.get('ada')).toEqual([]);
});

test('what a directory cannot do is neither offered nor tried', async () => {
  const { peer, stage } = peerOf();
  const user = peer.people.get('ada');
  if (user === undefined) throw new RangeError('ada is there');
  const offered = await availableActions(stage.services, stage.loaders(), localCaller, user);
  expect(offered.map(({ action }) => action)).toEqual(['RESET_USER_MFA']);
});
