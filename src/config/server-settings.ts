import { resolve } from 'node:path';
import type { Environment } from './environment.ts';
import { didYouMean } from './neighbour.ts';
import type { ProblemList } from './problems.ts';
import { SettingReader } from './setting-reader.ts';
import { isLoopback } from './upstream-address.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the gateway listens and keeps what it must remember. */
export interface ServerConfig {
  /** A loopback name or address, without brackets. */
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** An absolute path; made when something is first written. */
  readonly dataDirectory: string;
  readonly logLevel: LogLevel;
}

/** Options of the command line, as text; each wins over its environment variable. */
export interface ServerOptions {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly dataDirectory?: string | undefined;
}

const NAMES = {
  host: { variable: 'HOST', option: '--host' },
  port: { variable: 'PORT', option: '--port' },
  dataDirectory: { variable: 'ROLLCALL_DATA_DIR', option: '--data-dir' },
  logLevel: { variable: 'ROLLCALL_LOG_LEVEL', option: '' },
} as const;

/** Checks the server's settings; a mistaken one answers its default, and is noted. */
export function readServerSettings(
  input: { env: Environment; options: ServerOptions; folder: string },
  problems: ProblemList,
): ServerConfig {
  const given: Readonly<Partial<Record<keyof typeof NAMES, string | undefined>>> = { ...input.options };
  const reader = new SettingReader<keyof typeof NAMES>(
    {
      raw: (name) => given[name] ?? input.env[NAMES[name].variable],
      label: (name) => (given[name] === undefined ? NAMES[name].variable : NAMES[name].option),
    },
    problems,
  );
  const directory = reader.text('dataDirectory', 'the path of a directory') ?? '.rollcall';
  return {
    host: readHost(reader),
    port: reader.number('port', { min: 0, max: 65_535, whole: true }) ?? 4000,
    dataDirectory: resolve(input.folder, directory),
    logLevel: readLogLevel(reader),
  };
}

function readHost(reader: SettingReader<keyof typeof NAMES>): string {
  const expected = '127.0.0.1, ::1 or localhost';
  const host = reader.text('host', expected) ?? '127.0.0.1';
  if (isLoopback(host)) return host.replace(/^\[(.*)\]$/, '$1');
  reader.refuse(
    'host',
    expected,
    'Callers are not authenticated, so only this machine may reach the gateway; any other address waits until authentication exists.',
  );
  return '127.0.0.1';
}

function readLogLevel(reader: SettingReader<keyof typeof NAMES>): LogLevel {
  const expected = LOG_LEVELS.join(', ');
  const text = reader.text('logLevel', expected)?.toLowerCase();
  const level = LOG_LEVELS.find((known) => known === text);
  if (text !== undefined && level === undefined)
    reader.refuse('logLevel', expected, didYouMean(text, LOG_LEVELS).hint);
  return level ?? 'info';
}
