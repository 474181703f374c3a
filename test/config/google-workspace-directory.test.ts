import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type GoogleWorkspaceDirectoryConfig,
  googleWorkspaceKind,
} from '../../src/config/google-workspace-directory.ts';
import { ConfigError, type ConfigProblem, ProblemList } from '../../src/config/problems.ts';
import type { SecretSource } from '../../src/config/secret-setting.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';
import { resolvePath } from './load.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const OLD_PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const EC_PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const ROBOT = 'rollcall@project.iam.gserviceaccount.com';
const KEY_FILE = JSON.stringify({
  type: 'service_account',
  private_key_id: 'abc123',
  private_key: PEM,
  client_email: ROBOT,
  token_uri: 'https://elsewhere.example/token',
});
const GOOD = { adminEmail: 'admin@example.com' };

interface Outcome {
  readonly config: GoogleWorkspaceDirectoryConfig | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly settings: readonly string[];
}

const label = (name: string): string => `directories.google.${name}`;

function read(settings: Readonly<Record<string, unknown>>, key: string | undefined = KEY_FILE): Outcome {
  const list = new ProblemList();
  const reader = new SettingReader<string>({ raw: (name) => settings[name], label }, list);
  const secret = (name: string): SecretSource | undefined =>
    name === 'privateKey' && key !== ''
      ? { from: 'environment', label: `${label(name)}.env`, value: key }
      : undefined;
  const config = googleWorkspaceKind.read({
    key: 'google',
    reader,
    secret,
    isRefused: () => false,
    resolvePath,
    readFile: () => {
      throw new Error('no file is read');
    },
  });
  const problems = problemsOf(list);
  return { config, problems, settings: problems.map(({ setting }) => setting) };
}

function problemsOf(list: ProblemList): readonly ConfigProblem[] {
  try {
    list.throwIfAny();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function placeOf(settings: Readonly<Record<string, unknown>>): string {
  const { config } = read(settings);
  return config === undefined ? '' : googleWorkspaceKind.place(config).address;
}

describe('a Google Workspace directory', () => {
  test('takes the key file of the service account and an administrator, and nothing more', () => {
    const { config, problems } = read(GOOD);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      key: 'google',
      provider: 'GOOGLE_WORKSPACE',
      customerId: 'my_customer',
      adminEmail: 'admin@example.com',
      serviceAccountEmail: ROBOT,
      privateKeyId: 'abc123',
      apiUrl: 'https://admin.googleapis.com/admin/directory/v1',
      writable: false,
      pendingUntilFirstSignIn: true,
    });
    expect(config?.privateKey.reveal()).toBe(PEM);
  });

  test('does not go where the key file says that tokens are to be had', () => {
    expect(read(GOOD).config?.tokenUrl).toBe('https://oauth2.googleapis.com/token');
  });

  test.each([
    ['as PEM', PEM],
    ['as PEM of the older kind', OLD_PEM],
    ['in one line, as variables hold it', PEM.replaceAll('\n', String.raw`\n`)],
  ])('takes the private key %s, with the address of the service account', (_, key) => {
    const { config, problems } = read({ ...GOOD, serviceAccountEmail: ROBOT }, key);
    expect(problems).toEqual([]);
    expect(config?.privateKey.reveal()).toBe(PEM);
    expect(config).toMatchObject({ serviceAccountEmail: ROBOT });
    expect(config).not.toHaveProperty('privateKeyId');
  });

  test('says that a PEM does not tell whose key it is', () => {
    const { config, problems } = read(GOOD, PEM);
    expect(config).toBeUndefined();
    expect(problems).toMatchObject([
      { setting: 'directories.google.serviceAccountEmail', hint: expect.stringContaining('JSON key file') },
    ]);
  });

  test('refuses an address that is not that of the key file', () => {
    const { settings } = read({ ...GOOD, serviceAccountEmail: 'other@project.iam.gserviceaccount.com' });
    expect(settings).toEqual(['directories.google.serviceAccountEmail']);
  });

  test.each([
    ['another kind of key', EC_PEM],
    ['a broken file', KEY_FILE.slice(0, 200)],
    ['a file without a key', JSON.stringify({ client_email: ROBOT })],
    ['a password', 'hunter2-hunter2'],
  ])('refuses %s without showing it', (_, key) => {
    const { config, problems } = read(GOOD, key);
    expect(config).toBeUndefined();
    expect(problems.map(({ setting }) => setting)).toEqual(['directories.google.privateKey']);
    expect(JSON.stringify(problems)).not.toContain(key.slice(40, 80) || key);
  });

  test('says everything that is missing', () => {
    const { config, settings } = read({}, '');
    expect(config).toBeUndefined();
    expect(settings.toSorted()).toEqual(['directories.google.adminEmail', 'directories.google.privateKey']);
  });

  test.each([
    ['adminEmail', 'admin'],
    ['customerId', 'example.com'],
    ['apiUrl', 'http://admin.example.com'],
    ['tokenUrl', 'https://user:pass@example.com/token'],
    ['pendingUntilFirstSignIn', 'perhaps'],
  ])('refuses %s: %s', (setting, value) => {
    expect(read({ ...GOOD, [setting]: value }).settings).toEqual([`directories.google.${setting}`]);
  });

  test('takes addresses on this machine, for trying out', () => {
    const { config } = read({
      ...GOOD,
      customerId: 'C01abc234',
      apiUrl: 'http://127.0.0.1:4100/admin/directory/v1/',
      tokenUrl: 'http://127.0.0.1:4100/token',
      sourceIdType: 'hr',
      pendingUntilFirstSignIn: false,
      requestsPerSecond: 10,
    });
    expect(config).toMatchObject({
      customerId: 'C01abc234',
      apiUrl: 'http://127.0.0.1:4100/admin/directory/v1',
      sourceIdType: 'hr',
      pendingUntilFirstSignIn: false,
      requestsPerSecond: 10,
    });
  });

  test('is the same place twice for administrators of one domain, or for one customer', () => {
    expect(placeOf({ adminEmail: 'one@example.com' })).toBe(placeOf({ adminEmail: 'Two@Example.com' }));
    expect(placeOf(GOOD)).not.toBe(placeOf({ adminEmail: 'one@other.example' }));
    const customer = { customerId: 'C01abc234' };
    expect(placeOf({ ...GOOD, ...customer })).toBe(placeOf({ adminEmail: 'one@other.example', ...customer }));
  });
});
