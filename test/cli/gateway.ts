import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import type { Environment } from '../../src/config/environment.ts';
import { serve, type Serving } from '../../src/cli/serve.ts';
import type { Output } from '../../src/cli/output.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Keeps what a command writes, in order. */
export interface Recording extends Output {
  readonly lines: string[];
  readonly errors: string[];
  readonly bars: string[];
  /** Everything at once. */
  readonly text: () => string;
}

export function record(): Recording {
  const [lines, errors, bars]: [string[], string[], string[]] = [[], [], []];
  return {
    lines,
    errors,
    bars,
    line: (text) => void lines.push(text),
    error: (text) => void errors.push(text),
    progress: (text) => void bars.push(text),
    text: () => [...lines, ...errors, ...bars].join('\n'),
  };
}

const folders = new WeakMap<Sandbox, string>();

/** One folder for all gateways over a sandbox: gone with the process of the test. */
function folderOf(sandbox: Sandbox): string {
  const known = folders.get(sandbox);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-gateway-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  folders.set(sandbox, folder);
  return folder;
}

/** The settings by which a person would connect this sandbox, with a folder of its own for what is kept. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
  const { tenant, apiUrl, authUrl } = sandbox;
  return {
    PINGONE_ENVIRONMENT_ID: tenant.environmentId,
    PINGONE_CLIENT_ID: tenant.worker.clientId,
    PINGONE_CLIENT_SECRET: tenant.worker.clientSecret,
    PINGONE_API_URL: apiUrl,
    PINGONE_AUTH_URL: authUrl,
    PINGONE_AUTH_ENVIRONMENT_ID: tenant.adminEnvironmentId,
    ROLLCALL_DATA_DIR: folderOf(sandbox),
    PINGONE_TOKEN_AUTH_METHOD: tenant.worker.authMethod === 'CLIENT_SECRET_POST' ? 'post' : 'basic',
  };
}

/** A gateway within this process, on a free port. */
export async function startGateway(env: Environment = {}, output: Output = record()): Promise<Serving> {
  return await serve(loadConfig({ env: { PORT: '0', ROLLCALL_LOG_LEVEL: 'silent', ...env } }), output);
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** One operation over HTTP. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as Pick<Answer, 'data' | 'errors'>) };
}

/** Tries again until it holds: for what happens in the background soon, at a moment nobody announces. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Expected it to hold within ${seconds} s; it did not.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
