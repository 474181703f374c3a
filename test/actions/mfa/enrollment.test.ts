import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import { unblockDevice } from '../../../src/actions/mfa/block-device.ts';
import { deleteDevice } from '../../../src/actions/mfa/delete-device.ts';
import { allowMfaBypass } from '../../../src/actions/mfa/mfa-bypass.ts';
import { pairDevice } from '../../../src/actions/mfa/pair-device.ts';
import { requireMfaEnrollment } from '../../../src/actions/mfa/require-enrollment.ts';
import { resetUserMfa } from '../../../src/actions/mfa/reset-user-mfa.ts';
import { disableUserMfa } from '../../../src/actions/mfa/switch-mfa.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';
import { TenantView } from '../support/tenant.ts';
import { devicePath, type MfaTenant, openMfaTenant, userPath } from './support.ts';

let tenant: MfaTenant;
let stage: Stage;
let person: string;
let user: { externalId: string };

beforeAll(async () => {
  tenant = await openMfaTenant();
});

beforeEach(() => {
  person = tenant.person(false);
  user = { externalId: person };
  tenant.sandbox.requests.reset();
  stage = setStage(tenant.provider);
});

afterEach(() => {
  tenant.sandbox.faults.clear();
});

afterAll(async () => {
  await tenant.close();
});

const soon = () => new Date(Date.now() + 3_600_000);
const outcomes = (steps: readonly { name: string; outcome: string }[] | undefined) =>
  steps?.map(({ name, outcome }) => `${name} ${outcome}`);

/** The steps of a result that has some. */
async function stepsOf(result: Promise<object>): Promise<string[] | undefined> {
  const ended = await result;
  return 'steps' in ended ? outcomes(ended.steps as { name: string; outcome: string }[]) : undefined;
}

