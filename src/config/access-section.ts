import { resolve } from 'node:path';
import type { AccessSettings, IssuerSettings, RoleMap } from '../access/access-settings.ts';
import type { Environment } from './environment.ts';
import { ISSUER_SETTINGS, type IssuerSetting, readIssuer } from './issuer-settings.ts';
import { describe, type ProblemList } from './problems.ts';
import type { ReadFile } from './read-file.ts';
import { readRoleMap } from './role-map.ts';
import { SettingReader, tidy } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

const ACCESS_SETTINGS = ['issuers', 'roles', 'keysFile'] as const;

const KEYS_FILE = 'ROLLCALL_KEYS_FILE';

/** The variables of the one issuer that the environment can describe. */
const ISSUER_VARIABLES: Readonly<Partial<Record<IssuerSetting, string>>> = {
  issuer: 'ROLLCALL_JWT_ISSUER',
  audience: 'ROLLCALL_JWT_AUDIENCE',
  jwksUri: 'ROLLCALL_JWT_JWKS_URI',
  algorithms: 'ROLLCALL_JWT_ALGORITHMS',
  rolesClaim: 'ROLLCALL_JWT_ROLES_CLAIM',
  userClaim: 'ROLLCALL_JWT_USER_CLAIM',
};

export const ACCESS_VARIABLES: readonly string[] = [KEYS_FILE, ...Object.values(ISSUER_VARIABLES)];

export interface AccessInput {
  /** `access` of the file; undefined: it has none. */
  readonly section: unknown;
  readonly env: Environment;
  readonly readFile: ReadFile;
  /** What relative paths of the file count from. */
  readonly fileFolder: string;
  /** The same for those of the environment. */
  readonly folder: string;
  readonly dataDirectory: string;
  readonly directories: readonly string[];
}

/**
 * Whose requests are answered. Null: nothing is configured about it, and no API key was ever created. What is configured, though
 * wrongly, is never null: a mistake must not open the gateway.
 */
export function readAccess(input: AccessInput, problems: ProblemList): AccessSettings | null {
  const { section, env } = input;
  const group =
    section === undefined || section === null
      ? undefined
      : openGroup(section, 'access', ACCESS_SETTINGS, problems);
  const fromFile = group === undefined ? [] : readIssuers(group, input.directories, problems);
  const fromEnvironment = readEnvironmentIssuer(input, problems);
  const keysFile = readKeysFile(group, input);
  const isConfigured =
    (section !== undefined && section !== null) ||
    ACCESS_VARIABLES.some((name) => tidy(env[name] ?? '') !== '') ||
    isThere(keysFile, input.readFile);
  if (!isConfigured) return null;
  const issuers = [...fromFile, ...fromEnvironment];
  checkSame(issuers, problems);
  return { issuers, keysFile };
}

function readIssuers(
  group: SettingReader<(typeof ACCESS_SETTINGS)[number]>,
  directories: readonly string[],
  problems: ProblemList,
): readonly IssuerSettings[] {
  const shared = group.isSet('roles')
    ? (readRoleMap(group.source.raw('roles'), group.label('roles'), directories, problems) ?? noRoles)
    : null;
  if (!group.isSet('issuers')) return [];
  const list = group.source.raw('issuers');
  if (!Array.isArray(list)) {
    problems.add({
      setting: group.label('issuers'),
      expected: 'a list of issuers',
      received: describe(list),
    });
    return [];
  }
  return list.flatMap((value: unknown, index) => {
    const path = `${group.label('issuers')}[${index}]`;
    const reader = openGroup(value, path, ISSUER_SETTINGS, problems);
    if (reader === undefined) return [];
    const roles = reader.isSet('roles')
      ? (readRoleMap(reader.source.raw('roles'), reader.label('roles'), directories, problems) ?? noRoles)
      : shared;
    return readIssuer(reader, { directories, roles, separator: null }) ?? [];
  });
}

/** A map with mistakes gives nothing, rather than what names happen to say. */
const noRoles: RoleMap = new Map();

function readEnvironmentIssuer(
  { env, directories }: AccessInput,
  problems: ProblemList,
): readonly IssuerSettings[] {
  const first = Object.values(ISSUER_VARIABLES).find((name) => tidy(env[name] ?? '') !== '');
  if (first === undefined) return [];
  const label = (name: IssuerSetting): string => ISSUER_VARIABLES[name] ?? name;
  const reader = new SettingReader<IssuerSetting>(
    { raw: (name) => env[label(name)], label, whyNeeded: `It is needed because ${first} is set.` },
    problems,
  );
  return [readIssuer(reader, { directories, roles: null, separator: ',' }) ?? []].flat();
}

function readKeysFile(
  group: SettingReader<(typeof ACCESS_SETTINGS)[number]> | undefined,
  { env, folder, fileFolder, dataDirectory }: AccessInput,
): string {
  const variable = tidy(env[KEYS_FILE] ?? '');
  if (variable !== '') return resolve(folder, variable);
  const written = group?.text('keysFile', 'the path of a file');
  return written === undefined ? resolve(dataDirectory, 'keys.json') : resolve(fileFolder, written);
}

/** Unreadable is there as well: it was made by somebody who wanted callers to be known. */
function isThere(path: string, readFile: ReadFile): boolean {
  try {
    readFile(path);
    return true;
  } catch (error) {
    return !(
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    );
  }
}

function checkSame(issuers: readonly IssuerSettings[], problems: ProblemList): void {
  const seen = new Set<string>();
  for (const { issuer } of issuers) {
    if (seen.has(issuer)) {
      problems.add({
        setting: 'access.issuers',
        expected: 'each issuer once',
        received: `${describe(issuer)} twice`,
      });
    }
    seen.add(issuer);
  }
}
