#!/usr/bin/env -S node --max-semi-space-size=64
/** The process: command line, signals, exit codes. */
import { parseArgs } from 'node:util';
import { KeysUsageError } from './cli/keys.ts';
import { type Output, processOutput } from './cli/output.ts';
import { simulatedDirectories } from './cli/simulated-directories.ts';
import { packageVersion } from './cli/package-version.ts';
import type { Serving } from './cli/serve.ts';
import { CommandUsageError } from './cli/usage-error.ts';
import { loadConfig, type ConfigOptions, type GatewayConfig } from './config.ts';
import { ConfigError } from './config/problems.ts';
import { DoorError } from './door.ts';
import { StoreError } from './store/store-error.ts';
import { runSandbox, SandboxUsageError } from './sandbox/run.ts';

const usage = `rollcall: one GraphQL graph over PingOne and its peers

  rollcall [serve]    starts the gateway; without configuration, over three simulated directories
                      (PingOne, Okta, SCIM)
  rollcall doctor     tries every directory and says what is missing; exit code 0 or 1
  rollcall sandbox    starts the simulated PingOne alone (rollcall sandbox --help)
  rollcall keys       API keys of callers: create, list, revoke (rollcall keys --help)
  rollcall ledger     verify and export the record of what was done (rollcall ledger --help)
  rollcall findings   what is wrong, for people and pipelines (rollcall findings --help)
  rollcall export     findings, users or entitlements as a file (rollcall export --help)

  --config FILE    rollcall.yaml with one or several directories
  --host HOST      address to listen on (default 127.0.0.1)
  --port PORT      port to listen on (default 4000)
  --data-dir DIR   where files of the gateway go (default .rollcall)
  --version        prints the version
  --help           prints this

Settings come from the environment too; the README lists them.`;

const doctorUsage = `rollcall doctor: tries every directory and says what is missing

  rollcall doctor     one line for each check, with what to do where it fails; exit code 0 or 1

  --config FILE    rollcall.yaml with one or several directories; left out: the directory of the environment

Nothing is changed anywhere. docs/errors.md lists the checks and their codes.`;

/** A mistake on the command line or in the configuration. */
const exitUsage = 2;

class UsageError extends Error {}

// Before `graphql` is loaded: otherwise it looks for a second copy of itself at each value of each answer.
process.env['NODE_ENV'] ??= 'production';

async function main(argv: readonly string[]): Promise<number | null> {
  const output = processOutput();
  const [first = 'serve', ...rest] = argv;
  const command = first.startsWith('-') ? 'serve' : first;
  try {
    if (command === 'sandbox') {
      const { sandbox, lines } = await runSandbox(rest);
      for (const line of lines) output.line(line);
      if (sandbox === undefined) return 0;
      untilSignalled(() => sandbox.close());
      return null;
    }
    if (command === 'keys') return await keys(rest, output);
    if (command === 'ledger') return await ledger(rest, output);
    if (command === 'findings') return await findings(rest, output);
    if (command === 'export') return await exportRows(rest, output);
    const { help, version, ...options } = readOptions(command === first ? rest : argv);
    if (help) output.line(command === 'doctor' ? doctorUsage : usage);
    else if (version) output.line(packageVersion());
    if (help || version) return 0;
    if (command !== 'serve' && command !== 'doctor') {
      throw new UsageError(`There is no command "${command.slice(0, 40)}".`);
    }
    const config = loadConfig({ env: process.env, options });
    // Loaded late: mistakes and the help are told at once, not after a second of reading modules.
    if (command === 'doctor') return await (await import('./cli/doctor.ts')).doctor(config, output);
    // Before the address is announced: whoever reads it may ask for the end at once.
    let serving: Serving | undefined;
    untilSignalled(async () => serving?.close());
    const { serve } = await import('./cli/serve.ts');
    serving = await serve(config, output);
    return null;
  } catch (error) {
    if (!isMistake(error)) throw error;
    output.error(error.message);
    if (error instanceof UsageError) output.error(`\n${usage}`);
    return exitUsage;
  }
}

/** Where the gateway keeps its files; `--config` and `--data-dir` may stand among a command's own arguments. */
function placeOf(argv: readonly string[]): {
  readonly config: GatewayConfig;
  readonly own: readonly string[];
} {
  const own: string[] = [];
  const options: Record<string, string | undefined> = {};
  for (const [at, word] of argv.entries()) {
    const name = ['--config', '--data-dir'].find((one) => word === one || word.startsWith(`${one}=`));
    const before = argv[at - 1];
    if (before === '--config' || before === '--data-dir') options[before] = word;
    else if (name === undefined) own.push(word);
    else if (word !== name) options[name] = word.slice(name.length + 1);
  }
  // These commands open no port: an address that only a gateway with keys may have does not stop the first key.
  const config = loadConfig({
    env: process.env,
    options: { host: '127.0.0.1', config: options['--config'], dataDirectory: options['--data-dir'] },
  });
  return { config, own };
}

async function keys(argv: readonly string[], output: Output): Promise<number> {
  const { keysUsage, runKeys } = await import('./cli/keys.ts');
  const { keysFileOf } = await import('./cli/keys-file.ts');
  if (argv.includes('--help')) {
    output.line(keysUsage);
    return 0;
  }
  const { config, own } = placeOf(argv);
  return runKeys(own, {
    keysFile: keysFileOf(config),
    directories: config.directories.map(({ key }) => key),
    simulated: config.sandbox ? simulatedDirectories : [],
    output,
  });
}

async function ledger(argv: readonly string[], output: Output): Promise<number> {
  const commands = await import('./cli/ledger.ts');
  if (argv.includes('--help')) {
    output.line(commands.ledgerUsage);
    return 0;
  }
  const { config, own } = placeOf(argv);
  const { databaseUrl, dataDirectory } = config.server;
  return await commands.ledger(own, { databaseUrl: databaseUrl?.reveal() ?? null, dataDirectory }, output);
}

async function findings(argv: readonly string[], output: Output): Promise<number> {
  const { findingsUsage, runFindings } = await import('./cli/findings.ts');
  if (argv.includes('--help')) {
    output.line(findingsUsage);
    return 0;
  }
  const { config, own } = placeOf(argv);
  return await runFindings(own, config, output);
}

async function exportRows(argv: readonly string[], output: Output): Promise<number> {
  const { exportUsage, runExport } = await import('./cli/export.ts');
  if (argv.includes('--help')) {
    output.line(exportUsage);
    return 0;
  }
  const { config, own } = placeOf(argv);
  return await runExport(own, config, output);
}

function isMistake(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof DoorError ||
    error instanceof CommandUsageError ||
    error instanceof KeysUsageError ||
    error instanceof StoreError ||
    error instanceof SandboxUsageError ||
    error instanceof UsageError
  );
}

function readOptions(
  argv: readonly string[],
): ConfigOptions & { readonly help: boolean; readonly version: boolean } {
  const { 'data-dir': dataDirectory, help, version, ...rest } = parseOptions(argv);
  return { ...rest, dataDirectory, help, version };
}

function parseOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Node's own words name the option and what was expected of it.
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Runs until somebody asks for the end; a second request does not wait. */
function untilSignalled(close: () => Promise<void>): void {
  let asked = false;
  const end = (): void => {
    if (asked) process.exit(1);
    asked = true;
    void close().then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

const code = await main(process.argv.slice(2));
if (code !== null) process.exitCode = code;
