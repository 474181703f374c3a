import { resolve } from 'node:path';
import { DIRECTORY_KEY_EXPECTED, DIRECTORY_KEY_PATTERN, type Environment } from './environment.ts';
import { didYouMean, meantNames, nearest } from './neighbour.ts';
import {
  COMMON_SETTINGS,
  type DirectoryInput as KindInput,
  type DirectoryKind,
  readCommon,
} from './directory-kind.ts';
import { type DirectoryConfig, EVERY_KIND } from './directory-kinds.ts';
import { describe, type ProblemList } from './problems.ts';
import type { ReadFile } from './read-file.ts';
import { checkSamePlace } from './same-place.ts';
import { type SecretSource, shownPath, shownVariable } from './secret-setting.ts';
import { SettingReader } from './setting-reader.ts';
import { checkKeys } from './settings-group.ts';
import { readYamlFile, type Settings } from './yaml-file.ts';

/** What the configuration file says, checked. */
export interface DirectoriesFile {
  readonly directories: readonly DirectoryConfig[];
  readonly primaryDirectory: string | null;
  /** What it says of other things than directories, not checked yet: `access`, `actions`, `findings`, `identities`, `snapshots`. */
  readonly sections: Settings;
  /** Environment variables that the file takes secrets from. */
  readonly referencedVariables: ReadonlySet<string>;
}

const TOP_LEVEL = [
  'directories',
  'primaryDirectory',
  'access',
  'actions',
  'findings',
  'identities',
  'snapshots',
];

const EVERY_SETTING = [...new Set([...COMMON_SETTINGS, ...EVERY_KIND.flatMap(settingsOf)])];

/** Reads `rollcall.yaml`. Relative paths in it count from its own folder, given as `folder`. */
export function readDirectoriesFile(
  path: string,
  input: { env: Environment; readFile: ReadFile; folder: string; problems: ProblemList },
): DirectoriesFile {
  const { problems } = input;
  const referenced = new Set<string>();
  const file = readYamlFile(path, input.readFile, problems);
  const sections: Settings = file ?? new Map();
  const none = { directories: [], primaryDirectory: null, sections, referencedVariables: referenced };
  if (file === undefined) return none;
  checkKeys(file, TOP_LEVEL, '', problems);
  const groups = file.get('directories');
  if (!(groups instanceof Map) || groups.size === 0) {
    problems.add({
      setting: 'directories',
      expected: 'at least one directory, such as directories.workforce, each with its provider and settings',
      received: groups instanceof Map ? 'a group with nothing in it' : describe(groups),
    });
    return none;
  }
  const directories = [...groups].flatMap(([key, settings]) => {
    const directory = readDirectory(key, settings, { ...input, referenced });
    return directory === undefined ? [] : [directory];
  });
  checkSamePlace(directories, problems);
  const keys = [...groups.keys()].filter((key) => typeof key === 'string');
  return {
    directories,
    primaryDirectory: readPrimary(file, keys, problems),
    sections,
    referencedVariables: referenced,
  };
}

/** The settings of one directory; a misspelt one is found under the name that it can only have meant. */
interface Spelling {
  readonly value: (name: string) => unknown;
  /** The name as it was written. */
  readonly label: (name: string) => string;
}

interface DirectoryInput {
  readonly env: Environment;
  readonly readFile: ReadFile;
  readonly folder: string;
  readonly problems: ProblemList;
  readonly referenced: Set<string>;
}

function readDirectory(key: unknown, settings: unknown, input: DirectoryInput): DirectoryConfig | undefined {
  const { problems } = input;
  const wellNamed = typeof key === 'string' && DIRECTORY_KEY_PATTERN.test(key);
  if (!wellNamed)
    problems.add({ setting: 'directories', expected: DIRECTORY_KEY_EXPECTED, received: describe(key) });
  // A key that must be changed is no reason to keep quiet about what stands below it.
  const path = wellNamed ? `directories.${key}` : `directories[${describe(key)}]`;
  if (!(settings instanceof Map)) {
    problems.add({
      setting: path,
      expected: 'the settings of a directory',
      received: describeHidden(settings),
    });
    return undefined;
  }
  const kind = kindOf(settings, path, problems);
  const likely = kind ?? likelyKindOf(settings);
  // Which settings there are depends on the kind; where that is not known, every one that some kind has is let through.
  const names = likely === undefined ? EVERY_SETTING : [...COMMON_SETTINGS, ...settingsOf(likely)];
  checkKeys(settings, names, `${path}.`, problems);
  const spelt = meantNames(
    [...settings.keys()].filter((name) => typeof name === 'string'),
    names,
  );
  const found: Spelling = {
    value: (name) => settings.get(spelt.get(name) ?? name),
    label: (name) => `${path}.${spelt.get(name) ?? name}`,
  };
  const secrets = new Map((likely?.secrets ?? []).map((name) => [name, secretSource(found, name, input)]));
  const given: KindInput = {
    key: wellNamed ? key : '',
    reader: new SettingReader<string>({ raw: found.value, label: found.label }, problems),
    secret: (name) => {
      const source = secrets.get(name);
      return source === 'refused' ? undefined : source;
    },
    isRefused: (name) => secrets.get(name) === 'refused',
    readFile: input.readFile,
    resolvePath: (relative) => resolve(input.folder, relative),
  };
  if (likely === undefined) readCommon(given);
  const directory = likely?.read(given);
  // Of a kind that can only be guessed, the mistakes are told; it is not used.
  return wellNamed && kind !== undefined ? directory : undefined;
}

