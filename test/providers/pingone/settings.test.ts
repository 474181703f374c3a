import { expect, test } from 'vitest';
import { toAdministratorSecurity } from '../../../src/providers/pingone/administrator-security.ts';
import { parsePingOneError } from '../../../src/providers/pingone/api-error.ts';
import { toApplication } from '../../../src/providers/pingone/application.ts';
import { toSecretState } from '../../../src/providers/pingone/application-parts.ts';
import { toCertificate } from '../../../src/providers/pingone/certificate.ts';
import { devicesKeptElsewhere, toProfile } from '../../../src/providers/pingone/environment.ts';
import { toGateway, toGatewayCredential } from '../../../src/providers/pingone/gateways.ts';
import { toIdentityProvider } from '../../../src/providers/pingone/identity-provider.ts';
import { toDeviceAuthenticationPolicy } from '../../../src/providers/pingone/mfa-policy.ts';
import { toPasswordPolicy } from '../../../src/providers/pingone/password-policy.ts';
import { toWebhook } from '../../../src/providers/pingone/webhook.ts';
import type { Members } from '../../../src/providers/rows.ts';

const row = (members: Members) => ({ id: 'x1', members });
const at = new Date(0);

test('minimum characters keyed by the characters themselves become named counts', () => {
  const minCharacters = {
    ABCDEFGHIJKLMNOPQRSTUVWXYZ: 1,
    abcdefghijklmnopqrstuvwxyz: 2,
    '0123456789': 3,
    '~!@#$%^&*()-_=+[]{}|;:,.<>/?': 4,
  };
  expect(toPasswordPolicy(row({ minCharacters }), 'd')).toMatchObject({
    minUppercase: 1,
    minLowercase: 2,
    minDigits: 3,
    minSpecial: 4,
  });
  expect(toPasswordPolicy(row({}), 'd')).toMatchObject({
    minUppercase: null,
    minSpecial: null,
    lockoutFailureCount: null,
  });
});

test('a serial number keeps all its digits or is not told', () => {
  const serial = (serialNumber: unknown) => toCertificate(row({ serialNumber }), 'd', false).serialNumber;
  expect(serial('92233720368547758079')).toBe('92233720368547758079');
  expect(serial(1_234)).toBe('1234');
  expect(serial(JSON.parse('9223372036854775807'))).toBeNull();
  expect(toCertificate(row({ usageType: 'SSL/TLS' }), 'd', true).usage).toBe('SSL_TLS');
});

const origin = { directory: 'd', method: 'GET', route: 'identityProviders', transactionId: 't' } as const;

const read = (registration: unknown) => toIdentityProvider(row({ registration }), 'd', origin);

test('an identity provider whose population for newcomers cannot be read is not one that registers nobody', () => {
  expect(read({ population: { id: 'p' } }).registrationPopulationId).toBe('p');
  for (const none of [undefined, null, {}, { population: null }])
    expect(read(none).registrationPopulationId).toBeNull();
  for (const wrong of [{}, { id: 7 }, 'p']) {
    expect(() => read({ population: wrong })).toThrow('population');
  }
});

const certificates = (value: unknown) => () =>
  toIdentityProvider(row({ idpVerification: { certificates: value } }), 'd', origin)
    .verificationCertificateIds;

test('an identity provider whose certificates cannot be told is not one without certificates', () => {
  expect(certificates([{ id: 'c' }])()).toEqual(['c']);
  expect(certificates(undefined)()).toEqual([]);
  for (const wrong of [[{}], [{ id: 'c' }, 'd'], { id: 'c' }])
    expect(certificates(wrong)).toThrow('certificates');
});

test('no secret of PingOne reaches our words', () => {
  const told = JSON.stringify([
    toApplication(row({ protocol: 'OPENID_CONNECT', clientSecret: 'hush', jwks: 'hush' }), 'd', at),
    toSecretState({ secret: 'hush', previous: { secret: 'hush', lastUsed: '2026-01-01T00:00:00Z' } }),
    toIdentityProvider(
      row({ type: 'GOOGLE', clientSecret: 'hush', appSecret: 'hush', clientSecretSigningKey: 'hush' }),
      'd',
      origin,
    ),
    toGateway(row({ type: 'LDAP', bindPassword: 'hush', defaultSharedSecret: 'hush' })),
    toGatewayCredential(row({ credential: 'hush' })),
    toWebhook(
      row({
        httpEndpoint: {
          url: 'https://me:hush@collector.example/in?key=hush',
          headers: { Authorization: 'hush' },
        },
      }),
    ),
  ]);
  expect(told).not.toContain('hush');
  expect(told).toContain('https://collector.example/in');
});

test('an application of the system with next to nothing in its row is readable', () => {
  const console = toApplication(
    row({ type: 'PING_ONE_ADMIN_CONSOLE', pkceEnforcement: 'REQUIRED' }),
    'd',
    at,
  );
  expect(console).toMatchObject({
    name: 'PING_ONE_ADMIN_CONSOLE',
    protocol: 'UNKNOWN',
    enabled: null,
    oidc: null,
  });
  expect(console.accessControl).toEqual({ adminOnly: false, groupMatch: null, groupIds: [] });
});

