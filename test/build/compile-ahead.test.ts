import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compileAhead, startFlags } from '../../src/build/compile-ahead.ts';
import { ask } from '../cli/gateway.ts';
import { addressOf, BuiltGateway } from './built-gateway.ts';

const built = new BuiltGateway();
const dist = join(built.folder, 'dist');
const probe = join(built.folder, 'probe.cjs');
/** Of the start without flags, which the tests spoil. */
const spoilt = { file: '', code: Buffer.alloc(0) };
const program = { file: '', text: '' };
let kept: readonly string[] = [];

beforeAll(async () => {
  const made = await built.make();
  kept = await compileAhead(dist, made.program);
  program.file = join(dist, made.program);
  program.text = readFileSync(program.file, 'utf8');
  spoilt.file = join(dist, kept[startFlags.findIndex((flags) => flags.length === 0)] ?? '');
  spoilt.code = readFileSync(spoilt.file);
  // What Node itself has loaded, it remembers.
  writeFileSync(
    probe,
    `process.on('exit', () => process.stdout.write(Object.keys(require.cache).some((file) => file.endsWith('.cjs') && file !== __filename) ? 'anew' : 'kept'));`,
  );
}, 60_000);
beforeEach(() => {
  writeFileSync(spoilt.file, spoilt.code);
  writeFileSync(program.file, program.text);
});
afterAll(() => built.remove());

/** Whether a start takes kept code or compiles anew; it has to do what it was asked for. */
async function start(flags: readonly string[] = []): Promise<string> {
  const args = [...flags, '--require', probe, join(dist, 'main.js'), '--version'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env['PATH'] },
  });
  expect(stderr).toBe('');
  const [version, how = ''] = stdout.split('\n');
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  return how;
}

test.each(startFlags)('a start takes the code that was kept for its flags: %s', async (...flags) => {
  expect(kept).toHaveLength(startFlags.length);
  expect(await start(flags)).toBe('kept');
});

test('a gateway with kept code answers', async () => {
  const gateway = built.run(['--port', '0']);
  const { data, errors } = await ask(await addressOf(gateway), '{ users(first: 3) { nodes { username } } }');
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ users: { nodes: [{}, {}, {}] } });
  expect(gateway.err()).toBe('');
});

test('with flags that nobody kept code for, it compiles anew', async () => {
  expect(await start(['--max-old-space-size=300'])).toBe('anew');
});

test('where stack traces are to name the sources, it compiles anew', async () => {
  expect(await start(['--enable-source-maps'])).toBe('anew');
});

test.each<readonly [string, (code: Buffer) => Buffer]>([
  ['has a byte that is another', (code) => code.fill((code.at(5_000) ?? 0) ^ 0x55, 5_000, 5_001)],
  ['ends early', (code) => code.subarray(0, 1_000_000)],
  ['is empty', () => Buffer.alloc(0)],
])('code that %s is not taken', async (_, damage) => {
  writeFileSync(spoilt.file, damage(Buffer.from(spoilt.code)));
  expect(await start()).toBe('anew');
});

test('code of another text of the same length is not taken', async () => {
  writeFileSync(program.file, program.text.replace('"use strict"', '"use STRICT"'));
  expect(await start()).toBe('anew');
});

test('what V8 itself turns down is compiled from the text', async () => {
  const other = kept.find((file) => join(dist, file) !== spoilt.file) ?? '';
  copyFileSync(join(dist, other), spoilt.file);
  expect(await start()).toBe('kept');
});

test('the code of another Node is not looked for', () => {
  for (const file of kept) expect(file).toContain(`.cjs.${process.version}-${process.platform}-`);
});