function settingsOf(kind: DirectoryKind<DirectoryConfig>): readonly string[] {
  return [...kind.settings, ...kind.secrets];
}

/** `Entra ID`, `entra-id` and `ENTRA_ID` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function kindOf(
  settings: Settings,
  path: string,
  problems: ProblemList,
): DirectoryKind<DirectoryConfig> | undefined {
  const { name, provider } = writtenProvider(settings);
  const kind =
    typeof provider === 'string'
      ? EVERY_KIND.find((each) => plain(each.name) === plain(provider.trim()))
      : undefined;
  if (kind !== undefined) return kind;
  const known = EVERY_KIND.map((each) => each.name);
  problems.add({
    setting: `${path}.${name}`,
    expected: known.join(' or '),
    received: describe(provider),
    ...(typeof provider === 'string' ? didYouMean(provider, known) : {}),
  });
  return undefined;
}

/** The kind that a misspelt `provider` probably means: its other mistakes can be told at once. */
function likelyKindOf(settings: Settings): DirectoryKind<DirectoryConfig> | undefined {
  const { provider } = writtenProvider(settings);
  const names = EVERY_KIND.map((each) => each.name);
  const name = typeof provider === 'string' ? nearest(provider, names) : undefined;
  return EVERY_KIND.find((each) => each.name === name);
}

function writtenProvider(settings: Settings): { readonly name: string; readonly provider: unknown } {
  const written = [...settings.keys()].filter((name) => typeof name === 'string');
  const name = meantNames(written, ['provider']).get('provider') ?? 'provider';
  return { name, provider: settings.get(name) };
}

/** `{ env: NAME }` or `{ file: path }`. A secret written into the file itself is refused: files get committed. */
function secretSource(
  found: Spelling,
  name: string,
  { env, folder, problems, referenced }: DirectoryInput,
): SecretSource | undefined | 'refused' {
  const value = found.value(name);
  if (value === undefined || value === null) return undefined;
  const label = found.label(name);
  const expected = '{ env: NAME } or { file: path }';
  if (value instanceof Map && value.size === 1) {
    const variable: unknown = value.get('env');
    const file: unknown = value.get('file');
    if (typeof variable === 'string' && /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(variable)) {
      referenced.add(variable);
      return { from: 'environment', label: `${label}.env`, value: env[variable], ...shownVariable(variable) };
    }
    if (typeof file === 'string' && file !== '') {
      const path = resolve(folder, file);
      return { from: 'file', label: `${label}.file`, path, ...shownPath(file, path) };
    }
  }
  if (typeof value === 'string' || typeof value === 'number') problems.hide(String(value));
  problems.add({
    setting: label,
    expected,
    received: describeHidden(value),
    hint:
      value instanceof Map
        ? 'Name one environment variable or one file.'
        : 'Secrets do not belong in this file: move it to a variable or a file of its own.',
  });
  return 'refused';
}

/** For values that may be secrets in the wrong place. */
function describeHidden(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return value instanceof Map ? 'a group of other settings' : 'a value (not shown)';
}

function readPrimary(file: Settings, keys: readonly string[], problems: ProblemList): string | null {
  const primary = file.get('primaryDirectory');
  if (primary === undefined || primary === null) return keys.length === 1 ? (keys[0] ?? null) : null;
  if (typeof primary === 'string' && keys.includes(primary)) return primary;
  problems.add({
    setting: 'primaryDirectory',
    expected: `the key of a directory (${keys.slice(0, 10).join(', ')})`,
    received: describe(primary),
    ...(typeof primary === 'string' ? didYouMean(primary, keys) : {}),
  });
  return null;
}
