/**
 * A process of its own, with the flags of a later start: runs the program of a build until it has answered, over a directory and over the
 * simulated ones, and keeps the code of what has run. V8 compiles a function when it is first called: code that is kept before that
 * would hold little.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from './compiled-code.ts';

/** What `src/cli/run-command.ts` exports. */
interface Program {
  readonly runCommand: (argv: readonly string[]) => Promise<unknown>;
}

/** What the program prints. */
class Printed {
  #text = '';

  write(text: string | Uint8Array): true {
    this.#text += String(text);
    return true;
  }

  /** And forgets it. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

/** An answer of the gateway whose address was printed. @throws {Error} when there is none. */
async function ask(printed: string): Promise<void> {
  const address = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(printed)?.[0];
  if (address === undefined) throw new Error(`Expected the address of a gateway, received "${printed}".`);
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ users(first: 2) { nodes { id username } pageInfo { hasNextPage } } }' }),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"errors"'))
    throw new Error(`Expected users, received ${response.status} ${answer.slice(0, 500)}.`);
}

async function warmUp(file: string): Promise<string> {
  const program = compile(file);
  const { runCommand } = program.exports as Program;
  const printed = new Printed();
  process.stdout.write = (text: string | Uint8Array): boolean => printed.write(text);
  const data = mkdtempSync(join(tmpdir(), 'rollcall-warm-up-'));
  // Nobody's own settings, which may name a real directory.
  process.chdir(data);
  try {
    await runCommand(['sandbox', '--users', '100']);
    for (const [, name = '', value] of printed.take().matchAll(/^export (\w+)=(.*)$/gm))
      process.env[name] = value;
    await runCommand(['--port', '0', '--data-dir', join(data, 'rollcall')]);
    await ask(printed.take());
    for (const name of Object.keys(process.env)) if (name.startsWith('PINGONE_')) delete process.env[name];
    await runCommand(['--port', '0', '--data-dir', join(data, 'sandbox')]);
    await ask(printed.take());
    return program.keep();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

for (const name of Object.keys(process.env))
  if (!/^(PATH|HOME|TMPDIR|TEMP|TMP|SYSTEMROOT|NODE_ENV)$/i.test(name)) delete process.env[name];
const [, , file = ''] = process.argv;
const tell = process.stdout.write.bind(process.stdout);
const place = await warmUp(file);
tell(place, () => process.exit(0));
