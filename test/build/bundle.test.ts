import { isAscii } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '../../src/build/bundle.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { ask, environmentOf } from '../cli/gateway.ts';
import { addressOf, BuiltGateway } from './built-gateway.ts';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const built = new BuiltGateway();
let made: Bundle = { program: '', files: [], asked: [] };
beforeAll(async () => {
  made = await built.make();
});
afterAll(() => built.remove());

const codeFiles = (): string[] => made.files.filter((file) => /\.c?js$/.test(file));
const textOf = (file: string): string => readFileSync(join(built.folder, 'dist', file), 'utf8');

describe('the bundle', () => {
  test('is the program, and main.js above it', () => {
    expect(codeFiles()).toEqual([made.program, 'main.js']);
    expect(made.program).toMatch(/^chunks\/program-\w+\.cjs$/);
    expect(textOf('main.js')).toMatch(
      /^#!\/usr\/bin\/env -S node --max-semi-space-size=32 --heap-growing-percent=100\n/,
    );
  });

  test('asks for no package at run time but those with files of their own', () => {
    expect(made.asked).toEqual(['@electric-sql/pglite', '@electric-sql/pglite/nodefs', 'pg']);
    // In a script whose code is kept, Node does not know what it would be of.
    expect(textOf(made.program)).not.toMatch(/\bimport\(/);
  });

  test('has what modules read beside themselves at the same place as the sources', () => {
    const readers = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && readFileSync(join(source, path), 'utf8').includes('import.meta.url'),
    );
    // Two folders deep, as the program is in `dist/chunks`. `main.ts` and `explorer.ts` look at nothing below themselves.
    const elsewhere = readers.filter((path) => !/^[a-z]+[\\/][^\\/]+$/.test(path));
    expect(elsewhere).toEqual(['explorer.ts', 'main.ts']);
    expect(readers.length).toBeGreaterThan(elsewhere.length);
  });

  test('is of ASCII alone, as who reads it takes it to be', () => {
    expect(codeFiles().filter((file) => !isAscii(Buffer.from(textOf(file))))).toEqual([]);
    // Of a regular expression in `src/identities`.
    expect(textOf(made.program)).toContain(String.raw`[*xX\u2022]`);
  });

  test('cannot be switched to what graphql and others do for developers', () => {
    expect(codeFiles().filter((file) => textOf(file).includes('process.env.NODE_ENV'))).toEqual([]);
  });
});

describe('the built gateway', () => {
  test('answers GraphQL over HTTP, and its own errors are told from foreign ones', async () => {
    const gateway = built.run(['--port', '0']);
    const url = await addressOf(gateway);
    const read = await ask(url, '{ users(first: 2, filter: { directory: "scim" }) { nodes { username } } }');
    expect(read.errors).toBeUndefined();
    expect(read.data).toMatchObject({ users: { nodes: [{}, {}] } });
    // Errors of parsing, validating and of resolvers: with two copies of graphql some would be masked.
    for (const [query, said] of [
      ['{ users(', /Syntax Error/],
      ['{ userz { id } }', /Cannot query field "userz"/],
      ['{ node(id: "nonsense") { id } }', /id/],
    ] as const) {
      const { errors } = await ask(url, query);
      expect(errors?.[0]?.message).toMatch(said);
      expect(errors?.[0]?.extensions?.['code']).not.toBe('INTERNAL');
    }
    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Rollcall');
    expect(html).toContain('admin::admin_without_factor');
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_cpu_seconds_total');
    expect(gateway.err()).toBe('');
  });

  test('knows its version, helps, and tells mistakes with the exit code 2', async () => {
    const { version } = JSON.parse(readFileSync(join(built.folder, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    for (const [args, code, said] of [
      [['--version'], 0, version],
      [['doctor', '--help'], 0, 'rollcall doctor'],
      [['ledger', '--help'], 0, 'rollcall ledger'],
      [['sandbox', '--help'], 0, 'rollcall sandbox'],
      [['keys', 'create', '--name', 'ci'], 2, '--role'],
      [['sandbox', '--users', '0'], 2, '--users'],
      [['ledger', 'verify'], 1, 'There is no database'],
      [['serv'], 2, 'There is no command "serv".'],
    ] as const) {
      const begun = built.run(args);
      expect(await begun.ended, begun.err()).toBe(code);
      expect(begun.out() + begun.err()).toContain(said);
      expect(begun.err()).not.toMatch(/\n {4}at /);
    }
  });

  test('runs the commands that need no gateway', async () => {
    const sandbox = await startSandbox({ users: 8, seed: 3 });
    const env = environmentOf(sandbox);
    const begun = [
      built.run(['doctor'], env),
      built.run(['findings', '--fail-on', 'low', '--format', 'sarif'], env),
      built.run(['export', 'users', '--format', 'csv'], env),
      built.run(['keys', 'create', '--name', 'ci', '--role', 'viewer'], env),
    ];
    const [doctor, findings, exported, keys] = begun;
    const codes = await Promise.all(begun.map(({ ended }) => ended));
    await sandbox.close();
    expect(codes, begun.map(({ err }) => err()).join('\n')).toEqual([0, 1, 0, 0]);
    expect(doctor?.out()).toContain('READ_USERS');
    expect(JSON.parse(findings?.out() ?? '')).toMatchObject({ version: '2.1.0' });
    expect(exported?.out().split('\r\n')).toHaveLength(8 + 3);
    expect(keys?.out()).toMatch(/^gw1_/);
  });
});
