import { execFile } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../..', import.meta.url));
const warmUp = fileURLToPath(new URL('warm-up.ts', import.meta.url));

/** V8 takes code only with the flags that it was made with: those of `npm start` and of `rollcall`, and none, as in `node dist/main.js`. */
export const startFlags: readonly [readonly string[], ...(readonly string[])[]] = [
  ['--max-semi-space-size=32', '--heap-growing-percent=100'],
  [],
];

/**
 * Has the code of a program kept beside it, for the `node` that runs the build, and for each way of starting it.
 * @returns what was written, relative to the folder.
 * @throws {Error} when the program did not run.
 */
export async function compileAhead(folder: string, program: string): Promise<readonly string[]> {
  return await Promise.all(
    startFlags.map(async (flags) => {
      const args = [...flags, '--import', 'tsx', warmUp, join(folder, program)];
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: project,
        env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
        timeout: 120_000,
      });
      return relative(folder, stdout);
    }),
  );
}
