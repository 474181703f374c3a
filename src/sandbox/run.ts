import { parseArgs } from 'node:util';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { startSandbox } from './sandbox.ts';

interface NumberOption {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly help: string;
}

const NUMBERS: readonly NumberOption[] = [
  { name: 'users', least: 1, most: 100_000, help: 'how many people (default 2000)' },
  { name: 'seed', least: 0, most: 2 ** 31, help: 'the same seed gives the same tenant (default 1)' },
  { name: 'port', least: 0, most: 65_535, help: 'the port on 127.0.0.1 (default: one that is free)' },
  { name: 'latency', least: 0, most: 60_000, help: 'milliseconds before every answer (default 0)' },
  {
    name: 'requests-per-second',
    least: 1,
    most: 1_000_000,
    help: 'answers 429 beyond this rate (default 1000)',
  },
  {
    name: 'token-lifetime',
    least: 1,
    most: 86_400,
    help: 'seconds that an access token lives (default 3600)',
  },
];
const FLAGS = [
  { name: 'short-pages', help: 'serves fewer rows than asked for' },
  { name: 'refuse-report', help: 'answers 403 to the MFA report' },
  { name: 'help', help: 'prints this' },
] as const;

/** The options are wrong; the message says every mistake and what was expected. */
export class SandboxUsageError extends Error {}

export interface StartedSandbox {
  /** Absent when only the help was asked for. */
  readonly sandbox?: Sandbox;
  /** What the person at the terminal is to see. */
  readonly lines: readonly string[];
}

/**
 * Starts a sandbox as `rollcall sandbox` does.
 * @throws {SandboxUsageError} for options that are unknown or out of range.
 */
export async function runSandbox(argv: readonly string[]): Promise<StartedSandbox> {
  const { values, mistakes } = read(argv);
  if (mistakes.length > 0)
    throw new SandboxUsageError(`${mistakes.join('\n')}\nSee rollcall sandbox --help.`);
  if (values.has('help')) return { lines: usage() };
  const sandbox = await startSandbox(optionsFrom(values));
  return { sandbox, lines: announcement(sandbox) };
}

/** The settings with which a gateway opens this sandbox, one a line, ready to be pasted into a shell. */
function environmentLines(sandbox: Sandbox): readonly string[] {
  const { tenant } = sandbox;
  return [
    `export PINGONE_ENVIRONMENT_ID=${tenant.environmentId}`,
    `export PINGONE_CLIENT_ID=${tenant.worker.clientId}`,
    `export PINGONE_CLIENT_SECRET=${tenant.worker.clientSecret}`,
    `export PINGONE_API_URL=${sandbox.apiUrl}`,
    `export PINGONE_AUTH_URL=${sandbox.authUrl}`,
    ...(tenant.adminEnvironmentId === tenant.environmentId
      ? []
      : [`export PINGONE_AUTH_ENVIRONMENT_ID=${tenant.adminEnvironmentId}`]),
    ...(tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? ['export PINGONE_TOKEN_AUTH_METHOD=post'] : []),
  ];
}

function announcement(sandbox: Sandbox): readonly string[] {
  const people = sandbox.tenant.collections.get('users')?.size ?? 0;
  return [
    `A simulated PingOne with ${people} people answers at ${sandbox.apiUrl}. Everything in it is made up.`,
    'To connect, set:',
    '',
    ...environmentLines(sandbox),
  ];
}

function read(argv: readonly string[]): { values: Map<string, string>; mistakes: string[] } {
  const values = new Map<string, string>();
  const mistakes: string[] = [];
  const options = Object.fromEntries([
    ...NUMBERS.map(({ name }) => [name, { type: 'string' as const }]),
    ...FLAGS.map(({ name }) => [name, { type: 'boolean' as const }]),
  ]);
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  for (const token of tokens ?? []) {
    if (token.kind === 'positional')
      mistakes.push(`Expected an option that starts with --, received ${token.value}.`);
    if (token.kind !== 'option') continue;
    const number = NUMBERS.find(({ name }) => name === token.name);
    if (number !== undefined) {
      const mistake = mistakeIn(number, token.value);
      if (mistake === undefined) values.set(token.name, token.value ?? '');
      else mistakes.push(mistake);
    } else if (FLAGS.some(({ name }) => name === token.name)) values.set(token.name, 'true');
    else mistakes.push(`There is no option ${token.rawName}.`);
  }
  return { values, mistakes };
}

function mistakeIn({ name, least, most }: NumberOption, text: string | undefined): string | undefined {
  const value = Number(text);
  if (text !== undefined && text !== '' && Number.isInteger(value) && value >= least && value <= most)
    return undefined;
  return `--${name}: expected a whole number from ${least} to ${most}, received ${text ?? 'nothing'}.`;
}

function optionsFrom(values: ReadonlyMap<string, string>): SandboxOptions {
  const number = (name: string) => (values.has(name) ? Number(values.get(name)) : undefined);
  const [users, seed, port] = [number('users'), number('seed'), number('port')];
  const [rate, lifetime] = [number('requests-per-second'), number('token-lifetime')];
  return {
    ...(users === undefined ? {} : { users }),
    ...(seed === undefined ? {} : { seed }),
    ...(port === undefined ? {} : { port }),
    // Nobody but its callers reaches it.
    changesAreTold: true,
    settings: {
      latencyMs: number('latency') ?? 0,
      shortPages: values.has('short-pages'),
      ...(rate === undefined ? {} : { rate: { requestsPerSecond: rate, burst: rate } }),
      ...(lifetime === undefined ? {} : { tokenLifetimeSeconds: lifetime }),
      report: { refused: values.has('refuse-report') },
    },
  };
}

function usage(): string[] {
  const lines = [
    ...NUMBERS.map(({ name, help }) => [`--${name} <number>`, help]),
    ...FLAGS.map(({ name, help }) => [`--${name}`, help]),
  ];
  return [
    'Usage: rollcall sandbox [options]',
    ...lines.map(([left = '', right]) => `  ${left.padEnd(32)}${right}`),
  ];
}
