/** Members by which something is decided: one that cannot be read makes the answer one that cannot be used, never one that says "none". */
import { afterEach, expect, test } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import { connect, context } from './support/connect.ts';
import { page, type PageAnswer, type PageServer, startPageServer } from './support/page-server.ts';

let server: PageServer | undefined;
let provider: Provider | undefined;

afterEach(async () => {
  await provider?.close();
  await server?.close();
});

type Members = Readonly<Record<string, unknown>>;
type Read = (from: Provider) => Promise<unknown>;

/** What PingOne answers, what else than it documents could stand in its place, and who reads it. */
interface Case {
  readonly what: string;
  readonly read: Read;
  /** The list whose row it is; left out: the answer is the object itself. */
  readonly list?: string;
  readonly right: Members;
  readonly wrong: readonly Members[];
}

const whole = { limit: 50, cursor: null } as const;
const id = 'x1';
const date = '2026-01-01T00:00:00Z';

const cases: readonly Case[] = [
  {
    what: "a population's password policy",
    list: 'populations',
    read: ({ settings }) => settings.populations(context),
    right: { passwordPolicy: { id: 'p' }, default: false },
    wrong: [
      { passwordPolicy: {} },
      { passwordPolicy: 'p' },
      { passwordPolicy: { id: 7 } },
      { default: 'no' },
    ],
  },
  {
    what: 'what a step of a sign-on policy lets through',
    list: 'actions',
    read: ({ settings }) => settings.signOnPolicyActions('s1', context),
    right: { type: 'LOGIN', priority: 1, registration: { enabled: true }, socialProviders: [{ id: 'g' }] },
    wrong: [
      { registration: {} },
      { registration: true },
      { registration: { enabled: 'yes' } },
      { noDevicesMode: 7 },
      { socialProviders: ['g', {}] },
      { enforceLockoutForIdentityProviders: 'no' },
    ],
  },
  {
    what: 'which sign-on policy is the default',
    list: 'signOnPolicies',
    read: ({ settings }) => settings.signOnPolicies(context),
    right: { default: true },
    wrong: [{ default: 'true' }],
  },
  {
    what: 'what a password policy asks for',
    list: 'passwordPolicies',
    read: ({ settings }) => settings.passwordPolicies(context),
    right: { lockout: { failureCount: 5 }, history: { count: 6 }, length: { min: 12 }, maxAgeDays: 90 },
    wrong: [
      { lockout: 'never' },
      { lockout: { failureCount: '5' } },
      { history: [] },
      { length: { min: true } },
      { maxAgeDays: '90' },
      { default: 1 },
    ],
  },
  {
    what: 'the methods of a device policy',
    list: 'deviceAuthenticationPolicies',
    read: ({ settings }) => settings.deviceAuthenticationPolicies(context),
    right: {
      sms: { enabled: true },
      mobile: { enabled: true, applications: [{ id: 'm', push: { enabled: true } }] },
      rememberMe: { web: { enabled: true, lifeTime: { duration: 3, timeUnit: 'DAYS' } } },
    },
    wrong: [
      { sms: {} },
      { sms: 'on' },
      { email: { enabled: 'true' } },
      { fido2: { enabled: true, pairingDisabled: 'yes' } },
      { mobile: { enabled: true, applications: [7] } },
      { ignoreUserLock: 'no' },
      { rememberMe: { web: {} } },
      { rememberMe: { web: { enabled: true } } },
      { rememberMe: { web: { enabled: true, lifeTime: { duration: 3, timeUnit: 'MOONS' } } } },
    ],
  },
  {
    what: 'the methods of administrators',
    read: ({ settings }) => settings.administratorSecurity(context),
    right: { allowedMethods: { EMAIL: '{"enabled":false}', TOTP: { enabled: true }, FIDO2: true } },
    wrong: [
      { allowedMethods: ['EMAIL'] },
      { allowedMethods: { EMAIL: 7 } },
      { allowedMethods: { EMAIL: 'perhaps' } },
      { allowedMethods: { EMAIL: {} } },
    ],
  },
  {
    what: 'what an identity provider is',
    list: 'identityProviders',
    read: ({ settings }) => settings.identityProviders(context),
    right: { type: 'SAML', registration: { population: { id: 'p' } } },
    wrong: [{ type: null }, { type: 7 }, { registration: 'p' }, { idpVerification: [] }],
  },
  {
    what: "a gateway's connection",
    list: 'gateways',
    read: ({ settings }) => settings.gateways(context),
    right: { type: 'LDAP', connectionSecurity: 'TLS', validateTlsCertificates: true },
    wrong: [{ connectionSecurity: 7 }, { validateTlsCertificates: 'no' }, { type: {} }],
  },
  {
    what: "the last use of a gateway's credential",
    list: 'credentials',
    read: ({ settings }) => settings.gatewayCredentials('g1', context),
    right: { createdAt: date, lastUsedAt: date },
    wrong: [{ lastUsedAt: 'long ago' }, { lastUsedAt: 7 }],
  },
  {
    what: 'whether a webhook checks certificates',
    list: 'subscriptions',
    read: ({ settings }) => settings.webhooks(context),
    right: { verifyTlsCertificates: false },
    wrong: [{ verifyTlsCertificates: 'no' }],
  },
  {
    what: 'the name and permissions of a role',
    list: 'roles',
    read: ({ settings }) => settings.roles(context),
    right: { name: 'Organization Admin', permissions: [{ id: 'dir:read:user' }] },
    wrong: [{ name: 7 }, { name: null }, { permissions: [{}] }, { permissions: 'all' }, { canAssign: [7] }],
  },
  {
    what: 'what a role is assigned over, and by which group',
    list: 'roleAssignments',
    read: ({ users }) => users.roleAssignmentsOf('u1', context),
    right: { role: { id: 'r' }, scope: { id: 'e', type: 'ENVIRONMENT' }, group: { id: 'g' } },
    wrong: [
      { scope: null },
      { scope: { type: 'ENVIRONMENT' } },
      { scope: { id: 'e' } },
      { scope: { id: 'e', type: 7 } },
      { group: {} },
      { group: 'g' },
      { type: 7 },
    ],
  },
  {
    what: 'how an application lets people in',
    list: 'applications',
    read: ({ applications }) => applications.list(context),
    right: { protocol: 'OPENID_CONNECT', type: 'WEB_APP' },
    wrong: [
      { type: null },
      { type: 7 },
      { enabled: 'yes' },
      { allowWildcardInRedirectUris: 'yes' },
      { refreshTokenRollingDuration: '30' },
      { additionalRefreshTokenReplayProtectionEnabled: 1 },
      { assertionSigned: 'yes' },
      { sloEndpoint: [] },
      { spVerification: { certificates: [{}] } },
      { spVerification: 'none' },
      { spEncryption: { certificate: 'c' } },
      { idpSigning: { key: {} } },
    ],
  },
  {
    what: 'the scopes of a grant',
    list: 'grants',
    read: ({ applications }) => applications.grants('a1', context),
    right: { resource: { id: 'r' }, scopes: [] },
    wrong: [{ scopes: [{}] }, { scopes: 'all' }, { scopes: [{ id: 's' }, 7] }],
  },
  {
    what: 'a previous secret',
    read: ({ applications }) => applications.secretState('a1', context),
    right: { previous: { expiresAt: date, lastUsed: date } },
    wrong: [{ previous: 'yes' }, { previous: { expiresAt: 'soon' } }, { previous: { lastUsed: 7 } }],
  },
  {
    what: 'the sign-ons of an application',
    list: 'applicationSignons',
    read: ({ applications }) => applications.usage(30, context),
    right: { authentications: [{ startDate: date, value: 3 }] },
    wrong: [
      { authentications: 'many' },
      { authentications: [7] },
      { authentications: [{ value: 3 }] },
      { authentications: [{ startDate: 'May', value: 3 }] },
    ],
  },
  {
    what: 'the filter of a group',
    list: 'groups',
    read: ({ groups }) => groups.list(whole, context),
    right: { name: 'g', userFilter: 'title eq "x"', createdAt: date },
    wrong: [{ userFilter: 7 }, { createdAt: 'long ago' }, { sourceId: {} }, { sourceType: 7 }],
  },
  {
    what: 'how one group is above another',
    list: 'groupMemberships',
    read: ({ groups }) => groups.parents('g1', context),
    right: { type: 'DIRECT' },
    wrong: [{ type: null }, { type: 7 }, { type: 'SOMEHOW' }],
  },
  {
    what: 'whose account it is and until when it is locked',
    list: 'users',
    read: ({ users }) => users.list({ ...whole, providerFilter: null }, context),
    right: { username: 'ada', type: 'Employee', account: { status: 'LOCKED', unlockAt: date } },
    wrong: [
      { type: 7 },
      { population: {} },
      { population: 'p' },
      { identityProvider: 'google' },
      { identityProvider: { id: 7, type: 'GOOGLE' } },
      { account: 'locked' },
      { account: { status: 'LOCKED', unlockAt: 'later' } },
      { account: { status: 'LOCKED', unlockAt: date, lockedAt: 7 } },
    ],
  },
  {
    what: 'where a device answers and whether it is shut',
    list: 'devices',
    read: ({ mfa }) => mfa.devicesOf('u1', context),
    right: { type: 'SMS', status: 'ACTIVE', phone: { number: '+46701234567' } },
    wrong: [
      { phone: 7 },
      { phone: { number: 7 } },
      { email: {} },
      { block: 'yes' },
      { lock: 7 },
      { status: 7 },
    ],
  },
  {
    what: 'the end of a session',
    list: 'sessions',
    read: ({ users }) => users.sessions('u1', context),
    right: { expiresAt: date },
    wrong: [{ expiresAt: 'soon' }, { expiresAt: 7 }],
  },
  {
    what: 'where a population signs on',
    read: ({ settings }) => settings.populationIdentityProvider('p1', context),
    right: { type: 'GOOGLE' },
    wrong: [{ type: null }, { type: 7 }, { type: 'PING_ONE_NEXT', id: null }, { id: 7 }],
  },
  {
    what: 'the products of an environment',
    read: (from) => from.profile(context),
    right: { billOfMaterials: { solutionType: 'WORKFORCE', products: [{ type: 'PING_ONE_MFA' }] } },
    wrong: [
      { billOfMaterials: { products: [{}] } },
      { billOfMaterials: { products: ['PING_ID'] } },
      { billOfMaterials: { products: [], solutionType: 7 } },
    ],
  },
];

