import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL of a test's own. */
export interface TestPostgres {
  /** Makes an empty database, and answers its address. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const user = 'rollcall';

/** Folder of PostgreSQL's programs; null: it is not installed. Debian keeps them off the PATH. */
export const postgresPrograms: string | null = findPrograms();

function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return (
    folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ??
    null
  );
}

/** Starts one on a free port of 127.0.0.1, with its files in a folder that `stop` removes. */
export async function startPostgres(): Promise<TestPostgres> {
  if (postgresPrograms === null)
    throw new Error('PostgreSQL is not installed: initdb and postgres were not found.');
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  const identity = ordinaryUser();
  if ('uid' in identity) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const options = { ...identity, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  execFileSync(
    join(postgresPrograms, 'initdb'),
    ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, stdio: 'pipe' },
  );
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    'fsync=off',
  ];
  const server = spawn(
    join(postgresPrograms, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(server, 'exit');
  // Also when the test ends without having stopped it.
  const kill = (): void => void server.kill('SIGQUIT');
  process.once('exit', kill);
  await ready(server.stderr, ended);

  const address = (name: string): string => `postgresql://${user}@127.0.0.1:${port}/${name}`;
  let made = 0;
  return {
    async createDatabase() {
      made += 1;
      const name = `test_${made}`;
      const client = new Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    async stop() {
      process.off('exit', kill);
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function ordinaryUser(): { readonly uid: number; readonly gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString());
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // Not a user of this machine.
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody".');
}

async function ready(output: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  let text = '';
  const listening = new Promise<void>((resolve) => {
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('ready to accept connections')) resolve();
    });
  });
  const over = ended.then(() => {
    throw new Error(`PostgreSQL did not start:\n${text}`);
  });
  await Promise.race([listening, over]);
  over.catch(() => undefined);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Expected a port.');
  return address.port;
}