test('groups with a match that is not known count as the narrower one', () => {
  const accessControl = { group: { type: 'SOME_GROUPS', groups: [{ id: 'g1' }, 7] } };
  expect(toApplication(row({ accessControl }), 'd', at).accessControl).toMatchObject({
    groupMatch: 'ALL',
    groupIds: ['g1'],
  });
});

test('methods of administrators come as texts that hold JSON', () => {
  const allowedMethods = {
    TOTP: '{"enabled":true}',
    EMAIL: '{ "enabled" : false }',
    FIDO2: { enabled: true },
  };
  expect(toAdministratorSecurity({ allowedMethods }).allowedMethods).toEqual(['TOTP', 'FIDO2']);
});

const matchingOf = (...enabled: unknown[]) =>
  toDeviceAuthenticationPolicy(
    row({
      mobile: {
        enabled: true,
        applications: enabled.map((one) => ({ push: { numberMatching: { enabled: one } } })),
      },
    }),
    'd',
  ).pushNumberMatching;

test('pushes are matched by a number only if every mobile application asks for it', () => {
  expect([
    matchingOf(true, true),
    matchingOf(true, false),
    matchingOf(true, undefined),
    matchingOf(),
  ]).toEqual([true, false, null, null]);
});

test('a remembered device is told in minutes', () => {
  const rememberMe = { web: { enabled: true, lifeTime: { duration: 30, timeUnit: 'DAYS' } } };
  expect(toDeviceAuthenticationPolicy(row({ rememberMe }), 'd').rememberMeMinutes).toBe(43_200);
});

test('devices may be kept in PingID where it is there without PingOne MFA', () => {
  expect(devicesKeptElsewhere(['PING_ID', 'PING_ONE_BASE'])).toBe(true);
  expect(devicesKeptElsewhere(['PING_ID', 'PING_ONE_MFA'])).toBe(false);
  expect(devicesKeptElsewhere([])).toBe(false);
  const bill = { solutionType: 'WORKFORCE', products: [{ type: 'PING_ID' }, {}] };
  expect(toProfile({ name: 'Staff' }, bill)).toMatchObject({
    purpose: 'WORKFORCE',
    products: ['PING_ID'],
    mfaKeptElsewhere: true,
  });
});

test('the error envelope gives code, id, details and the time to wait; other bodies give nothing', () => {
  const body = {
    id: 'e1',
    code: 'REQUEST_LIMITED',
    details: [{ code: 'LIMIT_EXCEEDED', innerError: { retryAfter: '2026-08-01T00:00:07Z' } }, 'noise'],
  };
  expect(parsePingOneError(429, body, { date: 'Sat, 01 Aug 2026 00:00:00 GMT' })).toEqual({
    providerCode: 'REQUEST_LIMITED',
    providerErrorId: 'e1',
    details: [{ code: 'LIMIT_EXCEEDED' }],
    retryAfterMs: 7_000,
  });
  expect(parsePingOneError(502, '<html>', {})).toEqual({});
});

/** How long a refusal wants to be waited for that was answered within the second of midnight. */
function wait(seconds: string, until: string): number | undefined {
  return parsePingOneError(
    429,
    { details: [{ innerError: { retryAfter: until } }] },
    { date: 'Sat, 01 Aug 2026 00:00:00 GMT', 'retry-after': seconds },
  ).retryAfterMs;
}

test('a refusal that says in two ways how long to wait is waited for as long as `Retry-After` says, unless the date is more than a second later', () => {
  // Answered at 0.9 s after the whole second that `Date` tells.
  expect(wait('1', '2026-08-01T00:00:01.900Z')).toBeUndefined();
  expect(wait('7', '2026-08-01T00:00:07.000Z')).toBeUndefined();
  expect(wait('1', '2026-08-01T00:00:02.000Z')).toBe(2_000);
  expect(wait('0', '2026-08-01T00:00:00.900Z')).toBe(900);
  expect(wait('soon', '2026-08-01T00:00:03.000Z')).toBe(3_000);
});

test('a gateway that does not say how it connects is what PingOne documents: without TLS, with validation', () => {
  expect(toGateway(row({ type: 'LDAP', enabled: true }))).toMatchObject({
    connectionSecurity: 'NONE',
    validatesCertificates: true,
  });
  const said = { type: 'LDAP', connectionSecurity: 'StartTLS', validateTlsCertificates: false };
  expect(toGateway(row(said))).toMatchObject({
    connectionSecurity: 'START_TLS',
    validatesCertificates: false,
  });
  expect(toGateway(row({ type: 'LDAP', connectionSecurity: 'None' })).connectionSecurity).toBe('NONE');
  expect(toGateway(row({ type: 'LDAP', connectionSecurity: 'QUIC' })).connectionSecurity).toBe('UNKNOWN');
  expect(toGateway(row({ type: 'RADIUS' }))).toMatchObject({
    connectionSecurity: null,
    validatesCertificates: null,
  });
});

test('a credential of a gateway tells when it was made and used', () => {
  const made = '2026-01-01T00:00:00.000Z';
  expect(toGatewayCredential(row({ createdAt: made }))).toEqual({
    externalId: 'x1',
    createdAt: new Date(made),
    lastUsedAt: null,
  });
});
