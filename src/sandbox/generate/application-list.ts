import type { ApplicationPlan } from './application-plans.ts';
import { publicClient, saml, web, worker } from './application-plans.ts';

const OIDC = 'OPENID_CONNECT' as const;
const signIn = ['openid', ['openid', 'profile', 'email']] as const;
const ENVIRONMENT = 'ENVIRONMENT' as const;

/** A row of PingOne's own applications. */
const system = (name: string, type: string, settings: Record<string, unknown>): ApplicationPlan => ({
  name,
  type,
  protocol: OIDC,
  system: true,
  age: 2900,
  settings: { pkceEnforcement: 'OPTIONAL', tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC', ...settings },
});

/** The application that push notifications go to; device policies name it. */
export const MOBILE_APP = 'Rollcall for phones';

/** The applications of every tenant, whatever its size: sound ones, and one for each weakness that is worth finding. */
export const APPLICATIONS: readonly ApplicationPlan[] = [
  {
    name: 'Intranet',
    ...web('intranet.example.com'),
    policies: ['Multi_Factor'],
    grants: [signIn],
    age: 1900,
    use: { share: 0.4 },
  },
  {
    name: 'Expenses',
    ...web('expenses.example.com'),
    groups: ['Finance approvers', 'Payroll'],
    policies: ['Administrators_Always'],
    grants: [signIn],
    age: 1500,
    use: { share: 0.05 },
  },
  {
    name: 'Wiki',
    ...web('wiki.example.com', { pkceEnforcement: 'OPTIONAL' }),
    description: 'No policy of its own',
    grants: [signIn],
    age: 2600,
    use: { share: 0.2 },
  },
  {
    name: 'Legacy reports',
    ...web('reports.example.com', { redirectUris: ['http://reports.example.com/callback'] }),
    policies: ['Single_Factor'],
    grants: [signIn],
    age: 2700,
    previousSecretFor: 12,
    use: { share: 0.01, endedDaysAgo: 130 },
  },
  {
    name: 'Preview environments',
    ...web('preview.example.com', {
      redirectUris: ['https://*.preview.example.com/callback'],
      allowWildcardInRedirectUris: true,
    }),
    groups: ['Engineering'],
    grants: [signIn],
    age: 800,
    use: { share: 0.03 },
  },
  {
    name: 'Orders',
    ...web('orders.example.com', {
      grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
      refreshTokenDuration: 2_592_000,
    }),
    policies: ['Shop_Floor'],
    grants: [signIn, ['Orders', ['orders:read', 'orders:write']]],
    age: 1100,
    use: { share: 0.1 },
  },
  {
    name: 'Time clock',
    ...publicClient('SINGLE_PAGE_APP', ['https://clock.example.com/']),
    policies: ['Shop_Floor', 'Single_Factor'],
    grants: [signIn],
    age: 600,
    use: { share: 0.3 },
  },
  {
    name: 'Canteen menu',
    ...publicClient('SINGLE_PAGE_APP', ['https://menu.example.com/'], {
      grantTypes: ['IMPLICIT'],
      responseTypes: ['TOKEN', 'ID_TOKEN'],
      pkceEnforcement: 'OPTIONAL',
    }),
    policies: ['Single_Factor'],
    grants: [signIn],
    age: 2300,
    use: { share: 0.02 },
  },
  {
    name: MOBILE_APP,
    ...publicClient('NATIVE_APP', ['com.example.rollcall://callback'], {
      grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
      refreshTokenDuration: 1_209_600,
      refreshTokenRollingDuration: 5_184_000,
      mobile: { bundleId: 'com.example.rollcall', packageName: 'com.example.rollcall' },
    }),
    grants: [signIn, ['PingOne API', ['p1:read:user', 'p1:read:device']]],
    age: 900,
    use: { share: 0.15 },
  },
  {
    name: 'Meeting room screens',
    ...publicClient('NATIVE_APP', [], {
      grantTypes: ['DEVICE_CODE'],
      responseTypes: [],
      pkceEnforcement: 'OPTIONAL',
      devicePathId: 'rooms',
    }),
    grants: [signIn],
    age: 700,
    use: { share: 0.001 },
  },
  {
    name: 'Self-service kiosk',
    ...web('kiosk.example.com'),
    grants: [['PingOne API', ['p1:update:user', 'p1:delete:device', 'p1:reset:userPassword']]],
    age: 1000,
    use: { share: 0.004 },
  },
  {
    name: 'Retired survey',
    enabled: false,
    ...web('survey.example.com', { pkceEnforcement: 'OPTIONAL' }),
    grants: [signIn, ['Orders', ['orders:read']]],
    age: 1600,
  },
  { name: 'Never used', ...web('pilot.example.com'), grants: [signIn], age: 400 },
  {
    name: 'Over-privileged legacy sync',
    description: 'Reads people, but was given the environment',
    ...worker('CLIENT_SECRET_POST'),
    roles: [
      { role: 'Environment Admin', on: ENVIRONMENT },
      { role: 'Identity Data Admin', on: ENVIRONMENT },
      { role: 'Client Application Developer', on: ENVIRONMENT },
      { role: 'Configuration Read Only', on: ENVIRONMENT },
    ],
    age: 2500,
    previousSecretFor: 6,
  },
  {
    name: 'HR import',
    ...worker(),
    roles: [{ role: 'Identity Data Admin', on: 'Employees' }],
    age: 1300,
    previousSecretFor: -200,
  },
  {
    name: 'Access reports',
    ...worker('PRIVATE_KEY_JWT'),
    roles: [{ role: 'Identity Data Read Only', on: ENVIRONMENT }],
    age: 300,
  },
  {
    name: 'Old provisioning',
    enabled: false,
    ...worker(),
    roles: [{ role: 'Identity Data Admin', on: ENVIRONMENT }],
    age: 2400,
  },
  {
    name: 'Warehouse service',
    protocol: OIDC,
    type: 'SERVICE',
    settings: {
      grantTypes: ['CLIENT_CREDENTIALS'],
      responseTypes: [],
      tokenEndpointAuthMethod: 'CLIENT_SECRET_JWT',
      pkceEnforcement: 'OPTIONAL',
    },
    grants: [['Orders', ['orders:read']]],
    age: 950,
  },
  {
    name: 'Personnel',
    ...saml('hr.example.com', {}),
    signingKey: 'Signing 2026',
    groups: ['Everyone at work'],
    policies: ['Multi_Factor'],
    age: 1700,
    use: { share: 0.12 },
  },
  {
    name: 'Travel',
    ...saml('travel.example.net', { assertionSigned: false }),
    signingKey: 'Signing, ends soon',
    policies: ['Contoso_First'],
    age: 2000,
    use: { share: 0.03 },
  },
  {
    name: 'Supplier portal',
    ...saml('supplier.example.org', { enableAlwaysAcceptAcsUrlInSignedAuthnRequest: true }),
    signingKey: 'Signing 2019',
    groups: ['Customer portal'],
    age: 2650,
    use: { share: 0.01, endedDaysAgo: 95 },
  },
  {
    name: 'Office documents',
    protocol: 'WS_FED',
    type: 'WEB_APP',
    signingKey: 'Signing 2026',
    settings: {
      domainName: 'example.com',
      replyUrl: 'https://documents.example.com/login.srf',
      subjectNameIdentifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    },
    age: 2200,
    use: { share: 0.5 },
  },
  {
    name: 'Benefits',
    protocol: 'EXTERNAL_LINK',
    type: 'PORTAL_LINK_APP',
    settings: { homePageUrl: 'https://benefits.example.net/' },
    age: 500,
  },
  system('PingOne Application Portal', 'PING_ONE_PORTAL', { applyDefaultTheme: true }),
  system('PingOne Self-Service - MyAccount', 'PING_ONE_SELF_SERVICE', {
    applyDefaultTheme: true,
    enableDefaultThemeFooter: true,
  }),
  system('PingOne Admin Console', 'PING_ONE_ADMIN_CONSOLE', {}),
];

/** The application whose credentials the tenant hands out: what a gateway needs, and no more. */
export const WORKER_APPLICATION: ApplicationPlan = {
  name: 'Rollcall gateway',
  description: 'Reads the directory and suspends people',
  ...worker(),
  roles: [
    { role: 'Environment Admin', on: ENVIRONMENT },
    { role: 'Identity Data Admin', on: ENVIRONMENT },
    { role: 'Client Application Developer', on: ENVIRONMENT },
  ],
  age: 30,
};
