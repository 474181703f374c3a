import { createPrivateKey } from 'node:crypto';
import { Secret } from '../model/secret.ts';
import {
  type CommonDirectoryConfig,
  type DirectoryInput,
  type DirectoryKind,
  readCommon,
  requiredSecret,
} from './directory-kind.ts';
import type { SettingReader } from './setting-reader.ts';
import { readAddress } from './upstream-address.ts';

/** One Google Workspace customer, ready to be connected to: as a service account that acts as an administrator. */
export interface GoogleWorkspaceDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'GOOGLE_WORKSPACE';
  /** `C01abc234`, or `my_customer`: that of the administrator. */
  readonly customerId: string;
  readonly adminEmail: string;
  readonly serviceAccountEmail: string;
  /** A PEM (PKCS #8). */
  readonly privateKey: Secret;
  /** The key's id in the service account. */
  readonly privateKeyId?: string;
  /** The base of the API, without a slash at its end. */
  readonly apiUrl: string;
  /** Where tokens are asked for, in full. */
  readonly tokenUrl: string;
  readonly pendingUntilFirstSignIn: boolean;
  readonly sourceIdType?: string;
}

const API_URL = 'https://admin.googleapis.com/admin/directory/v1';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const MY_CUSTOMER = 'my_customer';

export const googleWorkspaceKind: DirectoryKind<GoogleWorkspaceDirectoryConfig> = {
  name: 'google-workspace',
  provider: 'GOOGLE_WORKSPACE',
  settings: [
    'adminEmail',
    'serviceAccountEmail',
    'privateKeyId',
    'customerId',
    'apiUrl',
    'tokenUrl',
    'pendingUntilFirstSignIn',
    'sourceIdType',
  ],
  secrets: ['privateKey'],
  read: readGoogleWorkspaceDirectory,
  place: ({ apiUrl, customerId, adminEmail }) =>
    // `my_customer` is another one for each domain of administrators.
    customerId === MY_CUSTOMER
      ? {
          setting: 'adminEmail',
          address: `${apiUrl} ${adminEmail.slice(adminEmail.lastIndexOf('@')).toLowerCase()}`,
        }
      : { setting: 'customerId', address: `${apiUrl} ${customerId}` },
};

function readGoogleWorkspaceDirectory(input: DirectoryInput): GoogleWorkspaceDirectoryConfig | undefined {
  const { reader } = input;
  const common = readCommon(input);
  const adminEmail = readEmail(
    reader,
    'adminEmail',
    'the address of the administrator as whom the service account acts',
  );
  const key = readKey(input);
  const serviceAccountEmail = readServiceAccount(reader, key);
  const customerId = readCustomer(reader);
  const apiUrl = reader.isSet('apiUrl')
    ? readAddress(reader, 'apiUrl', `an address such as ${API_URL}`)
    : API_URL;
  const tokenUrl = reader.isSet('tokenUrl')
    ? readAddress(reader, 'tokenUrl', `an address such as ${TOKEN_URL}`)
    : TOKEN_URL;
  const privateKeyId = reader.text('privateKeyId', 'the id of the key') ?? key?.id;
  const sourceIdType = reader.text('sourceIdType', 'the customType of an entry of externalIds');
  const pendingUntilFirstSignIn = reader.flag('pendingUntilFirstSignIn', true);
  if (adminEmail === undefined || serviceAccountEmail === undefined || key === undefined) return undefined;
  if (customerId === undefined || apiUrl === undefined || tokenUrl === undefined) return undefined;
  return {
    ...common,
    provider: 'GOOGLE_WORKSPACE',
    customerId,
    adminEmail,
    serviceAccountEmail,
    privateKey: key.pem,
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
    apiUrl,
    tokenUrl,
    pendingUntilFirstSignIn,
    ...(sourceIdType === undefined ? {} : { sourceIdType }),
  };
}

type Reader = SettingReader<string>;

/** What the key file holds, or the key alone. */
interface ServiceAccountKey {
  readonly pem: Secret;
  readonly id?: string;
  readonly email?: string;
}

/** The JSON file that Google makes for a key of a service account, or the private key of it as PEM. */
function readKey(input: DirectoryInput): ServiceAccountKey | undefined {
  const expected = 'the JSON key file of the service account, or its private key as PEM';
  const found = requiredSecret(input, 'privateKey', expected);
  if (found === undefined) return undefined;
  const { reader } = input;
  const file = parseKeyFile(found.reveal());
  const pem = pkcs8(file === null ? found.reveal() : (file.private_key ?? ''));
  if (pem === null) {
    reader.problems.add({
      setting: reader.label('privateKey'),
      expected,
      received: 'something else (not shown)',
      hint: 'It has to be an RSA key without a passphrase.',
    });
    return undefined;
  }
  reader.problems.hide(pem);
  return {
    pem: new Secret(pem),
    ...(file?.private_key_id === undefined ? {} : { id: file.private_key_id }),
    ...(file?.client_email === undefined ? {} : { email: file.client_email }),
  };
}

type KeyFile = Readonly<Partial<Record<'private_key' | 'private_key_id' | 'client_email', string>>>;

/** Null: it is no JSON object. Its `token_uri` is not used: where the signed text goes to is the operator's to say. */
function parseKeyFile(text: string): KeyFile | null {
  if (!text.startsWith('{')) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {};
  }
  const members = Object.entries(parsed ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(members);
}

/** In the form that is signed with; null: it is no private RSA key. In variables the ends of lines are often written as `\n`. */
function pkcs8(text: string): string | null {
  try {
    const key = createPrivateKey(text.replaceAll(String.raw`\n`, '\n'));
    return key.asymmetricKeyType === 'rsa' ? key.export({ type: 'pkcs8', format: 'pem' }).toString() : null;
  } catch {
    return null;
  }
}

function readServiceAccount(reader: Reader, key: ServiceAccountKey | undefined): string | undefined {
  const expected = 'the address of the service account';
  if (!reader.isSet('serviceAccountEmail')) {
    // A key that could not be read might have said it.
    if (key === undefined || key.email !== undefined) return key?.email;
    reader.required(
      'serviceAccountEmail',
      expected,
      'A PEM does not say whose key it is; the JSON key file does.',
    );
    return undefined;
  }
  const email = readEmail(reader, 'serviceAccountEmail', expected);
  if (email === undefined || key?.email === undefined || key.email === email) return email;
  reader.refuse(
    'serviceAccountEmail',
    `${key.email}, whose key it is`,
    'Leave it out: the key file says it.',
  );
  return undefined;
}

function readEmail(reader: Reader, name: string, expected: string): string | undefined {
  const text = reader.required(name, expected);
  if (text === undefined || /^[^\s@/\\]+@[^\s@/\\]+\.[^\s@/\\]+$/.test(text)) return text;
  reader.refuse(name, expected);
  return undefined;
}

function readCustomer(reader: Reader): string | undefined {
  const expected = 'the customer id, such as C01abc234';
  if (!reader.isSet('customerId')) return MY_CUSTOMER;
  const text = reader.text('customerId', expected);
  if (text === undefined || text === MY_CUSTOMER || /^C[0-9a-z]{3,20}$/.test(text)) return text;
  reader.refuse(
    'customerId',
    expected,
    'The Admin console shows it under Account, Account settings; or leave it out.',
  );
  return undefined;
}
