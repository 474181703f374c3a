import { createPrivateKey } from 'node:crypto';
import type { Secret } from '../model/secret.ts';
import {
  type CommonDirectoryConfig,
  type DirectoryInput,
  type DirectoryKind,
  optionalSecret,
  readCommon,
} from './directory-kind.ts';
import type { SettingReader } from './setting-reader.ts';
import { readAddress } from './upstream-address.ts';

/** One tenant of Microsoft Entra ID, ready to be connected to. */
export interface EntraIdDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'ENTRA_ID';
  readonly tenantId: string;
  readonly clientId: string;
  /** With its version, without a slash at its end. */
  readonly graphUrl: string;
  /** Without the tenant and without a slash at its end. */
  readonly loginUrl: string;
  /** Either this, or the private key with the digest of its certificate. */
  readonly clientSecret?: Secret;
  readonly privateKey?: Secret;
  readonly certificateDigest?: string;
  readonly algorithm?: 'PS256' | 'RS256';
  readonly reportThreshold?: number;
  readonly signOnLagHours?: number;
  readonly deltaQueries?: boolean;
  readonly sweepEveryHours?: number;
}

const GRAPH_URL = 'https://graph.microsoft.com/v1.0';
const LOGIN_URL = 'https://login.microsoftonline.com';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const entraIdKind: DirectoryKind<EntraIdDirectoryConfig> = {
  name: 'entra-id',
  provider: 'ENTRA_ID',
  settings: [
    'tenantId',
    'clientId',
    'graphUrl',
    'loginUrl',
    'certificateDigest',
    'algorithm',
    'reportThreshold',
    'signOnLagHours',
    'deltaQueries',
    'sweepEveryHours',
  ],
  secrets: ['clientSecret', 'privateKey'],
  read: readEntraIdDirectory,
  place: ({ graphUrl, tenantId }) => ({
    setting: 'tenantId',
    address: `${new URL(graphUrl).origin} ${tenantId}`,
  }),
};

function readEntraIdDirectory(input: DirectoryInput): EntraIdDirectoryConfig | undefined {
  const { reader } = input;
  const tenantId = readGuid(
    reader,
    'tenantId',
    'the id of the tenant (a GUID)',
    'The Entra admin center shows it on the Overview of the tenant.',
  );
  const clientId = readGuid(
    reader,
    'clientId',
    'the application (client) id of the app registration (a GUID)',
    'The Entra admin center shows it on the Overview of the app registration.',
  );
  const addresses = readAddresses(reader);
  const credential = readCredential(input);
  const reportThreshold = reader.number('reportThreshold', { min: 1, max: 1_000_000, whole: true });
  const signOnLagHours = reader.number('signOnLagHours', { min: 0, max: 720, whole: false });
  const deltaQueries = reader.flag('deltaQueries', true);
  const sweepEveryHours = reader.number('sweepEveryHours', { min: 0.25, max: 168, whole: false });
  const common = readCommon(input);
  if (tenantId === undefined || clientId === undefined) return undefined;
  if (addresses === undefined || credential === undefined) return undefined;
  return {
    ...common,
    provider: 'ENTRA_ID',
    tenantId,
    clientId,
    ...addresses,
    ...credential,
    ...(reportThreshold === undefined ? {} : { reportThreshold }),
    ...(signOnLagHours === undefined ? {} : { signOnLagHours }),
    deltaQueries,
    ...(sweepEveryHours === undefined ? {} : { sweepEveryHours }),
  };
}

function readGuid(
  reader: SettingReader<string>,
  name: string,
  expected: string,
  hint: string,
): string | undefined {
  const text = reader.required(name, expected, hint);
  if (text === undefined) return undefined;
  if (GUID.test(text)) return text.toLowerCase();
  reader.refuse(name, expected, hint);
  return undefined;
}

/** National clouds have hosts of their own, for tokens and for Graph: one of the two alone is usually a mistake. */
function readAddresses(
  reader: SettingReader<string>,
): Pick<EntraIdDirectoryConfig, 'graphUrl' | 'loginUrl'> | undefined {
  const graph = readAddress(
    reader,
    'graphUrl',
    'the address of Microsoft Graph, such as https://graph.microsoft.com',
  );
  const login = readAddress(
    reader,
    'loginUrl',
    'the address of the sign-in service, such as https://login.microsoftonline.com',
  );
  if (reader.isSet('graphUrl') && graph === undefined) return undefined;
  if (reader.isSet('loginUrl') && login === undefined) return undefined;
  if ((graph === undefined) !== (login === undefined)) {
    const [set, other] = graph === undefined ? ['loginUrl', 'graphUrl'] : ['graphUrl', 'loginUrl'];
    reader.problems.warn(
      `${reader.label(set)}: set without ${other}. A national cloud has hosts of its own for both, and no token of one cloud opens another.`,
    );
  }
  return { graphUrl: graph === undefined ? GRAPH_URL : withVersion(graph), loginUrl: login ?? LOGIN_URL };
}

