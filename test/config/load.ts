import { resolve } from 'node:path';
import { type ConfigInput, type GatewayConfig, loadConfig } from '../../src/config.ts';
import { ConfigError, type ConfigProblem } from '../../src/config/problems.ts';
import type { ReadFile } from '../../src/config/read-file.ts';

export const ENVIRONMENT = '1b2c3d4e-5f60-4a1b-8c2d-3e4f5a6b7c8d';
export const OTHER_ENVIRONMENT = '9b2c3d4e-5f60-4a1b-8c2d-3e4f5a6b7c8d';
export const CLIENT = '7d1f0a52-0c3b-4e55-9a0e-2f6f9f1f7c11';

/** The four variables that connect a tenant. */
export const FOUR = {
  PINGONE_ENVIRONMENT_ID: ENVIRONMENT,
  PINGONE_CLIENT_ID: CLIENT,
  PINGONE_CLIENT_SECRET: 'S3cret~of.the-worker',
  PINGONE_REGION: 'eu',
} as const;

/** Where a relative path of the configuration file leads. */
export function resolvePath(path: string): string {
  return resolve('/srv', path);
}

/** A file system of texts; a `[text, mode]` pair gives its permissions too. */
export function files(contents: Record<string, string | readonly [string, number]>): ReadFile {
  return (path) => {
    const content = contents[path];
    if (content === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    return typeof content === 'string'
      ? { text: content, mode: 0o100600 }
      : { text: content[0], mode: content[1] };
  };
}

export function load(input: ConfigInput): GatewayConfig {
  return loadConfig({ readFile: files({}), folder: '/srv', ...input });
}

export function loadFile(
  yaml: string,
  env: Record<string, string> = {},
  others: Record<string, string> = {},
): GatewayConfig {
  return load({
    env,
    options: { config: 'rollcall.yaml' },
    readFile: files({ '/srv/rollcall.yaml': yaml, ...others }),
  });
}

/** The mistakes that are found; empty when the configuration is accepted. */
export function mistakes(attempt: () => unknown): readonly ConfigProblem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
