import { array, assert, constantFrom, noBias, noShrink, oneof, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigError } from '../../src/config/problems.ts';
import { looksSecret } from '../../src/config/looks-secret.ts';
import { CLIENT, ENVIRONMENT, FOUR, load, loadFile, mistakes } from './load.ts';

const HEX = '0123456789abcdef'.split('');
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
const PRINTABLE = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(33 + index));

/** Random texts of at least 32 characters, evenly drawn: a run of one letter is no secret. */
const secret = noShrink(
  noBias(
    oneof(
      ...[HEX, BASE64, BASE64.slice(0, 62), PRINTABLE].map((letters) =>
        array(constantFrom(...letters), { minLength: 32, maxLength: 120, size: 'max' }).map((drawn) =>
          drawn.join(''),
        ),
      ),
      array(constantFrom(...BASE64.slice(0, 62)), { minLength: 40, maxLength: 40 }).map(
        (drawn) => `00${drawn.join('')}`,
      ),
    ),
  ),
);

/** What an operator would read; empty when nothing is wrong. */
function errorOf(attempt: () => unknown): string {
  try {
    attempt();
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${error.message}${JSON.stringify(error.problems)}${error.stack ?? ''}`;
  }
}

function expectHidden(error: string, value: string): void {
  for (const text of [value, JSON.stringify(value).slice(1, -1), value.toLowerCase()])
    expect(error).not.toContain(text);
}

const forms = constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `Bearer ${text}`,
  (text) => `"${text}"`,
  (text) => ` ${text}\n`,
  (text) => `https://svc:${text}@idp.example.com/x?`,
  (text) => `client_secret=${text}`,
);

test('no error shows a random text of 32 characters or more, whatever variable it was put in', () => {
  const name = constantFrom(
    ...Object.keys(FOUR).filter((each) => each !== 'PINGONE_CLIENT_SECRET'),
    'PORT',
    'HOST',
    'DATABASE_URL',
    'ROLLCALL_CONFIG',
    'ROLLCALL_LOG_LEVEL',
    'ROLLCALL_ALLOWED_HOSTS',
    'PINGONE_WRITABLE',
    'PINGONE_CONCURRENCY',
    'PINGONE_TOKEN_URL',
    'PINGONE_TOKEN_AUTH_METHOD',
    'PINGONE_API_URL',
    'PINGONE_AUTH_URL',
    'PINGONE_DIRECTORY_KEY',
    'PINGONE_PRIVATE_KEY_FILE',
    'PINGONE_CLIENT_SECERT',
    'PINGONE_NOTHING',
    'ROLLCALL_OIDC_ISSUER',
    'ROLLCALL_OIDC_JWKS_URI',
    'ROLLCALL_OIDC_ALGORITHMS',
    'ROLLCALL_OIDC_DIRECTORY',
    'ROLLCALL_BREAK_GLASS',
  );
  assert(
    property(secret, name, forms, (value, variable, form) => {
      const error = errorOf(() =>
        load({ env: { ...FOUR, HOST: 'x y', PORT: 'x', [variable]: form(value) } }),
      );
      expectHidden(error, value);
    }),
    { numRuns: 400 },
  );
});

const PINGONE = `provider: pingone
    environmentId: ${ENVIRONMENT}
    clientId: ${CLIENT}
    clientSecret: { env: S }
    region: eu`;

/** Everything between the lines of a file that is otherwise right. */
const places: readonly ((text: string) => string)[] = [
  ...[
    'region',
    'environmentId',
    'clientId',
    'writable',
    'requestsPerSecond',
    'apiUrl',
    'tokenUrl',
    'provider',
  ].map(
    (name) => (text: string) =>
      `directories:\n  w:\n    ${PINGONE.split('\n')
        .filter((line) => !line.trim().startsWith(name))
        .map((line) => line.trim())
        .join('\n    ')}\n    ${name}: ${text}\n`,
  ),
  ...['okta', 'entra-id', 'google-workspace', 'keycloak', 'ldap', 'scim'].flatMap((kind) =>
    [
      'url',
      'orgUrl',
      'clientId',
      'tenantId',
      'baseDn',
      'adminEmail',
      'scopes',
      'realm',
      'writable',
      'nothing',
    ].map((name) => (text: string) => `directories:\n  w:\n    provider: ${kind}\n    ${name}: ${text}\n`),
  ),
  (text) => `directories:\n  w: ${text}\n`,
  (text) => `directories:\n  ? ${text}\n  : { provider: pingone }\n`,
  (text) => `directories:\n  w:\n    ${PINGONE}\n    ? ${text}\n    : 1\n`,
  (text) => `directories:\n  w:\n    ${PINGONE}\n    other: { deeper: [1, { x: ${text} }] }\n`,
  ...[
    (text: string) => `primaryDirectory: ${text}`,
    (text: string) => `nothing: ${text}`,
    (text: string) => `? ${text}\n: x`,
    (text: string) => `access: ${text}`,
    (text: string) => `access: { issuers: ${text} }`,
    (text: string) => `access: { issuers: [{ issuer: x, jwksUri: ${text}, algorithms: [${text}] }] }`,
    (text: string) => `access: { issuers: [], roles: { x: ${text} } }`,
    (text: string) => `access: { issuers: [], roles: { ? ${text} : nobody } }`,
    (text: string) =>
      `access: { issuers: [], roles: { x: { role: ${text}, permissions: [${text}], until: ${text} } } }`,
    (text: string) => `actions: { breakGlass: { a: ${text} }, blastRadius: ${text} }`,
    (text: string) =>
      `findings: { inactivityDays: ${text}, serviceAccountPatterns: [${text}, '('], mfaEngine: ${text} }`,
    (text: string) =>
      `identities: { domainAliases: { a b: ${text} }, emailRules: { ? ${text} : { plus: 1 } } }`,
    (text: string) =>
      `identities: { domainAliases: { ? ${text} : 'a b' }, usernameDomain: { w: ${text}, ? ${text} : x } }`,
  ].map(
    (write) =>
      (text: string): string =>
        `directories:\n  w:\n    ${PINGONE}\n${write(text)}\n`,
  ),
];

test('nor wherever in the file it stands: as a value, a name, in a list, or deep in what is not known', () => {
  assert(
    property(secret, constantFrom(...places), forms, (value, place, form) => {
      const yaml = `${place(JSON.stringify(form(value)))}wrong: 1\n`;
      const error = errorOf(() => loadFile(yaml, { S: 'S3cret~of.the-worker' }));
      expect(error).not.toBe('');
      expectHidden(error, value);
    }),
    { numRuns: 600 },
  );
});

test.each([
  '-----BEGIN PRIVATE KEY-----',
  'Bearer abc',
  'SSWS 00abc',
  'eyJhbGciOi.e30.',
  'client_secret: hunter2',
  'password=hunter2',
  'https://svc:hunter2@idp.example.com',
  'postgres://svc@db.example.com',
  'a1b2-c3d4-e5f6-g7h8-i9j0-k1l2',
  `00${'aB3'.repeat(13)}x`,
])('a text that says of itself that it is one is taken for a secret: %s', (text) => {
  expect(looksSecret(text)).toBe(true);
});

test.each([
  'europe',
  '8443',
  'true',
  ENVIRONMENT,
  'ldap.example.com',
  'rollcall-production.eu-central-1.example-company.com:8443',
  `https://auth.pingone.eu/${ENVIRONMENT}/as/token`,
  'svc.rollcall@workforce.corp.example.com',
  'cn=rollcall,ou=service accounts,dc=corp,dc=example,dc=com',
  '/var/lib/rollcall/production/rollcall.yaml',
  'the name of the directory of our workforce',
  'factorsMayBeHiddenFromAdministrators',
  '2027-01-31T18:00:00Z',
])('an ordinary text is shown: %s', (text) => {
  expect(looksSecret(text)).toBe(false);
});

test('a short mistake is still quoted, and a long value is told by its length', () => {
  const [short] = mistakes(() => load({ env: { ...FOUR, PINGONE_REGION: 'europa' } }));
  expect(short?.received).toBe('"europa"');
  const pasted = 'q7Jw2ZkP0vTn5YbR8sXc1LdM4hGf6UeA3iKoB9jHy_E';
  const [long] = mistakes(() => load({ env: { ...FOUR, PINGONE_REGION: pasted } }));
  expect(long?.received).toBe('a value of 43 characters (not shown)');
});

test('of a setting that is named like a secret no value is shown, not even a short one', () => {
  assert(
    property(
      tuple(constantFrom('apiToken', 'password', 'bindPassword'), constantFrom('ab', '7', 'hunter2')),
      (pair) => {
        const [name, value] = pair;
        const yaml = `directories:\n  w:\n    provider: scim\n    url: http://127.0.0.1:1\n    ${name}: ${value}\n`;
        for (const { received } of mistakes(() => loadFile(yaml))) expect(received).not.toContain(value);
      },
    ),
  );
});
