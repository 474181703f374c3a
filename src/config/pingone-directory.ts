import type { Secret } from '../model/secret.ts';
import type { CommonDirectoryConfig, DirectoryKind } from './directory-kind.ts';
import { readAddresses, readEnvironmentId } from './pingone-addresses.ts';
import { checkCredentials, readAuthMethod, type TokenAuthMethod } from './pingone-credentials.ts';
import { PINGONE_SETTINGS, type PingOneSetting, type PingOneSettings } from './pingone-settings.ts';
import type { ReadFile } from './read-file.ts';
import type { PingOneRegion } from './region.ts';
import { readSecret, type SecretSource } from './secret-setting.ts';
import type { SettingReader } from './setting-reader.ts';

/** One PingOne environment, ready to be connected to. */
export interface PingOneDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'PINGONE';
  readonly environmentId: string;
  /** Null when the addresses were given instead. */
  readonly region: PingOneRegion | null;
  /** The base of every call, with `/v1` and without a slash at its end. */
  readonly apiUrl: string;
  /** Where tokens are asked for, in full. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly tokenAuthMethod: TokenAuthMethod;
  /** For `basic` and `post`. */
  readonly clientSecret?: Secret;
  /** For `private_key_jwt`: a PEM. */
  readonly privateKey?: Secret;
  /** The `kid` that the application's key set has for `privateKey`. */
  readonly privateKeyId?: string;
  /** From how many users in one batch on the MFA report is used instead of one call per user. */
  readonly reportThreshold: number;
  /** The variable that lets actions change it; left out: the file says so. */
  readonly writableVariable?: string;
  /** What its webhooks have to send along; left out: none are taken. */
  readonly webhookSecret?: Secret;
}

const DEFAULT_REPORT_THRESHOLD = 200;
const SHORTEST_SECRET = 24;

export const pingOneKind: DirectoryKind<PingOneDirectoryConfig> = {
  name: 'pingone',
  provider: 'PINGONE',
  settings: PINGONE_SETTINGS,
  secrets: ['clientSecret', 'privateKey', 'webhookSecret'],
  read: ({ key, reader, secret: source, isRefused, readFile }) =>
    readPingOneDirectory(
      {
        key,
        reader,
        clientSecret: source('clientSecret'),
        privateKey: source('privateKey'),
        webhookSecret: source('webhookSecret'),
        secretRefused: isRefused('clientSecret') || isRefused('privateKey'),
        secretLabel: reader.label('clientSecret'),
        privateKeyLabel: reader.label('privateKey'),
      },
      readFile,
    ),
  place: ({ apiUrl, environmentId }) => ({
    setting: 'environmentId',
    address: `${apiUrl} ${environmentId}`,
  }),
};

/** Checks one PingOne directory; undefined (and every mistake noted) when it cannot be used. */
export function readPingOneDirectory(
  settings: PingOneSettings,
  readFile: ReadFile,
): PingOneDirectoryConfig | undefined {
  const { key, reader } = settings;
  const clientSecret = secret(settings.clientSecret, settings, readFile);
  const privateKey = secret(settings.privateKey, settings, readFile);
  const webhookSecret = readWebhookSecret(settings, readFile);
  const environmentId = readEnvironmentId(reader, 'environmentId', true);
  const clientId = readClientId(reader);
  const tokenAuthMethod = readAuthMethod(reader);
  checkCredentials(settings, tokenAuthMethod, privateKey);
  const addresses = readAddresses(reader, environmentId);
  const numbers = readNumbers(reader);
  const writable = reader.flag('writable', false);
  const privateKeyId = reader.text('privateKeyId', 'the id (kid) of the key');
  if (environmentId === undefined || clientId === undefined || tokenAuthMethod === undefined)
    return undefined;
  if (addresses === undefined) return undefined;
  return {
    key,
    provider: 'PINGONE',
    environmentId,
    ...addresses,
    clientId,
    tokenAuthMethod,
    ...(clientSecret === undefined || tokenAuthMethod === 'private_key_jwt' ? {} : { clientSecret }),
    ...(privateKey === undefined || tokenAuthMethod !== 'private_key_jwt' ? {} : { privateKey }),
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
    writable,
    ...numbers,
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
  };
}

/** It is all that stands between the world and the address: one that can be guessed is none. */
function readWebhookSecret(settings: PingOneSettings, readFile: ReadFile): Secret | undefined {
  const found = secret(settings.webhookSecret, settings, readFile);
  if (found === undefined || found.reveal().length >= SHORTEST_SECRET) return found;
  settings.reader.problems.add({
    setting: settings.webhookSecret?.label ?? 'webhookSecret',
    expected: `at least ${SHORTEST_SECRET} characters that nobody can guess`,
    received: 'fewer (not shown)',
    hint: 'openssl rand -hex 32 makes some.',
  });
  return undefined;
}

function secret(
  source: SecretSource | undefined,
  settings: PingOneSettings,
  readFile: ReadFile,
): Secret | undefined {
  return source === undefined ? undefined : readSecret(source, readFile, settings.reader.problems);
}

function readClientId(reader: SettingReader<PingOneSetting>): string | undefined {
  const expected = 'the client id of the worker application';
  const text = reader.required(
    'clientId',
    expected,
    'The PingOne console shows it on the Overview of the application.',
  );
  if (text === undefined || /^[\x21-\x7E]{1,255}$/.test(text)) return text;
  reader.refuse('clientId', expected);
  return undefined;
}

function readNumbers(
  reader: SettingReader<PingOneSetting>,
): Pick<PingOneDirectoryConfig, 'requestsPerSecond' | 'concurrency' | 'reportThreshold'> {
  const requestsPerSecond = reader.number('requestsPerSecond', { min: 0.1, max: 1000, whole: false });
  const concurrency = reader.number('concurrency', { min: 1, max: 200, whole: true });
  const reportThreshold = reader.number('reportThreshold', { min: 1, max: 1_000_000, whole: true });
  return {
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(concurrency === undefined ? {} : { concurrency }),
    reportThreshold: reportThreshold ?? DEFAULT_REPORT_THRESHOLD,
  };
}
