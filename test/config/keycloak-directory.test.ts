import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type KeycloakDirectoryConfig, keycloakKind } from '../../src/config/keycloak-directory.ts';
import { ConfigError, type ConfigProblem, ProblemList } from '../../src/config/problems.ts';
import type { SecretSource } from '../../src/config/secret-setting.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';
import { resolvePath } from './load.ts';

const GOOD = { baseUrl: 'https://sso.example.com', realm: 'acme', clientId: 'rollcall' };
const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

function mistakesOf(problems: ProblemList): readonly ConfigProblem[] {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

interface Outcome {
  readonly config: KeycloakDirectoryConfig | undefined;
  readonly settings: readonly string[];
  readonly said: string;
  readonly warnings: readonly string[];
}

function label(name: string): string {
  return `directories.sso.${name}`;
}

function readFile(): never {
  throw new Error('no file is read');
}

function read(
  settings: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>> = { clientSecret: 's3cret-value' },
): Outcome {
  const problems = new ProblemList();
  const reader = new SettingReader<string>({ raw: (name) => settings[name], label }, problems);
  const secret = (name: string): SecretSource | undefined =>
    secrets[name] === undefined
      ? undefined
      : { from: 'environment', label: `${label(name)}.env`, value: secrets[name] };
  const config = keycloakKind.read({
    key: 'sso',
    reader,
    secret,
    isRefused: () => false,
    readFile,
    resolvePath,
  });
  const found = mistakesOf(problems);
  return {
    config,
    settings: found.map(({ setting }) => setting),
    said: JSON.stringify(found),
    warnings: problems.warnings,
  };
}

function place(more: object): string {
  const { config } = read({ ...GOOD, ...more });
  return config === undefined ? '' : keycloakKind.place(config).address;
}

describe('a Keycloak directory', () => {
  test('needs an address, a realm, a client and its secret, and is read-only by itself', () => {
    const { config, settings } = read(GOOD);
    expect(settings).toEqual([]);
    expect(config).toMatchObject({ ...GOOD, key: 'sso', provider: 'KEYCLOAK', writable: false });
    expect(config?.tokenAuthMethod).toBe('basic');
    expect(config?.clientSecret?.reveal()).toBe('s3cret-value');
    expect(JSON.stringify(config)).not.toContain('s3cret');
  });

  test('keeps the path that an older server is under, and no slash at its end', () => {
    const { config } = read({ ...GOOD, baseUrl: 'https://sso.example.com/auth/' });
    expect(config?.baseUrl).toBe('https://sso.example.com/auth');
  });

  test('takes a private key in place of a secret', () => {
    const { config, settings, warnings } = read(
      {
        ...GOOD,
        tokenAuthMethod: 'private-key-jwt',
        privateKeyId: 'k1',
        tokenAudience: 'https://id.example.com/realms/acme',
      },
      { privateKey: KEY, clientSecret: 'left over' },
    );
    expect(settings).toEqual([]);
    expect(config).toMatchObject({
      tokenAuthMethod: 'private_key_jwt',
      privateKeyId: 'k1',
      tokenAudience: 'https://id.example.com/realms/acme',
    });
    expect(config?.clientSecret).toBeUndefined();
    expect(warnings.join()).toContain('directories.sso.clientSecret: not used');
  });

  test('is the same place as another of the same server and realm', () => {
    expect(place({ clientId: 'other' })).toBe(place({}));
    expect(place({ realm: 'partners' })).not.toBe(place({}));
  });

  test.each<[string, object, Record<string, string>, readonly string[]]>([
    [
      'nothing at all',
      { baseUrl: '', realm: '', clientId: '' },
      {},
      ['baseUrl', 'realm', 'clientId', 'clientSecret'],
    ],
    [
      'plain http to another machine',
      { baseUrl: 'http://sso.example.com' },
      { clientSecret: 's' },
      ['baseUrl'],
    ],
    [
      'an address with the realm in it',
      { baseUrl: 'https://sso.example.com/realms/acme' },
      { clientSecret: 's' },
      ['baseUrl'],
    ],
    [
      'an address of the admin API',
      { baseUrl: 'https://sso.example.com/auth/admin' },
      { clientSecret: 's' },
      ['baseUrl'],
    ],
    ['a realm that climbs', { realm: '..' }, { clientSecret: 's' }, ['realm']],
    ['a realm with a slash', { realm: 'a/b' }, { clientSecret: 's' }, ['realm']],
    ['a method that there is not', { tokenAuthMethod: 'bassic' }, { clientSecret: 's' }, ['tokenAuthMethod']],
    ['a key that is none', { tokenAuthMethod: 'private_key_jwt' }, { privateKey: 'hunter2' }, ['privateKey']],
    ['no key', { tokenAuthMethod: 'private_key_jwt' }, {}, ['privateKey']],
    ['a page of nothing', { pageSize: 0 }, { clientSecret: 's' }, ['pageSize']],
    ['a page that is no number', { pageSize: 'many' }, { clientSecret: 's' }, ['pageSize']],
  ])('with %s is told what was expected', (_, change, secrets, wrong) => {
    const { settings, said } = read({ ...GOOD, ...change }, secrets);
    expect(settings.map((setting) => setting.replace('directories.sso.', ''))).toEqual(wrong);
    expect(said).not.toContain('hunter2');
  });
});
