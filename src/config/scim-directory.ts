import type { Secret } from '../model/secret.ts';
import {
  type CommonDirectoryConfig,
  type DirectoryInput,
  type DirectoryKind,
  optionalSecret,
  readCommon,
} from './directory-kind.ts';
import { readAddress } from './upstream-address.ts';

/** One SCIM 2.0 service, ready to be connected to. */
export interface ScimDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'SCIM';
  /** The base of every call, without a slash at its end. */
  readonly url: string;
  /** For a bearer token; else `username` and `password`. */
  readonly token?: Secret;
  readonly username?: string;
  readonly password?: Secret;
  /** Pages after which a list is broken off. */
  readonly maxPages: number;
  /** Rows up to which a list is read whole where the service cannot filter. */
  readonly listLimit: number;
}

const DEFAULT_MAX_PAGES = 10_000;
const DEFAULT_LIST_LIMIT = 5_000;
const URL_EXPECTED = 'the base address of the service, such as https://host/scim/v2';

export const scimKind: DirectoryKind<ScimDirectoryConfig> = {
  name: 'scim',
  provider: 'SCIM',
  settings: ['url', 'username', 'maxPages', 'listLimit'],
  secrets: ['token', 'password'],
  read: readScimDirectory,
  place: ({ url }) => ({ setting: 'url', address: url }),
};

function readScimDirectory(input: DirectoryInput): ScimDirectoryConfig | undefined {
  const { reader } = input;
  const common = readCommon(input);
  const url = readUrl(input);
  const credential = readCredential(input);
  const maxPages = reader.number('maxPages', { min: 1, max: 100_000, whole: true });
  const listLimit = reader.number('listLimit', { min: 1, max: 1_000_000, whole: true });
  if (url === undefined || credential === undefined) return undefined;
  return {
    ...common,
    provider: 'SCIM',
    url,
    ...credential,
    maxPages: maxPages ?? DEFAULT_MAX_PAGES,
    listLimit: listLimit ?? DEFAULT_LIST_LIMIT,
  };
}

function readUrl({ reader }: DirectoryInput): string | undefined {
  if (reader.required('url', URL_EXPECTED) === undefined) return undefined;
  const url = readAddress(reader, 'url', URL_EXPECTED);
  if (url === undefined || !/\/(Users|Groups)$/i.test(url)) return url;
  reader.refuse('url', URL_EXPECTED, 'Leave out /Users or /Groups at its end.');
  return undefined;
}

type Credential = Pick<ScimDirectoryConfig, 'token' | 'username' | 'password'>;

/** A token, or a user name with its password; both would leave open which one counts. */
function readCredential(input: DirectoryInput): Credential | undefined {
  const { reader } = input;
  const given = (name: string): boolean => input.secret(name) !== undefined || input.isRefused(name);
  const token = optionalSecret(input, 'token');
  const password = optionalSecret(input, 'password');
  const username = reader.text('username', 'the user name of an account of the service');
  const isBasic = reader.isSet('username') || given('password');
  const note = (name: string, expected: string, received: string): undefined => {
    reader.problems.add({ setting: reader.label(name), expected, received });
  };
  if (given('token') && isBasic) return note('token', 'either token, or username and password', 'both');
  if (given('token')) return token === undefined ? undefined : { token };
  if (!isBasic) return note('token', 'a token, or username and password', 'nothing');
  if (!reader.isSet('username'))
    return note('username', 'the user name that the password belongs to', 'nothing');
  if (!given('password'))
    return note('password', `the password of the account, as { env: NAME } or { file: path }`, 'nothing');
  if (username?.includes(':') === true)
    return note('username', 'a user name without a colon (RFC 7617)', 'one with a colon');
  return username === undefined || password === undefined ? undefined : { username, password };
}
