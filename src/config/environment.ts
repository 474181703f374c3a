import { ACCESS_VARIABLES } from './access-section.ts';
import { ACTION_VARIABLES } from './action-section.ts';
import { SNAPSHOT_VARIABLES } from './snapshot-section.ts';
import { didYouMean, meantNames, slipsOf } from './neighbour.ts';
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
const WEBHOOK_SECRET = 'PINGONE_WEBHOOK_SECRET';
const DIRECTORY_KEY = 'PINGONE_DIRECTORY_KEY';

const PINGONE_VARIABLES: readonly string[] = [
  ...Object.values(VARIABLES),
  SECRET,
  SECRET_FILE,
  PRIVATE_KEY_FILE,
  WEBHOOK_SECRET,
  DIRECTORY_KEY,
];
const ROLLCALL_VARIABLES: readonly string[] = [
  'ROLLCALL_CONFIG',
  'ROLLCALL_DATA_DIR',
  'ROLLCALL_LOG_LEVEL',
  'ROLLCALL_ALLOWED_HOSTS',
  ...ACCESS_VARIABLES,
  ...ACTION_VARIABLES,
  ...SNAPSHOT_VARIABLES,
];
const isPingOneSlip = slipsOf(PINGONE_VARIABLES);
/** Asked of every variable of the machine. */
const isSlip = slipsOf([...PINGONE_VARIABLES, ...ROLLCALL_VARIABLES]);
/** Without one of these, nobody began to describe a directory. */
const CREDENTIALS = [VARIABLES.environmentId, VARIABLES.clientId, SECRET, SECRET_FILE, PRIVATE_KEY_FILE];

/** A directory's key stands in ids, metrics and file names. */
export const DIRECTORY_KEY_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const DIRECTORY_KEY_EXPECTED = 'a key of at most 63 lower-case letters, digits and dashes';

/** The one PingOne directory that the environment describes; undefined when it describes none, or not well. */
export function readEnvironmentDirectory(
  env: Environment,
  readFile: ReadFile,
  problems: ProblemList,
): PingOneDirectoryConfig | undefined {
  const spelt = meantNames(
    Object.keys(env).filter((name) => isOurs(name) && present(env, name)),
    PINGONE_VARIABLES,
  );
  const written = (name: string): string => spelt.get(name) ?? name;
  const first = PINGONE_VARIABLES.map(written).find((name) => present(env, name) !== undefined);
  if (first === undefined) return undefined;
  const begun = CREDENTIALS.some((name) => present(env, written(name)) !== undefined);
  const reader = new SettingReader<PingOneSetting>(
    {
      raw: (name) => env[written(VARIABLES[name])],
      label: (name) => written(VARIABLES[name]),
      whyNeeded: begun
        ? undefined
        : `It is needed because ${first} is set; without any PINGONE_ variable the simulated PingOne starts.`,
    },
    problems,
  );
  const key = readKey(env, written(DIRECTORY_KEY), problems);
  const keyFile = present(env, written(PRIVATE_KEY_FILE));
  const webhookSecret = present(env, written(WEBHOOK_SECRET));
  const directory = readPingOneDirectory(
    {
      key: key ?? 'pingone',
      reader,
      clientSecret: clientSecret(env, written(SECRET), written(SECRET_FILE), problems),
      privateKey:
        keyFile === undefined ? undefined : { from: 'file', label: written(PRIVATE_KEY_FILE), path: keyFile },
      webhookSecret:
        webhookSecret === undefined
          ? undefined
          : { from: 'environment', label: written(WEBHOOK_SECRET), value: webhookSecret },
      secretLabel: written(SECRET),
      privateKeyLabel: written(PRIVATE_KEY_FILE),
    },
    readFile,
  );
  return key === undefined || directory === undefined
    ? undefined
    : { ...directory, writableVariable: VARIABLES.writable };
}

/** Keeps what looks like a secret in any variable of ours, or nearly so, out of every text. */
export function hideLookalikes(env: Environment, problems: ProblemList): void {
  for (const [name, value] of Object.entries(env))
    if (isOurs(name) || PLAIN_VARIABLES.has(name)) problems.hideLookalikes(value);
}

const PLAIN_VARIABLES: ReadonlySet<string> = new Set(['PORT', 'HOST', 'DATABASE_URL']);

/** Notes every variable with our prefixes, or nearly so, that we do not know: a misspelt one would be ignored in silence. */
export function checkVariableNames(
  env: Environment,
  referenced: ReadonlySet<string>,
  fromFile: boolean,
  problems: ProblemList,
): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || referenced.has(name) || !isOurs(name)) continue;
    if (ROLLCALL_VARIABLES.includes(name)) continue;
    const known = PINGONE_VARIABLES.includes(name);
    const forPingOne = /^PINGONE_/i.test(name) || isPingOneSlip(name);
    if (fromFile && forPingOne) {
      if (tidy(value) !== '')
        problems.warn(`${name}: not used, because the directories come from the configuration file.`);
    } else if (!known) {
      problems.add({
        setting: name,
        expected: 'the name of a setting',
        received: 'a name that is not known',
        ...(SERVER_VARIABLES.get(name.toUpperCase()) ??
          didYouMean(name, forPingOne ? PINGONE_VARIABLES : ROLLCALL_VARIABLES)),
      });
    }
  }
}

/** The server's own variables have no prefix, as everywhere. */
const SERVER_VARIABLES: ReadonlyMap<string, { readonly hint: string }> = new Map(
  ['PORT', 'HOST'].map((name) => [`ROLLCALL_${name}`, { hint: `Did you mean ${name}?` }]),
);

function isOurs(name: string): boolean {
  return /^(PINGONE|ROLLCALL)_/i.test(name) || isSlip(name);
}

function present(env: Environment, name: string): string | undefined {
  const text = tidy(env[name] ?? '');
  return text === '' ? undefined : text;
}

function readKey(env: Environment, variable: string, problems: ProblemList): string | undefined {
  const reader = new SettingReader({ raw: () => env[variable], label: () => variable }, problems);
  if (!reader.isSet('key')) return 'pingone';
  const key = reader.text('key', DIRECTORY_KEY_EXPECTED);
  if (key === undefined || DIRECTORY_KEY_PATTERN.test(key)) return key;
  reader.refuse('key', DIRECTORY_KEY_EXPECTED);
  return undefined;
}

function clientSecret(
  env: Environment,
  variable: string,
  fileVariable: string,
  problems: ProblemList,
): SecretSource | undefined {
  const value = present(env, variable);
  const path = present(env, fileVariable);
  if (value !== undefined && path !== undefined) {
    problems.hide(value);
    problems.add({
      setting: fileVariable,
      expected: `either ${SECRET} or ${SECRET_FILE}`,
      received: 'both',
      hint: 'Keep the file, and remove the other.',
    });
  }
  if (path !== undefined) return { from: 'file', label: fileVariable, path };
  return value === undefined ? undefined : { from: 'environment', label: variable, value };
}
