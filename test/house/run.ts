import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a tool of the project as a person would; its output is the failure's text. */
export function run(
  tool: string,
  ...args: readonly string[]
): { readonly code: number; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync('npx', ['--no-install', tool, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  if (error !== undefined) throw error;
  return { code: status ?? 1, output: `${stdout}${stderr}` };
}
