import type { ProviderKind } from '../model/directory.ts';
import type { Secret } from '../model/secret.ts';
import type { ReadFile } from './read-file.ts';
import { readSecret, type SecretSource } from './secret-setting.ts';
import type { SettingReader } from './setting-reader.ts';

/** What every directory of the file has, whatever its provider. */
export interface CommonDirectoryConfig {
  /** The operator's name for it: lower-case letters, digits and dashes. */
  readonly key: string;
  /** Whether actions may change it. Default: no. */
  readonly writable: boolean;
  /** Calls a second to start from; undefined leaves it to the scheduler. */
  readonly requestsPerSecond?: number;
  /** Calls under way at once; undefined leaves it to the provider's usual number. */
  readonly concurrency?: number;
}

/** One directory of the file, as its kind reads it. */
export interface DirectoryInput {
  readonly key: string;
  /** Plain settings. Mistakes are noted in its `problems`. */
  readonly reader: SettingReader<string>;
  /** Where a secret lies; undefined: none was given, or it was given in a form that was refused. */
  readonly secret: (name: string) => SecretSource | undefined;
  /** Whether one was given in a form that was refused: its absence is then no second mistake. */
  readonly isRefused: (name: string) => boolean;
  readonly readFile: ReadFile;
  /** A path of the file as it is meant: a relative one counts from the configuration file's folder. */
  readonly resolvePath: (path: string) => string;
}

/** A kind of directory that `rollcall.yaml` can hold. A new one is two lines in `directory-kinds.ts`. */
export interface DirectoryKind<Config extends CommonDirectoryConfig> {
  /** What the file says as `provider`: `okta`. */
  readonly name: string;
  readonly provider: ProviderKind;
  /** Its settings besides the common ones. */
  readonly settings: readonly string[];
  /** Those that are secrets: `{ env: NAME }` or `{ file: path }`. */
  readonly secrets: readonly string[];
  /** Checks it; undefined (and every mistake noted) when it cannot be used. */
  read(input: DirectoryInput): Config | undefined;
  /** Which instance it is, and the setting that says so: nobody is to appear twice. */
  place(config: Config): { readonly setting: string; readonly address: string };
}

export const COMMON_SETTINGS = ['provider', 'writable', 'requestsPerSecond', 'concurrency'] as const;

export function readCommon({ key, reader }: DirectoryInput): CommonDirectoryConfig {
  const requestsPerSecond = reader.number('requestsPerSecond', { min: 0.1, max: 1000, whole: false });
  const concurrency = reader.number('concurrency', { min: 1, max: 200, whole: true });
  return {
    key,
    writable: reader.flag('writable', false),
    ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

/** A secret that the kind cannot do without; undefined, and noted, when it is not there. */
export function requiredSecret(input: DirectoryInput, name: string, expected: string): Secret | undefined {
  const found = optionalSecret(input, name);
  const { reader } = input;
  if (found === undefined && input.secret(name) === undefined && !input.isRefused(name))
    reader.problems.add({ setting: reader.label(name), expected, received: 'nothing' });
  return found;
}

export function optionalSecret(input: DirectoryInput, name: string): Secret | undefined {
  const source = input.secret(name);
  return source === undefined ? undefined : readSecret(source, input.readFile, input.reader.problems);
}
