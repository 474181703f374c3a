/** The command line: which command, with what, and how mistakes are told. */
import { loadConfig, type ConfigOptions, type GatewayConfig } from '../config.ts';
import { ConfigError } from '../config/problems.ts';
import { DoorError } from '../door.ts';
import { StoreError } from '../store/store-error.ts';
import { type Output, processOutput } from './output.ts';
import { packageVersion } from './package-version.ts';
import type { Serving } from './serve.ts';
import { simulatedDirectories } from './simulated-directories.ts';
import { doctorUsage, usage } from './usage.ts';
import { CommandUsageError, noCommand, parseOptions } from './usage-error.ts';

/** A mistake on the command line or in the configuration. */
const exitUsage = 2;

const commandNames = ['serve', 'doctor', 'sandbox', 'keys', 'ledger', 'findings', 'export'];

/**
 * Runs the command that these arguments of the process name, `serve` where they name none.
 * @returns the exit code; null: the process goes on until a signal ends it.
 */
export async function runCommand(argv: readonly string[]): Promise<number | null> {
  const output = processOutput();
  const [first = 'serve', ...rest] = argv;
  const command = first.startsWith('-') ? 'serve' : first;
  try {
    if (command === 'sandbox') return await sandboxAlone(rest, output);
    if (command === 'keys') return await keys(rest, output);
    if (command === 'ledger') return await ledger(rest, output);
    if (command === 'findings') return await findings(rest, output);
    if (command === 'export') return await exportRows(rest, output);
    const { help, version, ...options } = readOptions(command === first ? rest : argv);
    if (help) output.line(command === 'doctor' ? doctorUsage : usage);
    else if (version) output.line(packageVersion());
    if (help || version) return 0;
    if (command !== 'serve' && command !== 'doctor') {
      throw noCommand(command, commandNames, 'rollcall');
    }
    const config = loadConfig({ env: process.env, options });
    // Loaded late: mistakes and the help are told at once, not after a second of reading modules.
    if (command === 'doctor') return await (await import('./doctor.ts')).doctor(config, output);
    // Before the address is announced: whoever reads it may ask for the end at once.
    let serving: Serving | undefined;
    untilSignalled(async () => serving?.close());
    const { serve } = await import('./serve.ts');
    serving = await serve(config, output);
    return null;
  } catch (error) {
    if (!isMistake(error)) throw error;
    output.error(error.message);
    return exitUsage;
  }
}

async function sandboxAlone(argv: readonly string[], output: Output): Promise<number | null> {
  const { runSandbox, SandboxUsageError } = await import('../sandbox/run.ts');
  const { sandbox, lines } = await runSandbox(argv).catch((error: unknown) => {
    if (error instanceof SandboxUsageError) throw new CommandUsageError(error.message, { cause: error });
    throw error;
  });
  for (const line of lines) output.line(line);
  if (sandbox === undefined) return 0;
  untilSignalled(() => sandbox.close());
  return null;
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

/** Its own help, or what it does with its own arguments where the gateway keeps its files. */
async function atPlace(
  argv: readonly string[],
  output: Output,
  ownUsage: string,
  run: (own: readonly string[], config: GatewayConfig) => number | Promise<number>,
): Promise<number> {
  if (argv.includes('--help')) {
    output.line(ownUsage);
    return 0;
  }
  const { config, own } = placeOf(argv);
  return await run(own, config);
}

async function keys(argv: readonly string[], output: Output): Promise<number> {
  const { keysUsage, runKeys } = await import('./keys.ts');
  const { keysFileOf } = await import('./keys-file.ts');
  return await atPlace(argv, output, keysUsage, (own, config) =>
    runKeys(own, {
      keysFile: keysFileOf(config),
      directories: config.directories.map(({ key }) => key),
      simulated: config.sandbox ? simulatedDirectories : [],
      output,
    }),
  );
}

async function ledger(argv: readonly string[], output: Output): Promise<number> {
  const commands = await import('./ledger.ts');
  return await atPlace(argv, output, commands.ledgerUsage, (own, { server }) => {
    const { databaseUrl, dataDirectory } = server;
    return commands.ledger(own, { databaseUrl: databaseUrl?.reveal() ?? null, dataDirectory }, output);
  });
}

async function findings(argv: readonly string[], output: Output): Promise<number> {
  const { findingsUsage, runFindings } = await import('./findings.ts');
  return await atPlace(argv, output, findingsUsage, (own, config) => runFindings(own, config, output));
}

async function exportRows(argv: readonly string[], output: Output): Promise<number> {
  const { exportUsage, runExport } = await import('./export.ts');
  return await atPlace(argv, output, exportUsage, (own, config) => runExport(own, config, output));
}

function isMistake(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof DoorError ||
    error instanceof CommandUsageError ||
    error instanceof StoreError
  );
}

function readOptions(
  argv: readonly string[],
): ConfigOptions & { readonly help: boolean; readonly version: boolean } {
  const { 'data-dir': dataDirectory, help, version, ...rest } = parse(argv);
  return { ...rest, dataDirectory, help, version };
}

function parse(argv: readonly string[]) {
  return parseOptions(
    {
      args: [...argv],
      options: {
        config: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    },
    'rollcall',
  ).values;
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