describe('requiring a second factor', () => {
  test('it is switched on and a bypass is ended; nobody is invited who was not to be', async () => {
    tenant.setBypass(person, soon());
    const done = await stage.act(requireMfaEnrollment, { user });
    expect(done).toMatchObject({ kind: 'SUCCESS', changed: true, entry: { outcome: 'SUCCEEDED' } });
    expect(outcomes('steps' in done ? done.steps : [])).toEqual([
      'enable-mfa DONE',
      'end-bypass DONE',
      'invite SKIPPED',
    ]);
    expect(tenant.row(person)['mfaEnabled']).toBe(true);
    expect(tenant.devices(person)).toEqual([]);
    expect(await stage.act(requireMfaEnrollment, { user })).toMatchObject({ changed: false });
  });

  test('nobody is invited by themselves to where they choose: that would pair a factor of their own', async () => {
    const own = callerNamed('own', { directory: 'primary', externalId: person.toUpperCase() });
    for (const invite of [
      { method: 'EMAIL', contact: 'thief@example.org' },
      { method: 'MOBILE', applicationId: 'any' },
    ] as const)
      expect(await stage.act(requireMfaEnrollment, { user, invite }, own)).toMatchObject({
        kind: 'REFUSED',
        code: 'SELF',
      });
    expect(tenant.writes).toBe(0);
    expect(tenant.devices(person)).toEqual([]);
    expect(await stage.act(requireMfaEnrollment, { user, invite: { method: 'EMAIL' } }, own)).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
  });

  test('whoever has an active device is done, and is not invited', async () => {
    Object.assign(tenant.row(person), { mfaEnabled: true });
    tenant.device(person);
    const invite = { method: 'EMAIL' } as const;
    const done = await stage.act(requireMfaEnrollment, { user, invite });
    expect(done).toMatchObject({ kind: 'SUCCESS', changed: false });
    expect(outcomes('steps' in done ? done.steps : [])).toEqual([
      'enable-mfa ALREADY',
      'end-bypass ALREADY',
      'invite ALREADY',
    ]);
    expect(tenant.writes).toBe(0);
  });

  test('an invitation goes to the number of the record, waits for a code, and is not sent twice', async () => {
    const invite = { method: 'SMS' } as const;
    expect(await stage.act(requireMfaEnrollment, { user, invite })).toMatchObject({
      kind: 'SUCCESS',
      facts: { invited: 'SMS' },
    });
    expect(tenant.devices(person)).toMatchObject([
      { type: 'SMS', phone: '+1.5125550177', status: 'ACTIVATION_REQUIRED' },
    ]);
    expect(await stage.act(requireMfaEnrollment, { user, invite })).toMatchObject({ changed: false });
    expect(tenant.devices(person)).toHaveLength(1);
  });

  test('a key for a mobile application is told once, and kept nowhere', async () => {
    const [applicationId = ''] = tenant.sandbox.tenant.collections.get('applications')?.keys() ?? [];
    const invite = { method: 'MOBILE', applicationId } as const;
    const input = { user, invite, idempotencyKey: 'once' };
    const done = await stage.act(requireMfaEnrollment, input);
    const key = 'once' in done ? (done.once ?? '') : '';
    expect(key).toMatch(/^[0-9A-Z]{12,14}$/);
    expect(JSON.stringify(done.entry)).not.toContain(key);
    const again = await stage.act(requireMfaEnrollment, input);
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect('once' in again).toBe(false);
  });

  test('a key whose answer was lost is not claimed to be made, nor not to be', async () => {
    Object.assign(tenant.row(person), { mfaEnabled: true });
    const [applicationId = ''] = tenant.sandbox.tenant.collections.get('applications')?.keys() ?? [];
    tenant.sandbox.faults.add({ method: 'POST', fault: { kind: 'reset', applied: true } });
    expect(
      await stage.act(requireMfaEnrollment, { user, invite: { method: 'MOBILE', applicationId } }),
    ).toMatchObject({ kind: 'UNCONFIRMED', steps: [{}, {}, { name: 'invite', outcome: 'FAILED' }] });
  });

  test('an invitation whose answer was lost is found by looking', async () => {
    tenant.sandbox.faults.add({ method: 'POST', fault: { kind: 'reset', applied: true } });
    expect(await stage.act(requireMfaEnrollment, { user, invite: { method: 'EMAIL' } })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(tenant.devices(person)).toHaveLength(1);
  });

  test('an invitation that the provider refuses leaves what was done before it, and says so', async () => {
    tenant.sandbox.faults.add({ method: 'POST', fault: { kind: 'status', status: 403 } });
    const done = await stage.act(requireMfaEnrollment, { user, invite: { method: 'EMAIL' } });
    expect(done).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN' });
    expect(outcomes('steps' in done ? done.steps : [])).toEqual([
      'enable-mfa DONE',
      'end-bypass ALREADY',
      'invite FAILED',
    ]);
    expect(tenant.row(person)['mfaEnabled']).toBe(true);
  });

  test('whoever cannot be reached is not half enrolled', async () => {
    Object.assign(tenant.row(person), { email: undefined, mobilePhone: '5550177', primaryPhone: undefined });
    for (const method of ['EMAIL', 'SMS'] as const)
      expect(await stage.act(requireMfaEnrollment, { user, invite: { method } })).toMatchObject({
        kind: 'REFUSED',
        code: 'NOT_POSSIBLE',
      });
    for (const invite of [
      { method: 'MOBILE' },
      { method: 'EMAIL', contact: 'nobody' },
      { method: 'SMS', applicationId: 'a' },
    ] as const)
      expect(await stage.act(requireMfaEnrollment, { user, invite })).toMatchObject({ kind: 'INVALID' });
    expect(tenant.writes).toBe(0);
  });

  test('a rehearsal tells each step and writes nothing', async () => {
    tenant.setBypass(person, soon());
    const invite = { method: 'EMAIL', contact: 'other@example.com' } as const;
    const done = stage.act(requireMfaEnrollment, { user, invite, dryRun: true });
    expect(await stepsOf(done)).toEqual(['enable-mfa SKIPPED', 'end-bypass SKIPPED', 'invite SKIPPED']);
    expect((await done).entry?.parameters).toMatchObject({ invite: { contact: 'o…@example.com' } });
    expect(tenant.writes).toBe(0);
  });

  test('devices that cannot be read decide nothing', async () => {
    tenant.sandbox.faults.add({ route: `${userPath}/devices`, fault: { kind: 'status', status: 403 } });
    expect(await stage.act(requireMfaEnrollment, { user })).toMatchObject({ kind: 'FAILED' });
    expect(tenant.writes).toBe(0);
  });
});

describe('pairing', () => {
  const phone = '+1 (512) 555-0142';

  test('a number is paired once; however it is written, it is the same', async () => {
    const done = await stage.act(pairDevice, { user, type: 'SMS', contact: phone, nickname: 'Work' });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { inverse: 'DELETE_MFA_DEVICE', parameters: { type: 'SMS', contact: '…42' } },
    });
    expect(JSON.stringify(done.entry)).not.toContain('0142');
    expect(tenant.devices(person)).toMatchObject([{ type: 'SMS', status: 'ACTIVE', nickname: 'Work' }]);
    expect(await stage.act(pairDevice, { user, type: 'SMS', contact: '+1.5125550142' })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
    expect(
      await stage.act(pairDevice, { user, type: 'SMS', contact: phone, nickname: 'Other' }),
    ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
    expect(
      await stage.act(pairDevice, { user, type: 'VOICE', contact: phone, activationRequired: true }),
    ).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.devices(person)[1]).toMatchObject({ type: 'VOICE', status: 'ACTIVATION_REQUIRED' });
  });

  test('it is taken back by removing the very device, as long as nobody changed it', async () => {
    const input = { user, type: 'EMAIL', contact: 'a@example.com' } as const;
    const { services } = stage;
    const undo = (entryId: string) =>
      undoEntry({ services, loaders: stage.loaders(), caller: localCaller, entryId, input: {} });
    const first = await stage.act(pairDevice, input);
    expect(first).toMatchObject({
      subject: { type: 'USER', externalId: person },
      entry: { before: {}, after: { type: 'EMAIL', status: 'ACTIVE', contact: 'a…@example.com' } },
    });
    expect(await undo(first.entry?.id ?? '')).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(tenant.devices(person)).toEqual([]);

    const second = await stage.act(pairDevice, input);
    Object.assign(tenant.devices(person)[0] ?? {}, { nickname: 'Mine' });
    expect(await undo(second.entry?.id ?? '')).toMatchObject({ kind: 'CONFLICT', code: 'UNDO_CONFLICT' });
    expect(tenant.devices(person)).toHaveLength(1);
  });

  test('the seed of a TOTP device is told once, and kept nowhere', async () => {
    const input = { user, type: 'TOTP', idempotencyKey: 'seed' } as const;
    const done = await stage.act(pairDevice, input);
    const { secret } = JSON.parse('once' in done ? (done.once ?? '{}') : '{}') as { secret?: string };
    expect(secret).toMatch(/^[0-9A-F]{40}$/);
    expect(JSON.stringify(done.entry)).not.toContain(secret);
    const again = await stage.act(pairDevice, input);
    expect(again).toMatchObject({ kind: 'SUCCESS' });
    expect('once' in again).toBe(false);
    expect(tenant.devices(person)).toHaveLength(1);
  });

  test('a pairing whose answer was lost is found by looking, and never sent twice', async () => {
    tenant.sandbox.faults.add({ method: 'POST', fault: { kind: 'reset', applied: true } });
    expect(await stage.act(pairDevice, { user, type: 'EMAIL', contact: 'a@example.com' })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(tenant.sandbox.requests.of(`POST ${userPath}/devices`)).toBe(1);
  });

  test('one that did not arrive is not claimed', async () => {
    tenant.sandbox.faults.add({ method: 'POST', fault: { kind: 'status', status: 500 } });
    const done = await stage.act(pairDevice, { user, type: 'EMAIL', contact: 'a@example.com' });
    expect(done.kind).not.toBe('SUCCESS');
    expect(tenant.devices(person)).toEqual([]);
  });

  test('an idempotency key stands for one number', async () => {
    const input = { user, type: 'SMS', idempotencyKey: 'k' } as const;
    await stage.act(pairDevice, { ...input, contact: '+1.5125550142' });
    expect(await stage.act(pairDevice, { ...input, contact: '+1.5135550142' })).toMatchObject({
      kind: 'REFUSED',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  test('what cannot be reached is turned away before anything is read', async () => {
    for (const wrong of [
      { type: 'SMS' },
      { type: 'SMS', contact: '5550142' },
      { type: 'EMAIL', contact: 'a b@example.com' },
      { type: 'TOTP', contact: 'a@example.com' },
      { type: 'TOTP', nickname: '' },
    ] as const)
      expect(await stage.act(pairDevice, { user, ...wrong })).toMatchObject({ kind: 'INVALID' });
    expect(tenant.sandbox.requests.total).toBe(0);
  });

  test('nobody pairs a device for themselves through the gateway', async () => {
    const own = callerNamed('own', { directory: 'primary', externalId: person });
    expect(await stage.act(pairDevice, { user, type: 'TOTP' }, own)).toMatchObject({ blockedBy: ['self'] });
    expect(tenant.writes).toBe(0);
  });
});

describe('resetting', () => {
  test('every device is removed, each a step; the ledger has them without numbers', async () => {
    const ids = [
      tenant.device(person, { nickname: 'Key' }),
      tenant.device(person, { type: 'SMS', phone: '+1.5125550142' }),
    ];
    const done = await stage.act(resetUserMfa, { user });
    expect(done).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      facts: { removed: 2 },
      entry: { after: { devices: [] } },
    });
    expect(outcomes('steps' in done ? done.steps : [])).toEqual(ids.map((id) => `remove-device:${id} DONE`));
    expect(done.entry?.before?.['devices']).toHaveLength(2);
    expect(JSON.stringify(done.entry)).not.toContain('0142');
    expect(tenant.devices(person)).toEqual([]);
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ kind: 'SUCCESS', changed: false });
  });

  test('a bypass is ended only when asked for', async () => {
    tenant.setBypass(person, soon());
    expect(await stage.act(resetUserMfa, { user })).toMatchObject({ changed: false });
    expect(await stepsOf(stage.act(resetUserMfa, { user, endBypass: true }))).toEqual(['end-bypass DONE']);
    expect(Date.parse(String(tenant.bypass(person)))).toBeLessThanOrEqual(Date.now());
  });

  test('one that cannot be removed does not keep the others, and is told', async () => {
    const first = tenant.device(person);
    const second = tenant.device(person, { type: 'FIDO2' });
    tenant.sandbox.faults.add({
      method: 'DELETE',
      route: devicePath,
      path: new RegExp(first),
      fault: { kind: 'status', status: 403 },
    });
    const done = await stage.act(resetUserMfa, { user });
    expect(done).toMatchObject({ kind: 'FAILED', code: 'FORBIDDEN', entry: { outcome: 'FAILED' } });
    expect(outcomes('steps' in done ? done.steps : [])).toEqual([
      `remove-device:${first} FAILED`,
      `remove-device:${second} DONE`,
    ]);
    expect(tenant.devices(person).map(({ id }) => id)).toEqual([first]);
  });

  test('a rehearsal names the devices and removes none', async () => {
    const id = tenant.device(person, { nickname: 'Key' });
    expect(await stage.act(resetUserMfa, { user, dryRun: true })).toMatchObject({
      steps: [{ name: `remove-device:${id}`, outcome: 'SKIPPED', message: 'TOTP "Key" would be removed.' }],
    });
    expect(tenant.devices(person)).toHaveLength(1);
  });

  test('where devices may be kept elsewhere, it is not claimed that none is left', async () => {
    tenant.device(person);
    const { provider } = tenant;
    const elsewhere = setStage({
      ...provider,
      rateLimit: provider.rateLimit,
      profile: async (context) => ({ ...(await provider.profile(context)), mfaKeptElsewhere: true }),
    });
    expect(await elsewhere.act(resetUserMfa, { user })).toMatchObject({ kind: 'UNCONFIRMED' });
    expect(tenant.devices(person)).toEqual([]);
  });
});

describe("an administrator's second factor", () => {
  test('is not weakened or added to by a caller who could not make administrators', async () => {
    const tenantView = new TenantView(tenant.sandbox);
    tenantView.appoint(person);
    Object.assign(tenant.row(person), { mfaEnabled: true });
    const device = { externalId: `${person}/${tenant.device(person, { block: { status: 'BLOCKED' } })}` };
    const operator = {
      ...callerNamed('operator'),
      grants: [{ permission: 'directory:read' }, { permission: 'mfa:reset' }] as const,
    };
    const until = soon().toISOString();
    const refused = { kind: 'REFUSED', code: 'FORBIDDEN', blockedBy: ['takeover'] };
    expect(await stage.act(resetUserMfa, { user }, operator)).toMatchObject(refused);
    expect(await stage.act(disableUserMfa, { user }, operator)).toMatchObject(refused);
    expect(await stage.act(allowMfaBypass, { user, until }, operator)).toMatchObject(refused);
    expect(await stage.act(pairDevice, { user, type: 'TOTP' }, operator)).toMatchObject(refused);
    expect(await stage.act(deleteDevice, { device }, operator)).toMatchObject(refused);
    expect(await stage.act(unblockDevice, { device }, operator)).toMatchObject(refused);
    expect(
      await stage.act(
        requireMfaEnrollment,
        { user, invite: { method: 'EMAIL', contact: 'own@example.com' } },
        operator,
      ),
    ).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
    expect(tenant.writes).toBe(0);
    expect(
      await stage.act(requireMfaEnrollment, { user, invite: { method: 'EMAIL' } }, operator),
    ).toMatchObject({ kind: 'SUCCESS' });
    tenant.sandbox.tenant.children.get('users/roleAssignments')?.delete(person);
    tenant.sandbox.world.touch();
  });
});
