import { describe, expect, test } from 'vitest';
import { toMfaDevice } from '../../../src/providers/okta/mfa-device.ts';
import { context, open } from './support/peer.ts';

function deviceOf(members: Readonly<Record<string, unknown>>) {
  return toMfaDevice({ id: 'opf1', members }, 'okta', '00u1');
}

describe('a factor', () => {
  test.each([
    ['webauthn', 'FIDO2', 'PHISHING_RESISTANT'],
    ['u2f', 'FIDO2', 'PHISHING_RESISTANT'],
    ['signed_nonce', 'PLATFORM_KEY', 'PHISHING_RESISTANT'],
    ['push', 'MOBILE_PUSH', 'STRONG'],
    ['token:software:totp', 'TOTP', 'STRONG'],
    ['token:hardware', 'OATH_TOKEN', 'STRONG'],
    ['token:hotp', 'OATH_TOKEN', 'STRONG'],
    ['token', 'OATH_TOKEN', 'STRONG'],
    ['sms', 'SMS', 'WEAK'],
    ['call', 'VOICE', 'WEAK'],
    ['email', 'EMAIL', 'WEAK'],
    ['question', 'SECURITY_QUESTION', 'WEAK'],
    ['web', 'UNKNOWN', 'UNKNOWN'],
    ['something_new', 'UNKNOWN', 'UNKNOWN'],
  ])('of the type %s is %s, %s', (rawType, type, tier) => {
    expect(deviceOf({ factorType: rawType, status: 'ACTIVE' })).toMatchObject({ rawType, type, tier });
  });

  test.each([
    ['ACTIVE', 'ACTIVE'],
    ['PENDING_ACTIVATION', 'ACTIVATION_REQUIRED'],
    ['NOT_SETUP', 'ACTIVATION_REQUIRED'],
    ['INACTIVE', 'BLOCKED'],
    ['DISABLED', 'BLOCKED'],
    ['EXPIRED', 'BLOCKED'],
    ['ENROLLED', 'UNKNOWN'],
    ['SOMETHING_NEW', 'UNKNOWN'],
  ])('only ACTIVE counts: %s is %s', (rawStatus, status) => {
    expect(deviceOf({ factorType: 'sms', status: rawStatus })).toMatchObject({ rawStatus, status });
  });

  test('is reached at a number or an address', () => {
    expect(deviceOf({ profile: { phoneNumber: '+15555550100' } }).contact).toBe('+15555550100');
    expect(deviceOf({ profile: { email: 'ada@example.com' } }).contact).toBe('ada@example.com');
    expect(deviceOf({}).contact).toBeNull();
  });
});

describe('the factors of a user', () => {
  test('are read user by user', async () => {
    const { peer, provider } = await open();
    const [id = '', factors = []] = [...peer.org.factors].find(([, held]) => held.length > 1) ?? [];
    const devices = await provider.mfa.devicesOf(id, context);
    expect(devices.map(({ externalId }) => externalId)).toEqual(factors.map((factor) => factor.id));
    await expect(provider.mfa.report(context)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  test('of somebody who does not exist are an error, and not none', async () => {
    const { provider } = await open();
    await expect(provider.mfa.devicesOf('00u00000000000nobody', context)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('where policies hide some, an empty list proves nothing', async () => {
    const { provider } = await open({ factorsMayBeHidden: true });
    expect((await provider.profile(context)).mfaKeptElsewhere).toBe(true);
    const { provider: usual } = await open();
    expect((await usual.profile(context)).mfaKeptElsewhere).toBe(false);
  });

  test('removing the push of Okta Verify takes its code along; a factor that is gone is no error', async () => {
    const { peer, provider } = await open();
    const [id = '', held = []] =
      [...peer.org.factors].find(
        ([, factors]) =>
          factors.some(({ factorType }) => factorType === 'push') &&
          factors.length > 1 &&
          factors.every(({ provider: by }) => by === 'OKTA') &&
          factors.some(({ factorType }) => factorType === 'token:software:totp'),
      ) ?? [];
    const push = held.find(({ factorType }) => factorType === 'push')?.id ?? '';
    const code = held.find(({ factorType }) => factorType === 'token:software:totp')?.id ?? '';
    await provider.mfaWrites.deleteDevice(id, push, context);
    expect(await provider.mfa.devicesOf(id, context)).toEqual([]);
    await provider.mfaWrites.deleteDevice(id, code, context);
  });

  test('all go with one call, which may be repeated', async () => {
    const { peer, provider } = await open();
    const [id = ''] = [...peer.org.factors].find(([, held]) => held.length > 1) ?? [];
    await provider.mfaWrites.deleteAllDevices?.(id, context);
    await provider.mfaWrites.deleteAllDevices?.(id, context);
    expect(await provider.mfa.devicesOf(id, context)).toEqual([]);
    expect(peer.requests.writes).toHaveLength(2);
  });
});