function withVersion(graphUrl: string): string {
  return new URL(graphUrl).pathname === '/' ? `${graphUrl}/v1.0` : graphUrl;
}

type Credential = Pick<
  EntraIdDirectoryConfig,
  'clientSecret' | 'privateKey' | 'certificateDigest' | 'algorithm'
>;

/** Exactly one credential; a setting that none uses is a misunderstanding worth a word. */
function readCredential(input: DirectoryInput): Credential | undefined {
  const { reader } = input;
  const clientSecret = optionalSecret(input, 'clientSecret');
  const privateKey = optionalSecret(input, 'privateKey');
  const given = (name: string): boolean => input.secret(name) !== undefined || input.isRefused(name);
  if (given('clientSecret') && given('privateKey')) {
    reader.problems.add({
      setting: reader.label('privateKey'),
      expected: 'either clientSecret or privateKey',
      received: 'both (not shown)',
    });
    return undefined;
  }
  if (given('privateKey')) return readCertificate(reader, privateKey);
  for (const name of ['certificateDigest', 'algorithm'])
    if (reader.isSet(name))
      reader.problems.warn(`${reader.label(name)}: not used, because there is no privateKey.`);
  if (given('clientSecret')) return clientSecret === undefined ? undefined : { clientSecret };
  reader.problems.add({
    setting: reader.label('clientSecret'),
    expected: 'the client secret of the app registration, or privateKey with certificateDigest',
    received: 'nothing',
  });
  return undefined;
}

function readCertificate(
  reader: SettingReader<string>,
  privateKey: Secret | undefined,
): Credential | undefined {
  const algorithm = readAlgorithm(reader);
  const certificateDigest = readDigest(reader);
  if (privateKey !== undefined && !isPrivateKey(privateKey)) {
    reader.problems.add({
      setting: reader.label('privateKey'),
      expected: 'an RSA private key in PEM form (PKCS #8, "BEGIN PRIVATE KEY"), without a passphrase',
      received: 'something else (not shown)',
    });
    return undefined;
  }
  if (privateKey === undefined || certificateDigest === undefined || algorithm === undefined)
    return undefined;
  return { privateKey, certificateDigest, algorithm };
}

/** Microsoft's page signs with PS256 today and did with RS256 before. */
function readAlgorithm(reader: SettingReader<string>): 'PS256' | 'RS256' | undefined {
  if (!reader.isSet('algorithm')) return 'PS256';
  const text = reader.text('algorithm', 'PS256 or RS256')?.toUpperCase();
  if (text === 'PS256' || text === 'RS256') return text;
  if (text !== undefined) reader.refuse('algorithm', 'PS256 or RS256');
  return undefined;
}

/** As a token carries it (base64url), or as `openssl x509 -fingerprint -sha256` prints it (64 hexadecimal digits). */
function readDigest(reader: SettingReader<string>): string | undefined {
  const expected = 'the SHA-256 digest of the certificate, in base64url or as 64 hexadecimal digits';
  const command = 'openssl x509 -in certificate.pem -noout -fingerprint -sha256 prints it.';
  const text = reader.required('certificateDigest', expected, command);
  if (text === undefined) return undefined;
  const hex = text.replace(/^.*=\s*/, '').replaceAll(/[:\s]/g, '');
  if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, 'hex').toString('base64url');
  if (/^[\w-]{43}$/.test(text)) return text;
  const isSha1 = /^[0-9a-f]{40}$/i.test(hex);
  const hint = isSha1 ? `This is the SHA-1 thumbprint that the portal shows: ${command}` : command;
  reader.refuse('certificateDigest', expected, hint);
  return undefined;
}

function isPrivateKey(key: Secret): boolean {
  try {
    return (
      key.reveal().includes('BEGIN PRIVATE KEY') && createPrivateKey(key.reveal()).asymmetricKeyType === 'rsa'
    );
  } catch {
    return false;
  }
}
