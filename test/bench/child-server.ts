import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface ChildServer {
  readonly origin: string;
  readonly pid: number;
  close(): Promise<void>;
}

export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Starts `node` with these arguments in the folder of the project, and waits for the line in which it tells its address.
 * @throws when it ends before.
 */
export async function startChildServer(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ChildServer> {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  // A bench that fails leaves no server behind.
  const leave = (): void => void child.kill('SIGKILL');
  process.once('exit', leave);
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`${args.at(-1) ?? ''} ended with ${code} before it listened.`)),
    );
    createInterface(child.stdout).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    origin,
    pid: child.pid ?? 0,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      process.off('exit', leave);
    },
  };
}

/** What the person at the terminal has configured is not what is measured. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(PINGONE|ROLLCALL)_|^(HOST|PORT|NODE_ENV|NODE_OPTIONS)$/.test(name),
    ),
  );
}
