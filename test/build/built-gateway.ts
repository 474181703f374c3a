import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundle } from '../../src/build/bundle.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** A command of the built gateway that has begun. */
interface Begun {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<number | null>;
  readonly out: () => string;
  readonly err: () => string;
}

/** The bundle of the sources as they are, in a folder of its own: the project's `dist` may be old, and in use. */
export class BuiltGateway {
  readonly folder = mkdtempSync(join(tmpdir(), 'rollcall-built-'));
  readonly #begun: Begun[] = [];

  async make(): Promise<Bundle> {
    for (const name of ['package.json', 'schema', 'node_modules'])
      symlinkSync(join(project, name), join(this.folder, name));
    return await bundle(join(this.folder, 'dist'));
  }

  /** Begins a command, with no setting but these. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Begun {
    const child = spawn(process.execPath, [join(this.folder, 'dist/main.js'), ...args], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'] ?? '', ROLLCALL_DATA_DIR: join(this.folder, 'data'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const text = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk));
    const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
    const begun = { child, ended, out: () => text.out, err: () => text.err };
    this.#begun.push(begun);
    return begun;
  }

  async remove(): Promise<void> {
    for (const { child, ended } of this.#begun) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The address in the line that announces it. @throws when the process ends before. */
export async function addressOf({ child, ended, out, err }: Begun): Promise<string> {
  const find = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(out())?.[0];
  const found = await new Promise<string | undefined>((resolve) => {
    const look = (): void => {
      const address = find();
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', look);
    look();
    void ended.then(() => resolve(find()));
  });
  if (found === undefined) throw new Error(`Expected an address; received ${out()}${err()}`);
  return found;
}
