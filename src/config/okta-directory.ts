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

/** One Okta organisation, ready to be connected to: by an API token, or as a service application with its key. */
export interface OktaDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'OKTA';
  /** `https://example.okta.com`, without a slash at its end. */
  readonly orgUrl: string;
  readonly apiToken?: Secret;
  readonly clientId?: string;
  /** A PEM. */
  readonly privateKey?: Secret;
  /** The `kid` that the application's key set has for `privateKey`. */
  readonly privateKeyId?: string;
  /** Separated by blanks, in place of those that reading (and writing) takes. */
  readonly scopes?: string;
  readonly sourceIdAttribute?: string;
  readonly factorsMayBeHidden: boolean;
  readonly adminListIncludesGroups: boolean;
  readonly systemLog?: boolean;
  readonly automations?: boolean;
}

type Reader = SettingReader<string>;

export const oktaKind: DirectoryKind<OktaDirectoryConfig> = {
  name: 'okta',
  provider: 'OKTA',
  settings: [
    'domain',
    'orgUrl',
    'clientId',
    'privateKeyId',
    'scopes',
    'sourceIdAttribute',
    'factorsMayBeHidden',
    'adminListIncludesGroups',
    'systemLog',
    'automations',
  ],
  secrets: ['apiToken', 'privateKey'],
  read: readOktaDirectory,
  place: ({ orgUrl }) => ({ setting: 'domain', address: orgUrl.toLowerCase() }),
};

function readOktaDirectory(input: DirectoryInput): OktaDirectoryConfig | undefined {
  const { reader } = input;
  const common = readCommon(input);
  const orgUrl = readOrganisation(reader);
  const credential = readCredential(input);
  const sourceIdAttribute = reader.text('sourceIdAttribute', 'the name of an attribute of the profile');
  const flags = {
    factorsMayBeHidden: reader.flag('factorsMayBeHidden', false),
    adminListIncludesGroups: reader.flag('adminListIncludesGroups', false),
    systemLog: reader.flag('systemLog', mayReadLog(credential)),
    ...(reader.flag('automations', false) ? { automations: true } : {}),
  };
  if (orgUrl === undefined || credential === undefined) return undefined;
  return {
    ...common,
    provider: 'OKTA',
    orgUrl,
    ...credential,
    ...(sourceIdAttribute === undefined ? {} : { sourceIdAttribute }),
    ...flags,
  };
}

/** `domain: example.okta.com`, or the same as an address. */
function readOrganisation(reader: Reader): string | undefined {
  if (reader.isSet('domain') && reader.isSet('orgUrl')) {
    reader.refuse('orgUrl', 'no address beside domain', 'Both say where the organisation is: keep one.');
    return undefined;
  }
  if (!reader.isSet('orgUrl')) return readDomain(reader);
  const expected = 'the address of the organisation, such as https://example.okta.com';
  const address = readAddress(reader, 'orgUrl', expected);
  if (address === undefined) return undefined;
  const { pathname, hostname, origin } = new URL(address);
  if (pathname === '/') return isAdminConsole(reader, 'orgUrl', hostname) ? undefined : origin;
  reader.refuse('orgUrl', expected, 'Leave out the path: /api/v1 is added where it belongs.');
  return undefined;
}

function readDomain(reader: Reader): string | undefined {
  const expected = 'the domain of the organisation, such as example.okta.com';
  const hint = 'It is the host name at which people sign on; or set orgUrl.';
  const domain = reader.required('domain', expected, hint)?.toLowerCase();
  if (domain === undefined) return undefined;
  if (/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain))
    return isAdminConsole(reader, 'domain', domain) ? undefined : `https://${domain}`;
  reader.refuse('domain', expected, hint);
  return undefined;
}

