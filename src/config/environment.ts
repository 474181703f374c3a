import { didYouMean } from './neighbour.ts';
import { type PingOneDirectoryConfig, readPingOneDirectory } from './pingone-directory.ts';
import type { PingOneSetting } from './pingone-settings.ts';
import type { ProblemList } from './problems.ts';
import type { ReadFile } from './read-file.ts';
import type { SecretSource } from './secret-setting.ts';
import { SettingReader, tidy } from './setting-reader.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES: Readonly<Record<PingOneSetting, string>> = {
  environmentId: 'PINGONE_ENVIRONMENT_ID',
  clientId: 'PINGONE_CLIENT_ID',
  region: 'PINGONE_REGION',
  tokenUrl: 'PINGONE_TOKEN_URL',
  authEnvironmentId: 'PINGONE_AUTH_ENVIRONMENT_ID',
  tokenAuthMethod: 'PINGONE_TOKEN_AUTH_METHOD',
  privateKeyId: 'PINGONE_PRIVATE_KEY_ID',
  apiUrl: 'PINGONE_API_URL',
  authUrl: 'PINGONE_AUTH_URL',
  writable: 'PINGONE_WRITABLE',
  requestsPerSecond: 'PINGONE_REQUESTS_PER_SECOND',
  concurrency: 'PINGONE_CONCURRENCY',
  reportThreshold: 'PINGONE_REPORT_THRESHOLD',
};

const SECRET = 'PINGONE_CLIENT_SECRET';
const SECRET_FILE = 'PINGONE_CLIENT_SECRET_FILE';
const PRIVATE_KEY_FILE = 'PINGONE_PRIVATE_KEY_FILE';
const DIRECTORY_KEY = 'PINGONE_DIRECTORY_KEY';

const PINGONE_VARIABLES: readonly string[] = [
  ...Object.values(VARIABLES),
  SECRET,
  SECRET_FILE,
  PRIVATE_KEY_FILE,
  DIRECTORY_KEY,
];
const ROLLCALL_VARIABLES: readonly string[] = ['ROLLCALL_CONFIG', 'ROLLCALL_DATA_DIR', 'ROLLCALL_LOG_LEVEL'];

/** A directory's key stands in ids, metrics and file names. */
export const DIRECTORY_KEY_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const DIRECTORY_KEY_EXPECTED = 'a key of at most 63 lower-case letters, digits and dashes';

/** The one PingOne directory that the environment describes; undefined when it describes none, or not well. */
export function readEnvironmentDirectory(
  env: Environment,
  readFile: ReadFile,
  problems: ProblemList,
): PingOneDirectoryConfig | undefined {
  if (pingOneVariablesSet(env).length === 0) return undefined;
  const reader = new SettingReader<PingOneSetting>(
    { raw: (name) => env[VARIABLES[name]], label: (name) => VARIABLES[name] },
    problems,
  );
  const key = readKey(env, problems);
  const keyFile = present(env, PRIVATE_KEY_FILE);
  const directory = readPingOneDirectory(
    {
      key: key ?? 'pingone',
      reader,
      clientSecret: clientSecret(env, problems),
      privateKey:
        keyFile === undefined ? undefined : { from: 'file', label: PRIVATE_KEY_FILE, path: keyFile },
      secretLabel: SECRET,
      privateKeyLabel: PRIVATE_KEY_FILE,
    },
    readFile,
  );
  return key === undefined ? undefined : directory;
}

/** Notes every variable with our prefixes that we do not know: a misspelt one would be ignored in silence. */
export function checkVariableNames(
  env: Environment,
  referenced: ReadonlySet<string>,
  fromFile: boolean,
  problems: ProblemList,
): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || referenced.has(name) || !/^(PINGONE|ROLLCALL)_/i.test(name)) continue;
    if (ROLLCALL_VARIABLES.includes(name)) continue;
    const known = PINGONE_VARIABLES.includes(name);
    if (fromFile && /^PINGONE_/i.test(name)) {
      if (tidy(value) !== '')
        problems.warn(`${name}: not used, because the directories come from the configuration file.`);
    } else if (!known) {
      problems.add({
        setting: name,
        expected: 'the name of a setting',
        received: 'a name that is not known',
        ...didYouMean(
          name,
          name.toUpperCase().startsWith('PINGONE') ? PINGONE_VARIABLES : ROLLCALL_VARIABLES,
        ),
      });
    }
  }
}

function pingOneVariablesSet(env: Environment): string[] {
  return PINGONE_VARIABLES.filter((name) => present(env, name) !== undefined);
}

function present(env: Environment, name: string): string | undefined {
  const text = tidy(env[name] ?? '');
  return text === '' ? undefined : text;
}

function readKey(env: Environment, problems: ProblemList): string | undefined {
  const reader = new SettingReader({ raw: () => env[DIRECTORY_KEY], label: () => DIRECTORY_KEY }, problems);
  if (!reader.isSet('key')) return 'pingone';
  const key = reader.text('key', DIRECTORY_KEY_EXPECTED);
  if (key === undefined || DIRECTORY_KEY_PATTERN.test(key)) return key;
  reader.refuse('key', DIRECTORY_KEY_EXPECTED);
  return undefined;
}

function clientSecret(env: Environment, problems: ProblemList): SecretSource | undefined {
  const value = present(env, SECRET);
  const path = present(env, SECRET_FILE);
  if (value !== undefined && path !== undefined) {
    problems.hide(value);
    problems.add({
      setting: SECRET_FILE,
      expected: `either ${SECRET} or ${SECRET_FILE}`,
      received: 'both',
      hint: 'Keep the file, and remove the other.',
    });
  }
  if (path !== undefined) return { from: 'file', label: SECRET_FILE, path };
  return value === undefined ? undefined : { from: 'environment', label: SECRET, value };
}
