import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type OktaDirectoryConfig, oktaKind } from '../../src/config/okta-directory.ts';
import { ConfigError, type ConfigProblem, ProblemList } from '../../src/config/problems.ts';
import type { SecretSource } from '../../src/config/secret-setting.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';
import { connectOkta } from '../../src/providers/okta/connect.ts';
import type { OktaConnection } from '../../src/providers/okta/upstream.ts';
import { resolvePath } from './load.ts';

/** Compiles only while what the configuration reads is what the adapter needs. */
const fromConfiguration = (config: OktaDirectoryConfig): OktaConnection => config;

const PEM = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

interface Read {
  readonly config: OktaDirectoryConfig | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
}

const label = (name: string): string => `directories.staff.${name}`;

function read(
  settings: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>> = {},
  refused: readonly string[] = [],
): Read {
  const list = new ProblemList();
  const config = oktaKind.read({
    key: 'staff',
    reader: new SettingReader<string>({ raw: (name) => settings[name], label }, list),
    secret: (name): SecretSource | undefined =>
      secrets[name] === undefined
        ? undefined
        : { from: 'environment', label: `${label(name)}.env`, value: secrets[name] },
    isRefused: (name) => refused.includes(name),
    resolvePath,
    readFile: () => {
      throw new Error('expected no file to be read');
    },
  });
  let problems: readonly ConfigProblem[] = [];
  try {
    list.throwIfAny();
  } catch (error) {
    if (error instanceof ConfigError) ({ problems } = error);
  }
  return { config, problems, warnings: list.warnings };
}

const token = { apiToken: '00a1b2c3-token' };
const domain = { domain: 'Example.okta.com' };

describe('an Okta directory', () => {
  test('by its domain and an API token', async () => {
    const { config, problems } = read(
      { ...domain, writable: true, requestsPerSecond: 5, concurrency: 10 },
      token,
    );
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      key: 'staff',
      provider: 'OKTA',
      orgUrl: 'https://example.okta.com',
      writable: true,
      requestsPerSecond: 5,
      concurrency: 10,
      factorsMayBeHidden: false,
      adminListIncludesGroups: false,
    });
    expect(config?.apiToken?.reveal()).toBe(token.apiToken);
    if (config === undefined) return;
    expect(oktaKind.place(config)).toEqual({ setting: 'domain', address: 'https://example.okta.com' });
    const provider = connectOkta(fromConfiguration(config));
    expect([provider.kind, provider.directory, provider.externalId]).toEqual([
      'OKTA',
      'staff',
      'example.okta.com',
    ]);
    await provider.close();
  });

  test('by its address and a service application with its key', () => {
    const { config, problems } = read(
      {
        orgUrl: 'https://id.example.com/',
        clientId: '0oa1a2b3c4d5e6f7g8h9',
        privateKeyId: 'key-1',
        scopes: 'okta.users.read   okta.groups.read',
        sourceIdAttribute: 'hrId',
        factorsMayBeHidden: true,
        adminListIncludesGroups: true,
      },
      { privateKey: PEM },
    );
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      orgUrl: 'https://id.example.com',
      clientId: '0oa1a2b3c4d5e6f7g8h9',
      privateKeyId: 'key-1',
      scopes: 'okta.users.read okta.groups.read',
      sourceIdAttribute: 'hrId',
      factorsMayBeHidden: true,
      adminListIncludesGroups: true,
    });
    expect(config?.apiToken).toBeUndefined();
  });

  test('at home, over plain http', () => {
    expect(read({ orgUrl: 'http://127.0.0.1:8080' }, token).config?.orgUrl).toBe('http://127.0.0.1:8080');
  });
});

describe('whether the System Log may be read', () => {
  const application = { ...domain, clientId: '0oa1' };

  test.each([
    ['an API token has the rights of its administrator', domain, token, true],
    ['unless the settings say that it may not', { ...domain, systemLog: false }, token, false],
    ['an application was granted the scope by hand, if at all', application, { privateKey: PEM }, false],
    ['which the settings can say', { ...application, systemLog: true }, { privateKey: PEM }, true],
    [
      'or name among the scopes',
      { ...application, scopes: 'okta.users.read okta.logs.read' },
      { privateKey: PEM },
      true,
    ],
  ])('%s', (_, settings, secrets, systemLog) => {
    expect(read(settings, secrets)).toMatchObject({ problems: [], config: { systemLog } });
  });
});

describe('a mistake is said with the setting, what was expected, and what came', () => {
  test.each([
    ['no domain', {}, token, 'domain'],
    ['an address as domain', { domain: 'https://example.okta.com' }, token, 'domain'],
    ['both', { ...domain, orgUrl: 'https://example.okta.com' }, token, 'orgUrl'],
    ['a path', { orgUrl: 'https://example.okta.com/api/v1' }, token, 'orgUrl'],
    ['plain http to another machine', { orgUrl: 'http://example.okta.com' }, token, 'orgUrl'],
    ['the Admin Console', { domain: 'example-admin.okta.com' }, token, 'domain'],
    ['no credential', domain, {}, 'apiToken'],
    ['a client without a key', { ...domain, clientId: '0oa1' }, {}, 'privateKey'],
    ['a key without a client', domain, { privateKey: PEM }, 'clientId'],
    ['a client id with blanks', { ...domain, clientId: '0oa 1' }, { privateKey: PEM }, 'clientId'],
    ['a text for a key', { ...domain, clientId: '0oa1' }, { privateKey: 'not-a-key-at-all' }, 'privateKey'],
    ['scopes in quotes', { ...domain, clientId: '0oa1', scopes: 'a"b' }, { privateKey: PEM }, 'scopes'],
    ['a word for yes', { ...domain, factorsMayBeHidden: 'yes' }, token, 'factorsMayBeHidden'],
  ])('%s', (_, settings, secrets, setting) => {
    const { problems } = read(settings, secrets);
    expect(problems.map((problem) => problem.setting)).toEqual([`directories.staff.${setting}`]);
    for (const { expected, received } of problems) {
      expect(expected).not.toBe('');
      expect(received).not.toContain('not-a-key-at-all');
    }
  });

  test("the Admin Console's address names the one that was meant", () => {
    const { problems } = read({ orgUrl: 'https://example-admin.okta.com' }, token);
    expect(problems[0]?.hint).toContain('example.okta.com?');
  });

  test('a key that is not RSA in PKCS #8 is found here, and not at the first token', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const old = generateKeyPairSync('rsa', { modulusLength: 2_048 })
      .privateKey.export({ type: 'pkcs1', format: 'pem' })
      .toString();
    for (const privateKey of [ec, old])
      expect(read({ ...domain, clientId: '0oa1' }, { privateKey }).problems).toMatchObject([
        { setting: 'directories.staff.privateKey', expected: expect.stringContaining('PKCS #8') as string },
      ]);
  });

  test('a secret that was refused is no second mistake', () => {
    expect(read(domain, {}, ['apiToken'])).toMatchObject({ config: undefined, problems: [] });
    expect(read({ ...domain, clientId: '0oa1' }, {}, ['privateKey'])).toMatchObject({ problems: [] });
  });
});

test('what an API token makes useless is said', () => {
  const { config, warnings } = read({ ...domain, clientId: '0oa1' }, { ...token, privateKey: PEM });
  expect(config?.clientId).toBeUndefined();
  expect(warnings).toHaveLength(2);
  expect(warnings.join(' ')).toContain('directories.staff.clientId: not used');
});
