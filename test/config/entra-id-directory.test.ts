import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { type EntraIdDirectoryConfig, entraIdKind } from '../../src/config/entra-id-directory.ts';
import { ConfigError, ProblemList } from '../../src/config/problems.ts';
import { SettingReader } from '../../src/config/setting-reader.ts';
import { connectEntraId } from '../../src/providers/entra-id/connect.ts';
import { resolvePath } from './load.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';
const CLIENT = '0c0ffee0-1111-4222-8333-444455556666';
const key = (type: 'rsa' | 'ec'): string =>
  type === 'rsa'
    ? generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).privateKey
    : generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).privateKey;
const PRIVATE_KEY = key('rsa');
const DIGEST = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA';
const HEX = Buffer.from(DIGEST, 'base64url').toString('hex');

const settings = { tenantId: TENANT, clientId: CLIENT };
const secrets = { clientSecret: 'cl1ent-s3cret' };

const label = (name: string): string => `directories.entra.${name}`;

function read(
  values: Readonly<Record<string, unknown>>,
  secretValues: Readonly<Record<string, string>> = secrets,
): { readonly config: EntraIdDirectoryConfig | undefined; readonly problems: ProblemList } {
  const problems = new ProblemList();
  const config = entraIdKind.read({
    key: 'entra',
    reader: new SettingReader<string>({ raw: (name) => values[name], label }, problems),
    secret: (name) => {
      const value = secretValues[name];
      return value === undefined ? undefined : { from: 'environment', label: `${label(name)}.env`, value };
    },
    isRefused: () => false,
    resolvePath,
    readFile: () => {
      throw new Error('no file is read here');
    },
  });
  return { config, problems };
}

