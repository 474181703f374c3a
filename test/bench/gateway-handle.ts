import { rmSync } from 'node:fs';
import { request } from 'undici';
import { startFlags } from '../../src/build/compile-ahead.ts';
import { askerOf } from './asking.ts';
import { cleanEnvironment, type ChildServer, startChildServer } from './child-server.ts';
import { dataDirectory } from './data-directory.ts';
import { memoryOf } from './process-usage.ts';
import type { SandboxAddress } from './sandbox-process.ts';

/** The compiled gateway in a process of its own. */
export interface GatewayHandle {
  readonly origin: string;
  readonly pid: number;
  /** Milliseconds from its start until its first answer. */
  readonly coldStartMs: number;
  /**
   * The data of an operation. `fresh` (the default) accepts nothing that is cached, so that every round reads again.
   * @throws when the answer holds errors.
   */
  ask<T>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    how?: { readonly fresh: boolean },
  ): Promise<T>;
  /** What it tells of itself, in Prometheus' text format. */
  metrics(): Promise<string>;
  close(): Promise<void>;
}

/** What is said of a gateway besides where its directory is. */
export interface GatewayExtras {
  readonly settings?: Readonly<Record<string, string>>;
  /** Sent with every question. */
  readonly apiKey?: string;
}

/** Accepts nothing that is cached. */
export const fresh = { 'cache-control': 'no-cache' };

const peaks: number[] = [];

/** The most that each gateway that was closed so far ever had resident, in MB; empty where nobody tells. */
export function peaksSoFar(): readonly number[] {
  return [...peaks];
}

/** Starts what `npm start` starts, over a sandbox, or over the one within it when no address is given. */
export async function startGateway(
  address: SandboxAddress | null,
  { settings = {}, apiKey }: GatewayExtras = {},
): Promise<GatewayHandle> {
  const connection = address === null ? {} : connectionTo(address);
  const folder = await dataDirectory(async (empty) => (await start(connection, empty, [])).close());
  const startedAt = performance.now();
  const server = await start({ ...connection, ...settings }, folder, profiling());
  const asker = askerOf(server.origin, apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` });
  await asker.ask('{ users(first: 1) { nodes { username } } }');
  return {
    origin: server.origin,
    pid: server.pid,
    coldStartMs: performance.now() - startedAt,
    ask: async (query, variables, how = { fresh: true }) =>
      asker.ask(query, variables, how.fresh ? fresh : {}),
    metrics: async () => (await request(`${server.origin}/metrics`)).body.text(),
    close: async () => {
      const memory = memoryOf(server.pid);
      if (memory !== null) peaks.push(memory.peakMb);
      await asker.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function start(
  settings: Readonly<Record<string, string>>,
  folder: string,
  flags: readonly string[],
): Promise<ChildServer> {
  return startChildServer([...startFlags[0], ...flags, 'dist/main.js', '--port', '0'], {
    ...cleanEnvironment(),
    ROLLCALL_DATA_DIR: folder,
    ...settings,
  });
}

/** `BENCH_PROFILE=<folder>` writes a processor profile of each gateway there. */
function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

function connectionTo(address: SandboxAddress): Readonly<Record<string, string>> {
  return {
    PINGONE_ENVIRONMENT_ID: address.environmentId,
    PINGONE_CLIENT_ID: address.clientId,
    PINGONE_CLIENT_SECRET: address.clientSecret,
    PINGONE_API_URL: address.apiUrl,
    PINGONE_AUTH_URL: address.authUrl,
  };
}
