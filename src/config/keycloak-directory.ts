import { createPrivateKey } from 'node:crypto';
import type { Secret } from '../model/secret.ts';
import {
  type CommonDirectoryConfig,
  type DirectoryInput,
  type DirectoryKind,
  optionalSecret,
  readCommon,
  requiredSecret,
} from './directory-kind.ts';
import { didYouMean } from './neighbour.ts';
import type { SettingReader } from './setting-reader.ts';
import { readAddress } from './upstream-address.ts';

/** One realm of Keycloak, ready to be connected to. */
export interface KeycloakDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'KEYCLOAK';
  /** Address of the server with the path that it is under (`/auth`, or none), without a slash at its end. */
  readonly baseUrl: string;
  /** Its name in addresses. */
  readonly realm: string;
  /** Client whose service account the gateway uses. */
  readonly clientId: string;
  readonly tokenAuthMethod: TokenAuthMethod;
  /** For `basic` and `post`. */
  readonly clientSecret?: Secret;
  /** For `private_key_jwt` ("Signed Jwt"): a PEM. */
  readonly privateKey?: Secret;
  /** The `kid` that the client's key set has for `privateKey`. */
  readonly privateKeyId?: string;
  /** Whom assertions are for, where the server knows itself by another address than `baseUrl`. */
  readonly tokenAudience?: string;
  /** Rows in a page of a list. */
  readonly pageSize?: number;
  /** Attribute of users that holds the employer's number. */
  readonly employeeNumberAttribute?: string;
  /** Attribute of users that holds their id in another system. */
  readonly sourceIdAttribute?: string;
}

type TokenAuthMethod = 'basic' | 'post' | 'private_key_jwt';
type Reader = SettingReader<string>;

/** OAuth's names for the methods, and the short ones. */
const AUTH_METHODS: ReadonlyMap<string, TokenAuthMethod> = new Map([
  ['basic', 'basic'],
  ['client_secret_basic', 'basic'],
  ['post', 'post'],
  ['client_secret_post', 'post'],
  ['private_key_jwt', 'private_key_jwt'],
]);

export const keycloakKind: DirectoryKind<KeycloakDirectoryConfig> = {
  name: 'keycloak',
  provider: 'KEYCLOAK',
  settings: [
    'baseUrl',
    'realm',
    'clientId',
    'tokenAuthMethod',
    'privateKeyId',
    'tokenAudience',
    'pageSize',
    'employeeNumberAttribute',
    'sourceIdAttribute',
  ],
  secrets: ['clientSecret', 'privateKey'],
  read: readKeycloakDirectory,
  place: ({ baseUrl, realm }) => ({ setting: 'realm', address: `${baseUrl} ${realm}` }),
};

/** Every mistake is noted, not only the first. */
function readKeycloakDirectory(input: DirectoryInput): KeycloakDirectoryConfig | undefined {
  const { reader } = input;
  const baseUrl = readBaseUrl(reader);
  const realm = readName(reader, 'realm', 'the name of the realm, such as acme');
  const clientId = readName(reader, 'clientId', 'the client id of a client with "Service accounts roles" on');
  const tokenAuthMethod = readAuthMethod(reader);
  const credential = tokenAuthMethod === undefined ? undefined : readCredential(input, tokenAuthMethod);
  const options = readOptions(reader);
  const common = readCommon(input);
  if (baseUrl === undefined || realm === undefined || clientId === undefined) return undefined;
  if (tokenAuthMethod === undefined || credential === undefined) return undefined;
  return {
    ...common,
    provider: 'KEYCLOAK',
    baseUrl,
    realm,
    clientId,
    tokenAuthMethod,
    ...credential,
    ...options,
  };
}

const BASE_URL = 'an address such as https://sso.example.com (older servers: with /auth at its end)';

