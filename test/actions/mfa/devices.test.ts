import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { activateDevice } from '../../../src/actions/mfa/activate-device.ts';
import { blockDevice, unblockDevice } from '../../../src/actions/mfa/block-device.ts';
import { deleteDevice } from '../../../src/actions/mfa/delete-device.ts';
import { renameDevice } from '../../../src/actions/mfa/rename-device.ts';
import { unlockDevice } from '../../../src/actions/mfa/unlock-device.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';
import { devicePath, type MfaTenant, openMfaTenant } from './support.ts';

let tenant: MfaTenant;
let stage: Stage;
let person: string;

beforeAll(async () => {
  tenant = await openMfaTenant();
});

beforeEach(() => {
  person = tenant.person();
  tenant.sandbox.requests.reset();
  stage = setStage(tenant.provider);
});

afterEach(() => {
  tenant.sandbox.faults.clear();
});

afterAll(async () => {
  await tenant.close();
});

function named(deviceId: string) {
  return { externalId: `${person}/${deviceId}` };
}

describe('one device', () => {
  test('it is blocked and unblocked, each read back and recorded', async () => {
    const id = tenant.device(person, { type: 'SMS', phone: '+1.5125550142', nickname: 'Desk' });
    const device = named(id);
    const done = await stage.act(blockDevice, { device });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      subject: { type: 'MFA_DEVICE', externalId: device.externalId },
      differences: [{ path: 'status', before: 'ACTIVE', after: 'BLOCKED' }],
      entry: {
        before: { type: 'SMS', status: 'ACTIVE', nickname: 'Desk', contact: '…42' },
        inverse: 'UNBLOCK_MFA_DEVICE',
      },
    });
    expect(tenant.devices(person)[0]).toMatchObject({ block: { status: 'BLOCKED' } });
    expect(done.entry && blockDevice.undo?.(done.entry)).toEqual({
      action: 'UNBLOCK_MFA_DEVICE',
      input: { device },
    });
    expect(await stage.act(blockDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(await stage.act(unblockDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.devices(person)[0]).toMatchObject({ block: { status: 'UNBLOCKED' } });
    expect(tenant.writes).toBe(2);
  });

  test('a lock is ended, also behind a block', async () => {
    const lock = { status: 'LOCKED', expiresAt: '2030-01-01T00:00:00.000Z' };
    const device = named(tenant.device(person, { lock }));
    expect(await stage.act(unlockDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await stage.act(unlockDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: false });
    const hidden = tenant.device(person, { lock, block: { status: 'BLOCKED' } });
    expect(await stage.act(unlockDevice, { device: named(hidden) })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(tenant.devices(person)[1]).toMatchObject({ lock: { status: 'UNLOCKED' } });
  });

  test('it is renamed, and gets its old name back if it had one', async () => {
    const device = named(tenant.device(person, { nickname: 'Old' }));
    const done = await stage.act(renameDevice, { device, nickname: 'New' });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'nickname', before: 'Old', after: 'New' }],
    });
    expect(tenant.devices(person)[0]).toMatchObject({ nickname: 'New' });
    expect(done.entry && renameDevice.undo?.(done.entry)).toEqual({
      action: 'RENAME_MFA_DEVICE',
      input: { device, nickname: 'Old' },
    });
    const nameless = named(tenant.device(person));
    const named1 = await stage.act(renameDevice, { device: nameless, nickname: 'First' });
    expect(named1.entry && renameDevice.undo?.(named1.entry)).toBeNull();
    for (const nickname of ['', '  ', 'x'.repeat(101), 'two\nlines'])
      expect(await stage.act(renameDevice, { device, nickname })).toMatchObject({ kind: 'INVALID' });
  });

  test('it is deleted; that it is gone already is no failure', async () => {
    const id = tenant.device(person);
    const kept = tenant.device(person, { type: 'FIDO2' });
    const device = named(id);
    expect(await stage.act(deleteDevice, { device, dryRun: true })).toMatchObject({ dryRun: true });
    expect(await stage.act(deleteDevice, { device })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      version: null,
      entry: { outcome: 'SUCCEEDED', after: null, before: { type: 'TOTP' } },
    });
    expect(tenant.devices(person).map(({ id: left }) => left)).toEqual([kept]);
    expect(await stage.act(deleteDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(tenant.writes).toBe(1);
  });

  test('a deletion whose answer was lost is settled by looking, also when it is sent twice', async () => {
    const device = named(tenant.device(person));
    tenant.sandbox.faults.add({ method: 'DELETE', times: 1, fault: { kind: 'reset', applied: true } });
    expect(await stage.act(deleteDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.devices(person)).toEqual([]);
  });

  test('a block whose answer was lost is settled by looking, and never sent twice', async () => {
    const device = named(tenant.device(person));
    tenant.sandbox.faults.add({ method: 'POST', times: 1, fault: { kind: 'reset', applied: true } });
    expect(await stage.act(blockDevice, { device })).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.sandbox.requests.of(`POST ${devicePath}`)).toBe(1);
  });

  test('a refusal by the provider is a failure, and nothing is claimed', async () => {
    const device = named(tenant.device(person));
    tenant.sandbox.faults.add({ method: 'POST', fault: { kind: 'status', status: 403 } });
    expect(await stage.act(blockDevice, { device })).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      entry: { outcome: 'FAILED' },
    });
  });

  test('a pairing is ended by a code, which is kept nowhere', async () => {
    const device = named(tenant.device(person, { status: 'ACTIVATION_REQUIRED' }));
    expect(await stage.act(activateDevice, { device, otp: '0000' })).toMatchObject({
      kind: 'FAILED',
      code: 'INVALID_REQUEST',
    });
    const done = await stage.act(activateDevice, { device, otp: '918273' });
    expect(done).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(JSON.stringify(done)).not.toContain('918273');
    const blocked = named(tenant.device(person, { block: { status: 'BLOCKED' } }));
    expect(await stage.act(activateDevice, { device: blocked, otp: '918273' })).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
    });
  });

  test('neither a device of nobody nor one that does not exist is found', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const externalId of [`${person}/${nobody}`, `${nobody}/${nobody}`, nobody, `${person}/`, '/'])
      expect(await stage.act(blockDevice, { device: { externalId } })).toMatchObject({ kind: 'NOT_FOUND' });
    expect(tenant.writes).toBe(0);
  });

  test('a device of another user is not found under this one', async () => {
    const id = tenant.device(person);
    const other = [...(tenant.sandbox.tenant.collections.get('users')?.keys() ?? [])].find(
      (key) => key !== person,
    );
    const device = { externalId: `${other}/${id}` };
    expect(await stage.act(blockDevice, { device })).toMatchObject({ kind: 'NOT_FOUND' });
    expect(await stage.act(deleteDevice, { device })).toMatchObject({ changed: false });
    expect(tenant.devices(person)).toHaveLength(1);
  });

  test('nobody deletes their own, none of an emergency account is blocked, and other populations are out of reach', async () => {
    const device = named(tenant.device(person));
    const own = callerNamed('own', { directory: 'primary', externalId: person });
    expect(await stage.act(deleteDevice, { device }, own)).toMatchObject({ blockedBy: ['self'] });
    const careful = setStage(tenant.provider, { settings: { breakGlass: [person] } });
    expect(await careful.act(blockDevice, { device })).toMatchObject({ blockedBy: ['break-glass'] });
    const grants = [
      { permission: 'directory:read' },
      { permission: 'mfa:reset', populations: ['another'] },
    ] as const;
    const elsewhere = { ...callerNamed('elsewhere'), grants };
    expect(await stage.act(blockDevice, { device }, elsewhere)).toMatchObject({ blockedBy: ['permission'] });
    expect(tenant.writes).toBe(0);
  });

  test('no device of an emergency account is activated, unlocked, unblocked or renamed', async () => {
    const careful = setStage(tenant.provider, { settings: { breakGlass: [person] } });
    const device = (status: string) => named(tenant.device(person, { status }));
    for (const result of [
      await careful.act(activateDevice, { device: device('ACTIVATION_REQUIRED'), otp: '123456' }),
      await careful.act(unlockDevice, { device: device('LOCKED') }),
      await careful.act(unblockDevice, { device: device('BLOCKED') }),
      await careful.act(renameDevice, { device: device('ACTIVE'), nickname: 'Mine now' }),
    ])
      expect(result).toMatchObject({ kind: 'REFUSED', code: 'BREAK_GLASS', blockedBy: ['break-glass'] });
    expect(tenant.writes).toBe(0);
  });

  test('after a change nobody is served the devices before it', async () => {
    const device = named(tenant.device(person));
    const loaders = stage.loaders();
    const before = await loaders.user.load(person);
    expect(before && (await loaders.devices(before))).toMatchObject({ value: [{ status: 'ACTIVE' }] });
    await stage.act(blockDevice, { device });
    const fresh = stage.loaders();
    const after = await fresh.user.load(person);
    expect(after && (await fresh.devices(after))).toMatchObject({ value: [{ status: 'BLOCKED' }] });
  });
});
