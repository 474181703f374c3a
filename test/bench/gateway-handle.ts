import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { SandboxAddress } from './sandbox-process.ts';

/** The compiled gateway in a process of its own. */
export interface GatewayHandle {
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
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Starts what `npm start` starts, over a sandbox, or over the one within it when no address is given. */
export async function startGateway(
  address: SandboxAddress | null,
  settings: Readonly<Record<string, string>> = {},
): Promise<GatewayHandle> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=64', ...profiling(), 'dist/main.js', '--port', '0'],
    {
      cwd: root,
      env: { ...cleanEnvironment(), ...(address === null ? {} : connectionTo(address)), ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  // A bench that fails leaves no gateway behind.
  const leave = (): void => void child.kill('SIGKILL');
  process.once('exit', leave);
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code} before it listened.`)));
    createInterface(child.stdout).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  const pool = new Pool(origin, { connections: 4 });
  const ask = async <T>(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    { fresh } = { fresh: true },
  ): Promise<T> => {
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/graphql',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(fresh ? { 'cache-control': 'no-cache' } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await body.json()) as { data?: T; errors?: readonly unknown[] };
    if (answer.data === undefined || answer.errors !== undefined) {
      throw new Error(
        `Expected data without errors, received ${statusCode} ${JSON.stringify(answer.errors?.slice(0, 2))}.`,
      );
    }
    return answer.data;
  };
  await ask('{ users(first: 1) { nodes { username } } }');
  const coldStartMs = performance.now() - startedAt;
  return {
    coldStartMs,
    ask,
    close: async () => {
      await pool.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      process.off('exit', leave);
    },
  };
}

/** `BENCH_PROFILE=<folder>` writes a processor profile of each gateway there. */
function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** What the person at the terminal has configured is not what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(PINGONE|ROLLCALL)_|^(HOST|PORT|NODE_OPTIONS)$/.test(name),
    ),
  );
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
