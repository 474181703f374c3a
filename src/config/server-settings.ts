import { resolve } from 'node:path';
import { Secret } from '../model/secret.ts';
import type { Environment } from './environment.ts';
import { readTexts } from './list-setting.ts';
import { didYouMean } from './neighbour.ts';
import { describe, type ProblemList } from './problems.ts';
import { SettingReader, tidy } from './setting-reader.ts';
import { isLoopback } from './upstream-address.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the gateway listens and keeps what it must remember. */
export interface ServerConfig {
  /** A name or address, without brackets; a loopback one while callers are not known. */
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** An absolute path; made when something is first written. */
  readonly dataDirectory: string;
  readonly logLevel: LogLevel;
  /** `host:port` by which callers may reach the gateway, besides the loopback names with its own port. */
  readonly allowedHosts: readonly string[];
  /** The PostgreSQL that gateways share; null: a database of this gateway's own, in its data directory. Holds a password. */
  readonly databaseUrl: Secret | null;
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
  allowedHosts: { variable: 'ROLLCALL_ALLOWED_HOSTS', option: '' },
  databaseUrl: { variable: 'DATABASE_URL', option: '' },
} as const;

interface ServerInput {
  readonly env: Environment;
  readonly options: ServerOptions;
  readonly folder: string;
}

/** Checks the server's settings; a mistaken one answers its default, and is noted. */
export function readServerSettings(input: ServerInput, problems: ProblemList): ServerConfig {
  const reader = readerOf(input, problems);
  const directory = reader.text('dataDirectory', 'the path of a directory') ?? '.rollcall';
  return {
    host: (reader.text('host', HOST_EXPECTED) ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1'),
    port: reader.number('port', { min: 0, max: 65_535, whole: true }) ?? 4000,
    dataDirectory: resolve(input.folder, directory),
    logLevel: readLogLevel(reader),
    allowedHosts: readAllowedHosts(reader),
    databaseUrl: readDatabaseUrl(reader, problems),
  };
}

/** While nobody is known, only this machine may reach the gateway. */
export function checkHost(
  input: ServerInput,
  { host, allowedHosts }: ServerConfig,
  callersAreKnown: boolean,
  problems: ProblemList,
): void {
  if (isLoopback(host)) return;
  const reader = readerOf(input, problems);
  if (!callersAreKnown) {
    reader.refuse(
      'host',
      HOST_EXPECTED,
      'Callers are not authenticated, since nothing is configured about them: only this machine may reach the gateway. Name an issuer of tokens (ROLLCALL_JWT_ISSUER) or create an API key (rollcall keys create) first.',
    );
    return;
  }
  problems.warn(
    `${reader.label('host')}: credentials travel in the clear to ${host}. Put a proxy that ends TLS before the gateway.`,
  );
  if (allowedHosts.length === 0 && (host === '0.0.0.0' || host === '::')) {
    problems.warn(
      `${reader.label('host')}: requests are answered by loopback names only until ROLLCALL_ALLOWED_HOSTS names those by which callers reach the gateway.`,
    );
  }
}

const HOST_EXPECTED = '127.0.0.1, ::1 or localhost';

function readerOf(input: ServerInput, problems: ProblemList): SettingReader<keyof typeof NAMES> {
  const given: Readonly<Partial<Record<keyof typeof NAMES, string | undefined>>> = { ...input.options };
  return new SettingReader<keyof typeof NAMES>(
    {
      raw: (name) => given[name] ?? input.env[NAMES[name].variable],
      label: (name) => (given[name] === undefined ? NAMES[name].variable : NAMES[name].option),
    },
    problems,
  );
}

function readAllowedHosts(reader: SettingReader<keyof typeof NAMES>): readonly string[] {
  const expected =
    'names by which callers reach the gateway, such as rollcall.example.com, with commas between them';
  const hosts = readTexts(reader, 'allowedHosts', expected, ',') ?? [];
  const wrong = hosts.find((host) => !/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(host));
  if (wrong === undefined) return hosts.map((host) => host.toLowerCase());
  reader.problems.add({ setting: reader.label('allowedHosts'), expected, received: describe(wrong) });
  return [];
}

/** The address holds a password: no text repeats it. */
function readDatabaseUrl(reader: SettingReader<keyof typeof NAMES>, problems: ProblemList): Secret | null {
  const raw = reader.source.raw('databaseUrl');
  const text = typeof raw === 'string' ? tidy(raw) : '';
  if (text === '') return null;
  problems.hide(text);
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return new Secret(text);
  problems.add({
    setting: reader.label('databaseUrl'),
    expected: 'the address of a PostgreSQL database, such as postgres://user:password@host:5432/rollcall',
    received: 'something else (not shown)',
  });
  return null;
}

function readLogLevel(reader: SettingReader<keyof typeof NAMES>): LogLevel {
  const expected = LOG_LEVELS.join(', ');
  const text = reader.text('logLevel', expected)?.toLowerCase();
  const level = LOG_LEVELS.find((known) => known === text);
  if (text !== undefined && level === undefined)
    reader.refuse('logLevel', expected, didYouMean(text, LOG_LEVELS).hint);
  return level ?? 'info';
}
