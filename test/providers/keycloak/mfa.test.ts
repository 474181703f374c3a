import { describe, expect, test } from 'vitest';
import { toMfaDevice } from '../../../src/providers/keycloak/mfa-device.ts';
import { connect, contextOf } from './support/connect.ts';

const device = (members: object) => toMfaDevice({ id: 'c1', members: { ...members } }, 'sso', 'u1');

describe('a credential as a second factor', () => {
  test.each([
    ['otp', '{"subType":"totp"}', 'TOTP', 'STRONG'],
    ['otp', '{"subType":"hotp"}', 'OATH_TOKEN', 'STRONG'],
    ['otp', 'no JSON', 'TOTP', 'STRONG'],
    ['webauthn', '{}', 'FIDO2', 'PHISHING_RESISTANT'],
    ['webauthn-passwordless', '{}', 'FIDO2', 'PHISHING_RESISTANT'],
    // A list on paper for the day on which the phone is lost.
    ['recovery-authn-codes', '{}', 'UNKNOWN', 'WEAK'],
    ['somebodys-own-sms', '{}', 'UNKNOWN', 'UNKNOWN'],
  ])('%s with %s is %s and %s', (rawType, credentialData, type, tier) => {
    expect(device({ type: rawType, credentialData })).toMatchObject({
      rawType,
      type,
      tier,
      status: 'ACTIVE',
    });
  });

  test('has its label, and its day in milliseconds', () => {
    expect(device({ type: 'otp', userLabel: 'Phone', createdDate: 1_700_000_000_000 })).toMatchObject({
      nickname: 'Phone',
      createdAt: new Date(1_700_000_000_000),
    });
  });
});

describe('the second factors of a user', () => {
  test('are all that is no password', async () => {
    const { provider, user } = await connect();
    const both = user(({ credentials }) => credentials.length === 3);
    const devices = await provider.mfa.devicesOf(both.id, contextOf());
    expect(devices).toHaveLength(2);
    expect(devices.some(({ rawType }) => rawType === 'password')).toBe(false);
    const none = user(({ credentials }) => credentials.length === 1);
    expect(await provider.mfa.devicesOf(none.id, contextOf())).toEqual([]);
  });

  test('are not read off the list: totp there says nothing of other kinds', async () => {
    const { provider } = await connect();
    const { rows } = await provider.users.list(
      { limit: 50, cursor: null, providerFilter: null },
      contextOf(),
    );
    expect(rows.every(({ listedDevices }) => listedDevices === null)).toBe(true);
    expect(rows.every(({ mfaEnabled }) => mfaEnabled.state === 'KNOWN' && mfaEnabled.value)).toBe(true);
  });

  test('that cannot be read are an error and not none', async () => {
    const { provider, peer, user } = await connect();
    peer.faults.add({ route: /credentials/, fault: { kind: 'body', body: {} } });
    await expect(provider.mfa.devicesOf(user(() => true).id, contextOf())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
  });

  test('are removed one by one, twice without harm, and a password never by this way', async () => {
    const { provider, peer, user } = await connect();
    const account = user(({ credentials }) => credentials.length > 1);
    const [password, factor] = account.credentials;
    const remove = (id: string | undefined) =>
      provider.mfaWrites.deleteDevice(account.id, id ?? '', contextOf());
    await remove(factor?.id);
    await remove(factor?.id);
    await remove(password?.id);
    const left = peer.state.users.get(account.id)?.credentials ?? [];
    expect(left.map(({ id }) => id)).toContain(password?.id);
    expect(left.map(({ id }) => id)).not.toContain(factor?.id);
  });

  test('that are still there after a 404 are not removed', async () => {
    const { provider, peer, user } = await connect();
    const account = user(({ credentials }) => credentials.length > 1);
    peer.faults.add({ method: 'DELETE', fault: { kind: 'status', status: 404 } });
    await expect(
      provider.mfaWrites.deleteDevice(account.id, account.credentials[1]?.id ?? '', contextOf()),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the password of a user', () => {
  test('is none, set, or kept by another store', async () => {
    const { provider, peer, user } = await connect();
    const account = user(({ enabled, requiredActions }) => enabled && requiredActions.length === 0);
    const state = async () => (await provider.users.passwordState(account.id, contextOf())).status;
    expect(await state()).toBe('OK');
    account.credentials = [];
    expect(await state()).toBe('NO_PASSWORD');
    peer.state.users.set(account.id, { ...account, federationLink: 'ldap' });
    expect(await state()).toBe('EXTERNAL');
  });
});

describe('accounts at other identity providers', () => {
  test('are told by the alias of the provider', async () => {
    const { provider, user } = await connect();
    const { id } = user(({ federatedIdentities }) => federatedIdentities.length > 0);
    expect(await provider.users.linkedAccounts(id, contextOf())).toMatchObject({
      rows: [{ externalId: 'partner', identityProviderId: 'partner' }],
      complete: true,
    });
  });
});