function mistakes(...input: Parameters<typeof read>): string {
  const { problems } = read(...input);
  try {
    problems.throwIfAny();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

const place = (more: object = {}): string => {
  const { config } = read({ ...settings, ...more });
  return config === undefined ? '' : entraIdKind.place(config).address;
};

describe('a directory of Microsoft Entra ID', () => {
  it('needs tenant, app and secret; the rest is what Microsoft has', async () => {
    const { config, problems } = read(settings);
    problems.throwIfAny();
    expect(config).toMatchObject({
      key: 'entra',
      provider: 'ENTRA_ID',
      tenantId: TENANT,
      clientId: CLIENT,
      graphUrl: 'https://graph.microsoft.com/v1.0',
      loginUrl: 'https://login.microsoftonline.com',
      writable: false,
    });
    expect(config?.clientSecret?.reveal()).toBe('cl1ent-s3cret');
    expect(problems.warnings).toEqual([]);
    if (config === undefined) return;
    const provider = connectEntraId(config);
    expect(provider).toMatchObject({ externalId: TENANT, directory: 'entra', mfaReportThreshold: 100 });
    await provider.close();
  });

  it('takes pace, threshold, lag and the hosts of a national cloud', () => {
    const { config, problems } = read({
      ...settings,
      writable: true,
      requestsPerSecond: 20,
      concurrency: 8,
      reportThreshold: 40,
      signOnLagHours: 6,
      sweepEveryHours: 0.5,
      deltaQueries: false,
      graphUrl: 'https://graph.microsoft.us/',
      loginUrl: 'https://login.microsoftonline.us',
    });
    problems.throwIfAny();
    expect(config).toMatchObject({
      writable: true,
      requestsPerSecond: 20,
      concurrency: 8,
      reportThreshold: 40,
      signOnLagHours: 6,
      sweepEveryHours: 0.5,
      deltaQueries: false,
      graphUrl: 'https://graph.microsoft.us/v1.0',
      loginUrl: 'https://login.microsoftonline.us',
    });
    expect(
      read({ ...settings, graphUrl: 'https://x.example/beta', loginUrl: 'https://y.example' }).config
        ?.graphUrl,
    ).toBe('https://x.example/beta');
  });

  test.each(['graphUrl', 'loginUrl'])(
    'warns of %s alone: clouds have hosts of their own for both',
    (name) => {
      const { problems } = read({ ...settings, [name]: 'https://graph.microsoft.us' });
      expect(problems.warnings.join()).toMatch(/national cloud/);
    },
  );

  test.each([DIGEST, HEX, HEX.toUpperCase(), `sha256 Fingerprint=${HEX.match(/../g)?.join(':')}`])(
    'takes a certificate whose digest is written %s',
    (certificateDigest) => {
      const { config, problems } = read({ ...settings, certificateDigest }, { privateKey: PRIVATE_KEY });
      problems.throwIfAny();
      expect(config).toMatchObject({ certificateDigest: DIGEST, algorithm: 'PS256' });
      expect(config?.clientSecret).toBeUndefined();
      expect(config?.privateKey?.reveal()).toContain('BEGIN PRIVATE KEY');
    },
  );

  it('takes the older way of signing', () => {
    const { config } = read(
      { ...settings, certificateDigest: DIGEST, algorithm: 'rs256' },
      { privateKey: PRIVATE_KEY },
    );
    expect(config?.algorithm).toBe('RS256');
  });

  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, string>>, RegExp]>([
    ['no tenant', { clientId: CLIENT }, secrets, /tenantId: expected the id of the tenant.*received nothing/],
    [
      'a domain for the tenant',
      { ...settings, tenantId: 'contoso.com' },
      secrets,
      /tenantId: expected.*GUID/,
    ],
    ['common for the tenant', { ...settings, tenantId: 'common' }, secrets, /tenantId/],
    ['no app', { tenantId: TENANT }, secrets, /clientId: expected/],
    ['no credential', settings, {}, /clientSecret: expected.*received nothing/],
    [
      'two credentials',
      { ...settings, certificateDigest: DIGEST },
      { ...secrets, privateKey: PRIVATE_KEY },
      /either clientSecret or privateKey/,
    ],
    [
      'a key without its certificate',
      settings,
      { privateKey: PRIVATE_KEY },
      /certificateDigest: expected.*openssl/,
    ],
    [
      'the SHA-1 thumbprint',
      { ...settings, certificateDigest: 'a'.repeat(40) },
      { privateKey: PRIVATE_KEY },
      /SHA-1 thumbprint/,
    ],
    [
      'a key of another kind',
      { ...settings, certificateDigest: DIGEST },
      { privateKey: key('ec') },
      /RSA private key/,
    ],
    [
      'no key at all',
      { ...settings, certificateDigest: DIGEST },
      { privateKey: 'something else' },
      /RSA private key/,
    ],
    [
      'another algorithm',
      { ...settings, certificateDigest: DIGEST, algorithm: 'ES256' },
      { privateKey: PRIVATE_KEY },
      /algorithm: expected PS256 or RS256/,
    ],
    [
      'plain http',
      { ...settings, graphUrl: 'http://graph.example' },
      secrets,
      /graphUrl: expected.*plain http/,
    ],
    ['no address', { ...settings, loginUrl: 'login' }, secrets, /loginUrl: expected/],
    ['sweeps all the time', { ...settings, sweepEveryHours: 0 }, secrets, /sweepEveryHours: expected/],
    ['a threshold of nothing', { ...settings, reportThreshold: 0 }, secrets, /reportThreshold: expected/],
  ])('with %s is refused with what is expected', (_what, values, secretValues, told) => {
    const said = mistakes(values, secretValues);
    expect(said).toMatch(told);
    expect(said).not.toMatch(/s3cret|MII/);
  });

  it('warns of settings of a certificate that there is no key for', () => {
    const { problems } = read({ ...settings, algorithm: 'RS256' });
    expect(problems.warnings.join()).toMatch(/algorithm: not used/);
  });

  it('is the same place only for the same tenant of the same cloud', () => {
    expect(place()).toBe(place({ tenantId: TENANT.toUpperCase() }));
    expect(place()).not.toBe(place({ tenantId: CLIENT }));
  });
});