test.each(cases.map((one) => [one.what, one] as const))('%s', async (_, { list, read, right, wrong }) => {
  let members: Members = right;
  const answer = (): PageAnswer =>
    list === undefined ? { body: { id, ...members } } : page(list, [{ id, ...members }]);
  server = await startPageServer(answer);
  provider = connect(server.connection);
  const from = provider;
  await expect(read(from)).resolves.toBeDefined();
  for (const one of wrong) {
    members = { ...right, ...one };
    await expect(read(from), JSON.stringify(one)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  }
});

test('a list whose links cannot be read may go on: it is none that ends here', async () => {
  server = await startPageServer(() => ({ body: { ...Object(page('gateways', []).body), _links: 'next' } }));
  provider = connect(server.connection);
  await expect(provider.settings.gateways(context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
});

test('what a report tells of a device has to be readable too', async () => {
  const entry = { userId: 'u1', deviceId: 'd1', deviceType: 'SMS', deviceStatus: 'ACTIVE' };
  let phone: unknown = '+46701234567';
  server = await startPageServer(() => ({
    body: { id: 'r1', status: 'SUCCESS', _embedded: { entries: [{ ...entry, phone }] }, count: 1 },
  }));
  provider = connect(server.connection);
  expect((await provider.mfa.report(context)).devicesByUser.size).toBe(1);
  phone = { number: phone };
  await expect(provider.mfa.report(context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
});
