import { FilterParser } from 'ldapts';
import type { Secret } from '../model/secret.ts';
import {
  type CommonDirectoryConfig,
  type DirectoryInput,
  type DirectoryKind,
  readCommon,
  requiredSecret,
} from './directory-kind.ts';
import { readAttribute, readAttributes } from './ldap-attributes.ts';
import { type LdapEndpoint, readLdapAddress } from './ldap-address.ts';
import { readTexts } from './list-setting.ts';
import { didYouMean } from './neighbour.ts';
import { whyUnreadable } from './read-file.ts';
import type { SettingReader } from './setting-reader.ts';

type Flavour = 'active-directory' | 'openldap';

/** One LDAP directory, ready to be connected to. */
export interface LdapDirectoryConfig extends CommonDirectoryConfig {
  readonly provider: 'LDAP';
  readonly endpoint: LdapEndpoint;
  /** A DN; Active Directory also takes `name@domain` and `DOMAIN\name`. */
  readonly bindDn: string;
  readonly password: Secret;
  /** Null: found out at the first call. */
  readonly flavour: Flavour | null;
  readonly baseDn: string;
  readonly userFilter: string | null;
  readonly groupFilter: string | null;
  readonly usernameAttribute: string | null;
  readonly emailAttribute: string | null;
  readonly employeeNumberAttribute: string | null;
  readonly customAttributes: readonly string[];
  /** DNs of groups whose members count as administrators. */
  readonly privilegedGroups: readonly string[];
  readonly pageSize: number;
}

const DEFAULT_PAGE_SIZE = 200;
const MOST_CONNECTIONS = 4;

const FLAVOURS: ReadonlyMap<string, Flavour> = new Map([
  ['activedirectory', 'active-directory'],
  ['ad', 'active-directory'],
  ['samba', 'active-directory'],
  ['openldap', 'openldap'],
]);

const SETTINGS = [
  'url',
  'startTls',
  'caFile',
  'bindDn',
  'flavour',
  'baseDn',
  'userFilter',
  'groupFilter',
  'usernameAttribute',
  'emailAttribute',
  'employeeNumberAttribute',
  'customAttributes',
  'privilegedGroups',
  'pageSize',
] as const;

export const ldapKind: DirectoryKind<LdapDirectoryConfig> = {
  name: 'ldap',
  provider: 'LDAP',
  settings: SETTINGS,
  secrets: ['password'],
  read: readLdapDirectory,
  place: ({ endpoint, baseDn }) => ({
    setting: 'baseDn',
    address: `${endpoint.host}:${endpoint.port} ${baseDn.toLowerCase()}`,
  }),
};

function readLdapDirectory(input: DirectoryInput): LdapDirectoryConfig | undefined {
  const { reader } = input;
  const address = readLdapAddress(reader);
  const ca = readAuthorities(input);
  const flavour = readFlavour(reader);
  const bindDn = reader.required(
    'bindDn',
    'the account to bind with: a DN, or name@domain in Active Directory',
  );
  const password = requiredSecret(input, 'password', 'the password of the account');
  const baseDn = readDn(reader, 'baseDn', true);
  const common = readCommon(input);
  const rest = {
    userFilter: readFilter(reader, 'userFilter'),
    groupFilter: readFilter(reader, 'groupFilter'),
    usernameAttribute: readAttribute(reader, 'usernameAttribute'),
    emailAttribute: readAttribute(reader, 'emailAttribute'),
    employeeNumberAttribute: readAttribute(reader, 'employeeNumberAttribute'),
    customAttributes: readAttributes(reader),
    privilegedGroups: readDns(reader),
    pageSize: reader.number('pageSize', { min: 1, max: 1_000, whole: true }) ?? DEFAULT_PAGE_SIZE,
  };
  if (common.concurrency !== undefined && common.concurrency > MOST_CONNECTIONS)
    reader.refuse(
      'concurrency',
      `a whole number from 1 to ${MOST_CONNECTIONS}`,
      'It is the number of connections, and directories advise few.',
    );
  if (address?.security === 'plain' && flavour === 'active-directory')
    reader.problems.add({
      setting: reader.label('url'),
      expected: 'ldaps, or ldap with startTls: true, for Active Directory',
      received: 'plain ldap',
    });
  if (address === undefined || bindDn === undefined || password === undefined) return undefined;
  if (baseDn === undefined || flavour === undefined) return undefined;
  return {
    ...common,
    provider: 'LDAP',
    endpoint: { ...address, ...(ca === undefined ? {} : { ca }) },
    bindDn,
    password,
    flavour,
    baseDn,
    ...rest,
  };
}

/** Null: not said. */
function readFlavour(reader: SettingReader<string>): Flavour | null | undefined {
  const expected = 'active-directory or openldap';
  if (!reader.isSet('flavour')) return null;
  const text = reader.text('flavour', expected);
  if (text === undefined) return undefined;
  const flavour = FLAVOURS.get(text.toLowerCase().replaceAll(/[\s_-]/g, ''));
  if (flavour === undefined)
    reader.refuse('flavour', expected, didYouMean(text, ['active-directory', 'openldap']).hint);
  return flavour;
}

function readAuthorities({ reader, readFile, resolvePath }: DirectoryInput): string | undefined {
  const expected = 'the path of a file with certificates of authorities (PEM)';
  const path = reader.text('caFile', expected);
  if (path === undefined) return undefined;
  const refuse = (received: string): undefined => {
    reader.problems.add({ setting: reader.label('caFile'), expected, received });
    return undefined;
  };
  try {
    const { text } = readFile(resolvePath(path));
    return text.includes('-----BEGIN CERTIFICATE-----') ? text : refuse('a file without a certificate');
  } catch (error) {
    return refuse(whyUnreadable(error));
  }
}

/** Something that has the form of a DN: `DC=example,DC=com`. */
const DN = /^\s*[A-Za-z][\w-]*\s*=[^]+$/;

function readDn(reader: SettingReader<string>, name: string, required: boolean): string | undefined {
  const expected = 'a DN, such as DC=example,DC=com';
  const text = required ? reader.required(name, expected) : reader.text(name, expected);
  if (text === undefined || DN.test(text)) return text;
  reader.refuse(name, expected);
  return undefined;
}

function readDns(reader: SettingReader<string>): readonly string[] {
  const expected = 'a list of DNs of groups, such as CN=Admins,OU=Groups,DC=example,DC=com';
  const texts = readTexts(reader, 'privilegedGroups', expected) ?? [];
  if (texts.every((text) => DN.test(text))) return texts;
  reader.refuse('privilegedGroups', expected);
  return [];
}

function readFilter(reader: SettingReader<string>, name: string): string | null {
  const expected = 'an LDAP filter, such as (objectClass=inetOrgPerson)';
  const text = reader.text(name, expected);
  if (text === undefined) return null;
  // Only characters of ASCII may be written so: the parser takes each pair for a letter, and not for a byte of one.
  if (/\\[89a-f][0-9a-f]/i.test(text)) {
    reader.refuse(name, expected, 'Write letters beyond ASCII as they are, and not in bytes (\\c3\\a9).');
    return null;
  }
  try {
    // The parser forgives what is left open; within values parentheses are escaped.
    if (!text.startsWith('(') || text.split('(').length !== text.split(')').length)
      throw new Error('unbalanced');
    FilterParser.parseString(text);
    return text;
  } catch {
    reader.refuse(name, expected, 'See RFC 4515.');
    return null;
  }
}
