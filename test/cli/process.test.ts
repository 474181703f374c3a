import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { ask, environmentOf, startGateway, until } from './gateway.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<number | null>;
  readonly out: () => string;
  readonly err: () => string;
}

const children: Running[] = [];
afterEach(async () => {
  for (const { child, ended } of children.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});

/** The command as a process of its own, with no setting but these. */
function rollcall(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk));
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  const running = { child, ended, out: () => text.out, err: () => text.err };
  children.push(running);
  return running;
}

/** The address in the line that announces it. */
async function address(running: Running): Promise<string> {
  await until(() => running.out().includes('/graphql') || running.child.exitCode !== null, 30);
  const found = /http:\/\/127\.0\.0\.1:\d+/.exec(running.out())?.[0];
  if (found === undefined) throw new Error(`Expected an address; received ${running.out()}${running.err()}`);
  return found;
}

describe('rollcall without configuration', () => {
  test('says in one line where GraphiQL is, answers, and ends when asked to', async () => {
    const running = rollcall(['--port', '0']);
    const url = await address(running);
    expect(running.out().trimEnd().split('\n')).toHaveLength(1);
    expect(running.out()).toBe(
      `Nothing is configured: simulated directories answer (PingOne with 2,000 people, Okta, SCIM). Open ${url}/graphql\n`,
    );
    const { data } = await ask(
      url,
      '{ users(first: 1, filter: { directory: "sandbox" }) { totalCount } directories { key provider isPrimary } }',
    );
    expect(data).toEqual({
      users: { totalCount: 2000 },
      directories: [
        { key: 'sandbox', provider: 'PINGONE', isPrimary: false },
        { key: 'okta', provider: 'OKTA', isPrimary: true },
        { key: 'scim', provider: 'SCIM', isPrimary: false },
      ],
    });
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(running.err()).toBe('');
  });
});

test('SIGTERM lets a request under way be answered, then ends with 0', async () => {
  const sandbox = await startSandbox({ users: 20, seed: 3 });
  const running = rollcall(['--port', '0'], environmentOf(sandbox));
  const url = await address(running);
  sandbox.faults.add({ route: /users$/, fault: { kind: 'latency', delayMs: 500 } });
  const slow = ask(url, '{ users(first: 1) { totalCount } }');
  await until(() => sandbox.faults.fired > 0);
  running.child.kill('SIGTERM');
  expect((await slow).data).toEqual({ users: { totalCount: 20 } });
  expect(await running.ended).toBe(0);
  await sandbox.close();
});

describe('mistakes', () => {
  test('in the configuration are told all at once, with exit code 2 and without the secret', async () => {
    const running = rollcall(['--port', '99999'], {
      PINGONE_ENVIRONMENT_ID: 'not-an-id',
      PINGONE_CLIENT_SECRET: 'canary-secret-value',
      PINGONE_REGION: 'mars',
      HOST: '0.0.0.0',
    });
    expect(await running.ended).toBe(2);
    for (const setting of [
      'PINGONE_ENVIRONMENT_ID',
      'PINGONE_CLIENT_ID',
      'PINGONE_REGION',
      '--port',
      'HOST',
    ]) {
      expect(running.err()).toContain(`${setting}: expected`);
    }
    expect(running.err()).toContain('Callers are not authenticated');
    expect(running.err()).not.toMatch(/\n {4}at /);
    expect(running.out() + running.err()).not.toContain('canary-secret-value');
  });

  test('on the command line name what was probably meant and where the rest is told, with exit code 2', async () => {
    const [command, option] = [rollcall(['serv']), rollcall(['--prot', '1'])];
    expect(await Promise.all([command.ended, option.ended])).toEqual([2, 2]);
    expect(command.err()).toBe(
      'There is no command "serv". Did you mean serve? rollcall --help lists them.\n',
    );
    expect(option.err()).toBe(
      'There is no option --prot. Did you mean --port? rollcall --help lists them.\n',
    );
  });

  test('a port that is taken is one line that says what to do, with exit code 2', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const running = rollcall(['--port', String(port)]);
    expect(await running.ended).toBe(2);
    other.close();
    expect(running.err().trimEnd().split('\n')).toEqual([
      `Port ${port} on 127.0.0.1 is in use by another process. Set PORT or --port to another one, or to 0 for any free one.`,
    ]);
    expect(running.out()).toBe('');
  });

  test('a port that is taken is found before the folder for files is made', async () => {
    const sandbox = await startSandbox({ users: 2, seed: 3 });
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-process-'));
    const made = join(folder, 'data');
    const env = { ...environmentOf(sandbox), ROLLCALL_DATA_DIR: made, PORT: String(port) };
    await expect(startGateway(env)).rejects.toThrow(/is in use by another process/);
    expect(existsSync(made)).toBe(false);
    other.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

test('--help and --version answer and end with 0', async () => {
  const [help, version] = [rollcall(['--help']), rollcall(['--version'])];
  expect(await Promise.all([help.ended, version.ended])).toEqual([0, 0]);
  expect(help.out()).toContain('rollcall sandbox');
  expect(help.out()).toContain('Settings come from the environment too; docs/settings.md lists them.');
  expect(version.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(help.err() + version.err()).toBe('');
});

test('doctor ends with 0 where everything works', async () => {
  const sandbox = await startSandbox({ users: 20, seed: 3 });
  const running = rollcall(['doctor'], environmentOf(sandbox));
  expect(await running.ended).toBe(0);
  await sandbox.close();
  expect(running.out()).toContain('READ_USERS');
  expect(running.out() + running.err()).not.toContain(sandbox.tenant.worker.clientSecret);
});

describe('rollcall findings and rollcall export', () => {
  test('write nothing but the answer to the standard output, and tell a pipeline by the exit code', async () => {
    const sandbox = await startSandbox({ users: 8, seed: 3 });
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-process-'));
    const env = { ...environmentOf(sandbox), ROLLCALL_DATA_DIR: folder };
    const found = rollcall(['findings', '--fail-on', 'low', '--format', 'sarif'], env);
    const exported = rollcall(['export', 'users', '--format', 'csv'], env);
    expect(await found.ended, found.err()).toBe(1);
    expect(JSON.parse(found.out())).toMatchObject({ version: '2.1.0' });
    expect(await exported.ended, exported.err()).toBe(0);
    expect(exported.out().split('\r\n')).toHaveLength(8 + 3);
    for (const argv of [
      ['findings', '--help'],
      ['export', '--help'],
    ]) {
      const help = rollcall(argv);
      expect(await help.ended).toBe(0);
      expect(help.out()).toMatch(/^rollcall (findings|export): /);
    }
    const wrong = rollcall(['export', 'secrets']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.err()).toMatch(
      /^Expected one of findings, users, entitlements, decisions; received "secrets"\. See rollcall export --help\.\n$/,
    );
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
});
