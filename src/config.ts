/**
 * Every setting, its default and its check. Nothing else reads the environment.
 * The parts: `config/server-settings.ts`, `config/environment.ts` (one directory), `config/directories-file.ts` (several).
 */
import { dirname, resolve } from 'node:path';
import type { AccessSettings } from './access/access-settings.ts';
import { readAccess } from './config/access-section.ts';
import { type ActionConfig, readActions } from './config/action-section.ts';
import { readDirectoriesFile } from './config/directories-file.ts';
import type { DirectoryConfig } from './config/directory-kinds.ts';
import {
  checkVariableNames,
  type Environment,
  hideLookalikes,
  readEnvironmentDirectory,
} from './config/environment.ts';
import { looksSecret } from './config/looks-secret.ts';
import { ProblemList } from './config/problems.ts';
import { type ReadFile, readFileFromDisk } from './config/read-file.ts';
import { readFindings } from './config/finding-section.ts';
import { readIdentities } from './config/identity-section.ts';
import {
  checkHost,
  readServerSettings,
  type ServerConfig,
  type ServerOptions,
} from './config/server-settings.ts';
import { tidy } from './config/setting-reader.ts';
import { readSnapshots, type SnapshotConfig } from './config/snapshot-section.ts';
import type { Settings } from './config/yaml-file.ts';
import { withEveryFamily } from './findings/rule-sets.ts';
import type { FindingSettings } from './findings/settings.ts';
import type { CorrelationSettings } from './identities/settings.ts';

export interface GatewayConfig {
  readonly server: ServerConfig;
  /** In the order of the file. Empty when `sandbox`. */
  readonly directories: readonly DirectoryConfig[];
  /** The directory that decides who belongs. A single directory is it; of several, the one that was named, if any. */
  readonly primaryDirectory: string | null;
  /** Nothing is configured: the simulated tenant is to be started and connected. */
  readonly sandbox: boolean;
  /** Whose requests are answered; null: nothing is configured about callers, and everybody on this machine is `local`. */
  readonly access: AccessSettings | null;
  readonly actions: ActionConfig;
  readonly findings: FindingSettings;
  readonly identities: CorrelationSettings;
  readonly snapshots: SnapshotConfig;
  /** What works but should be looked at. Holds no secret. */
  readonly warnings: readonly string[];
}

/** What the command line said, as text. */
export interface ConfigOptions extends ServerOptions {
  /** `--config`: the path of `rollcall.yaml`. */
  readonly config?: string | undefined;
}

export interface ConfigInput {
  readonly env: Environment;
  readonly options?: ConfigOptions;
  /** Default: the file system. */
  readonly readFile?: ReadFile;
  /** The folder that relative paths count from. Default: the working directory. */
  readonly folder?: string;
}

/**
 * Reads and checks the whole configuration. Opens files, and no connection.
 * @throws {ConfigError} with all mistakes at once; no text in it holds the value of a secret.
 */
export function loadConfig({
  env,
  options = {},
  readFile = readFileFromDisk,
  folder = '.',
}: ConfigInput): GatewayConfig {
  const problems = new ProblemList();
  hideLookalikes(env, problems);
  problems.hideLookalikes(options);
  const serverInput = { env, options, folder };
  const server = readServerSettings(serverInput, problems);
  const path = tidy(options.config ?? env['ROLLCALL_CONFIG'] ?? '');
  // As a path it is written differently.
  if (looksSecret(path)) problems.hide(resolve(folder, path));
  const found =
    path === ''
      ? fromEnvironment(env, readFile, problems)
      : fromFile(resolve(folder, path), { env, readFile, problems });
  const access = readAccess(
    {
      section: found.sections.get('access'),
      env,
      readFile,
      folder,
      fileFolder: path === '' ? folder : dirname(resolve(folder, path)),
      dataDirectory: server.dataDirectory,
      directories: found.directories.map(({ key }) => key),
    },
    problems,
  );
  checkHost(serverInput, server, access !== null, problems);
  const actions = readActions(found.sections.get('actions'), env, problems);
  const findings = readFindings(found.sections.get('findings'), actions.breakGlass, problems);
  const identities = readIdentities(
    found.sections.get('identities'),
    { directories: found.directories, serviceAccountPatterns: findings.serviceAccountPatterns },
    problems,
  );
  const snapshots = readSnapshots(found.sections.get('snapshots'), env, problems);
  problems.throwIfAny();
  const { directories, primaryDirectory } = found;
  return {
    server,
    directories,
    primaryDirectory,
    sandbox: directories.length === 0,
    access,
    actions,
    // A simulated directory is there to be looked at: nothing is kept back.
    findings: directories.length === 0 ? withEveryFamily(findings) : findings,
    identities,
    snapshots,
    warnings: problems.warnings,
  };
}

type Found = Pick<GatewayConfig, 'directories' | 'primaryDirectory'> & {
  /** What the file says of other things than directories. */
  readonly sections: Settings;
};

const noSections: Settings = new Map();

function fromEnvironment(env: Environment, readFile: ReadFile, problems: ProblemList): Found {
  const directory = readEnvironmentDirectory(env, readFile, problems);
  checkVariableNames(env, new Set(), false, problems);
  return directory === undefined
    ? { directories: [], primaryDirectory: null, sections: noSections }
    : { directories: [directory], primaryDirectory: directory.key, sections: noSections };
}

function fromFile(
  path: string,
  input: { env: Environment; readFile: ReadFile; problems: ProblemList },
): Found {
  const file = readDirectoriesFile(path, { ...input, folder: dirname(path) });
  checkVariableNames(input.env, file.referencedVariables, true, input.problems);
  const { directories, primaryDirectory, sections } = file;
  return { directories, primaryDirectory, sections };
}