function readBaseUrl(reader: Reader): string | undefined {
  if (!reader.isSet('baseUrl')) {
    reader.refuse('baseUrl', BASE_URL);
    return undefined;
  }
  const address = readAddress(reader, 'baseUrl', BASE_URL);
  if (address === undefined || !/\/(realms|admin)(\/|$)/.test(new URL(address).pathname)) return address;
  reader.refuse(
    'baseUrl',
    BASE_URL,
    'Leave out what follows the server itself: /realms/... and /admin/... are added.',
  );
  return undefined;
}

/** One segment of a path, as a person can type it. */
function readName(reader: Reader, name: string, expected: string): string | undefined {
  const text = reader.required(name, expected);
  if (text === undefined || (/^[^/\\?#%\p{Cc}]{1,255}$/u.test(text) && !/^\.{1,2}$/.test(text))) return text;
  reader.refuse(name, expected);
  return undefined;
}

function readAuthMethod(reader: Reader): TokenAuthMethod | undefined {
  const expected = 'basic, post or private_key_jwt';
  if (!reader.isSet('tokenAuthMethod')) return 'basic';
  const text = reader.text('tokenAuthMethod', expected);
  if (text === undefined) return undefined;
  const method = AUTH_METHODS.get(text.toLowerCase().replaceAll('-', '_'));
  if (method === undefined)
    reader.refuse('tokenAuthMethod', expected, didYouMean(text, AUTH_METHODS.keys()).hint);
  return method;
}

type Credential = Pick<
  KeycloakDirectoryConfig,
  'clientSecret' | 'privateKey' | 'privateKeyId' | 'tokenAudience'
>;

/** The method needs its credential; one that it has no use for is a misunderstanding worth a word. */
function readCredential(input: DirectoryInput, method: TokenAuthMethod): Credential | undefined {
  const { reader } = input;
  if (method !== 'private_key_jwt') {
    warnUnused(input, 'privateKey', method);
    const clientSecret = requiredSecret(input, 'clientSecret', 'the client secret (tab "Credentials")');
    return clientSecret && { clientSecret };
  }
  warnUnused(input, 'clientSecret', method);
  const expected = 'the private key (PEM) that the client\'s "Signed Jwt" is checked by';
  const privateKey = requiredSecret(input, 'privateKey', expected);
  const privateKeyId = reader.text('privateKeyId', 'the id (kid) of the key');
  const tokenAudience = reader.text('tokenAudience', 'the issuer that the realm names itself by');
  if (privateKey === undefined) return undefined;
  if (!isPrivateKey(privateKey)) {
    reader.problems.add({
      setting: reader.label('privateKey'),
      expected: 'a private key in PEM form, without a passphrase',
      received: 'something else (not shown)',
    });
    return undefined;
  }
  return {
    privateKey,
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
    ...(tokenAudience === undefined ? {} : { tokenAudience }),
  };
}

function warnUnused(input: DirectoryInput, name: string, method: TokenAuthMethod): void {
  const { reader } = input;
  if (optionalSecret(input, name) === undefined) return;
  reader.problems.warn(
    `${reader.label(name)}: not used, because ${reader.label('tokenAuthMethod')} is ${method}.`,
  );
}

function isPrivateKey(key: Secret): boolean {
  try {
    createPrivateKey(key.reveal());
    return true;
  } catch {
    return false;
  }
}

type Options = Pick<KeycloakDirectoryConfig, 'pageSize' | 'employeeNumberAttribute' | 'sourceIdAttribute'>;

function readOptions(reader: Reader): Options {
  const pageSize = reader.number('pageSize', { min: 1, max: 1_000, whole: true });
  const attribute = 'the name of an attribute of users';
  const employeeNumberAttribute = reader.text('employeeNumberAttribute', attribute);
  const sourceIdAttribute = reader.text('sourceIdAttribute', attribute);
  return {
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(employeeNumberAttribute === undefined ? {} : { employeeNumberAttribute }),
    ...(sourceIdAttribute === undefined ? {} : { sourceIdAttribute }),
  };
}
