import { describe, expect, test } from 'vitest';
import {
  createDeviceAuthenticationPolicy,
  deleteDeviceAuthenticationPolicy,
  updateDeviceAuthenticationPolicy,
} from '../../../src/actions/settings/device-policy-actions.ts';
import {
  createPasswordPolicy,
  deletePasswordPolicy,
  updatePasswordPolicy,
} from '../../../src/actions/settings/password-policy-actions.ts';
import { openWorkshop } from '../objects/workshop.ts';

const shop = openWorkshop();

describe('password policies', () => {
  const members = {
    name: 'Contractors',
    excludesCommonlyUsed: true,
    excludesProfileData: true,
    notSimilarToCurrent: false,
    length: { min: 12, max: 255 },
    lockout: { failureCount: 5, durationSeconds: 900 },
  };

  test('one is created, changed in one number without losing the others, put back and deleted', async () => {
    const externalId = await shop.make(createPasswordPolicy, members);
    const changed = await shop.stage.act(updatePasswordPolicy, {
      externalId,
      members: { lockout: { failureCount: 3 } },
    });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'lockout.failureCount', before: 5, after: 3 }],
    });
    expect(shop.row('passwordPolicies', externalId)).toMatchObject({
      ...members,
      lockout: { failureCount: 3, durationSeconds: 900 },
    });
    expect(await shop.undo(changed)).toMatchObject({ kind: 'SUCCESS' });
    expect(shop.row('passwordPolicies', externalId)).toMatchObject(members);
    expect(await shop.stage.act(createPasswordPolicy, { members })).toMatchObject({ changed: false });
    expect(await shop.stage.act(deletePasswordPolicy, { externalId })).toMatchObject({ changed: true });
    expect(await shop.stage.act(deletePasswordPolicy, { externalId })).toMatchObject({ changed: false });
  });

  test('one that a population uses, and the default one, are not deleted', async () => {
    const externalId = await shop.make(createPasswordPolicy, { ...members, name: 'In use' });
    const [population] = shop.rows('populations');
    if (population === undefined) throw new Error('Expected a population.');
    const before = population['passwordPolicy'];
    population['passwordPolicy'] = { id: externalId };
    shop.sandbox.world.touch();
    expect(await shop.stage.act(deletePasswordPolicy, { externalId })).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('1 population uses'),
    });
    population['passwordPolicy'] = before;
    const standard = shop.named('passwordPolicies', 'Standard').id;
    expect(await shop.stage.act(deletePasswordPolicy, { externalId: standard })).toMatchObject({
      kind: 'REFUSED',
      message: expect.stringContaining('default'),
    });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });

  test('a required member that is missing is told by its name', async () => {
    expect(await shop.stage.act(createPasswordPolicy, { members: { name: 'Bare' } })).toMatchObject({
      kind: 'FAILED',
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('excludesCommonlyUsed'),
    });
  });
});

describe('device authentication policies', () => {
  test('a new one offers what is named and nothing else, with rules for wrong codes', async () => {
    const members = { name: 'Keys only', fido2: { enabled: true }, totp: { enabled: true } };
    const externalId = await shop.make(createDeviceAuthenticationPolicy, members);
    expect(shop.row('deviceAuthenticationPolicies', externalId)).toMatchObject({
      default: false,
      fido2: { enabled: true },
      totp: { enabled: true, otp: { failure: { count: 3 } } },
      sms: { enabled: false },
      voice: { enabled: false },
    });
    expect(await shop.stage.act(createDeviceAuthenticationPolicy, { members })).toMatchObject({
      changed: false,
    });
    const changed = await shop.stage.act(updateDeviceAuthenticationPolicy, {
      externalId,
      members: { sms: { enabled: true } },
    });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'sms.enabled', before: false, after: true }],
    });
    expect(await shop.undo(changed)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await shop.stage.act(deleteDeviceAuthenticationPolicy, { externalId })).toMatchObject({
      kind: 'SUCCESS',
    });
  });

  test('the default always offers something', async () => {
    const refused = { kind: 'REFUSED', code: 'NOT_POSSIBLE' };
    expect(
      await shop.stage.act(createDeviceAuthenticationPolicy, { members: { name: 'Nothing', default: true } }),
    ).toMatchObject(refused);
    const standard = shop.rows('deviceAuthenticationPolicies').find((row) => row['default'] === true);
    if (standard === undefined) throw new Error('Expected a default policy.');
    const on = Object.keys(standard).filter((name) => Object(standard[name])['enabled'] === true);
    const allOff = Object.fromEntries(on.map((name) => [name, { enabled: false }]));
    expect(
      await shop.stage.act(updateDeviceAuthenticationPolicy, { externalId: standard.id, members: allOff }),
    ).toMatchObject(refused);
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });

  test('one that a sign-on policy refers to stays, and so does the default one', async () => {
    const used = shop.named('deviceAuthenticationPolicies', 'Administrators').id;
    const result = await shop.stage.act(deleteDeviceAuthenticationPolicy, { externalId: used });
    expect(result).toMatchObject({
      kind: 'FAILED',
      code: 'CONFLICT',
      message: expect.stringContaining('A sign-on policy refers to it'),
      entry: { outcome: 'FAILED' },
    });
    const standard = shop.rows('deviceAuthenticationPolicies').find((row) => row['default'] === true);
    expect(
      await shop.stage.act(deleteDeviceAuthenticationPolicy, { externalId: standard?.id ?? '' }),
    ).toMatchObject({ kind: 'REFUSED', code: 'NOT_POSSIBLE' });
    expect(shop.row('deviceAuthenticationPolicies', used)).toBeDefined();
  });
});