/** `example-admin.okta.com` shows the console to people, and takes no call. */
function isAdminConsole(reader: Reader, setting: string, host: string): boolean {
  const own = /^([a-z0-9-]+)-admin(\.(?:okta|oktapreview|okta-emea)\.com)$/i.exec(host);
  if (own === null) return false;
  reader.refuse(
    setting,
    'the domain of the organisation itself',
    `That is its Admin Console: did you mean ${own[1]}${own[2]}?`,
  );
  return true;
}

/** Okta refuses a token with a scope that was not granted; an API token has the rights of its administrator, who mostly sees the log. */
function mayReadLog(credential: Credential | undefined): boolean {
  return (
    credential?.apiToken !== undefined || credential?.scopes?.split(' ').includes('okta.logs.read') === true
  );
}

type Credential = Pick<
  OktaDirectoryConfig,
  'apiToken' | 'clientId' | 'privateKey' | 'privateKeyId' | 'scopes'
>;

function readCredential(input: DirectoryInput): Credential | undefined {
  const { reader } = input;
  const apiToken = optionalSecret(input, 'apiToken');
  const privateKey = optionalSecret(input, 'privateKey');
  const given = (name: string): boolean => input.secret(name) !== undefined || input.isRefused(name);
  const clientId = readClientId(reader);
  const privateKeyId = reader.text('privateKeyId', 'the id (kid) of the key');
  const scopes = readScopes(reader);
  if (given('apiToken')) {
    const others = ['clientId', 'privateKeyId', 'scopes'].filter((name) => reader.isSet(name));
    if (given('privateKey')) others.push('privateKey');
    for (const name of others)
      reader.problems.warn(`${reader.label(name)}: not used, because ${reader.label('apiToken')} is set.`);
    return apiToken === undefined ? undefined : { apiToken };
  }
  if (!reader.isSet('clientId') && !given('privateKey')) {
    reader.problems.add({
      setting: reader.label('apiToken'),
      expected: 'an API token, or clientId and privateKey of a service application',
      received: 'nothing',
      hint: 'A service application can be given the rights that are needed, and no others.',
    });
    return undefined;
  }
  if (!reader.isSet('clientId'))
    reader.refuse('clientId', 'the client id of the service application that the private key belongs to');
  if (!given('privateKey')) {
    reader.problems.add({
      setting: reader.label('privateKey'),
      expected: 'the private key of the service application',
      received: 'nothing',
      hint: 'Okta gives tokens for its API to "Public key / Private key" authentication only, not to a client secret.',
    });
  }
  if (clientId === undefined || privateKey === undefined || !isUsable(privateKey, reader)) return undefined;
  return {
    clientId,
    privateKey,
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
    ...(scopes === undefined ? {} : { scopes }),
  };
}

function readClientId(reader: Reader): string | undefined {
  const expected = 'the client id of the service application, such as 0oa1a2b3c4d5e6f7g8h9';
  const text = reader.text('clientId', expected);
  if (text === undefined || /^[\x21-\x7E]{1,255}$/.test(text)) return text;
  reader.refuse('clientId', expected);
  return undefined;
}

function readScopes(reader: Reader): string | undefined {
  const expected = 'scopes separated by blanks, such as "okta.users.read okta.groups.read"';
  const text = reader.text('scopes', expected)?.replaceAll(/\s+/g, ' ');
  if (text === undefined || /^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/.test(text))
    return text;
  reader.refuse('scopes', expected);
  return undefined;
}

/** What the assertions are signed with: found out here, and not at the first token. */
function isUsable(key: Secret, reader: Reader): boolean {
  if (isRsaPkcs8(key.reveal())) return true;
  reader.problems.add({
    setting: reader.label('privateKey'),
    expected: 'an RSA private key in PEM form (PKCS #8, "BEGIN PRIVATE KEY"), without a passphrase',
    received: 'something else (not shown)',
  });
  return false;
}

function isRsaPkcs8(pem: string): boolean {
  if (!pem.includes('-----BEGIN PRIVATE KEY-----')) return false;
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
