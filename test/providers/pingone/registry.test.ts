import { expect, test } from 'vitest';
import type { PingOneDirectoryConfig } from '../../../src/config/pingone-directory.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { PingOneConnection } from '../../../src/providers/pingone/upstream.ts';
import { providerFactories } from '../../../src/providers/registry.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connectionTo, context } from './support/connect.ts';

/** Compiles only while what the configuration reads is what the adapter needs. */
const fromConfiguration = (config: PingOneDirectoryConfig): PingOneConnection => config;

test('a kind of provider and its settings make a provider', async () => {
  const sandbox = await startSandbox({ users: 5, seed: 1 });
  const connection = connectionTo(sandbox);
  const provider = providerFactories.PINGONE(
    fromConfiguration({ ...connection, provider: 'PINGONE', region: null }),
  );
  expect([provider.kind, provider.directory, provider.externalId]).toEqual([
    'PINGONE',
    'primary',
    sandbox.tenant.environmentId,
  ]);
  expect(provider.capabilities.has('SUSPEND_USER')).toBe(true);
  expect((await provider.settings.populations(context)).rows.length).toBeGreaterThan(0);
  await provider.close();
  await sandbox.close();
});

test('a directory that is not writable cannot suspend', () => {
  const provider = providerFactories.PINGONE({
    key: 'd',
    environmentId: 'e',
    region: 'EU',
    apiUrl: 'http://127.0.0.1:9/v1',
    tokenUrl: 'http://127.0.0.1:9/e/as/token',
    tokenAuthMethod: 'post',
    clientId: 'c',
    clientSecret: new Secret('s'),
    writable: false,
    reportThreshold: 40,
  });
  expect(provider.capabilities.has('SUSPEND_USER')).toBe(false);
  return provider.close();
});

test('a connection without its credential says which one is missing', () => {
  const settings = { key: 'd', environmentId: 'e', region: null, apiUrl: 'http://127.0.0.1:9/v1' } as const;
  const rest = {
    tokenUrl: 'http://127.0.0.1:9/e/as/token',
    clientId: 'c',
    writable: false,
    reportThreshold: 1,
  };
  expect(() =>
    providerFactories.PINGONE({ ...settings, ...rest, tokenAuthMethod: 'private_key_jwt' }),
  ).toThrow('d: expected a private key for the authentication method private_key_jwt, received none.');
});
