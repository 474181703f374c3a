import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fingerprint, isBuilt, writeRecord } from '../../src/build/build-record.ts';

const project = mkdtempSync(join(tmpdir(), 'rollcall-record-'));
const dist = join(project, 'dist');
const record = (node: string): void =>
  writeRecord(dist, { sources: fingerprint(project), files: ['main.js', 'chunks/serve-1.js'], node });
const write = (path: string, text = path): void => writeFileSync(join(project, path), text);

beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  for (const part of ['build', 'cli']) mkdirSync(join(project, 'src', part), { recursive: true });
  mkdirSync(join(dist, 'chunks'), { recursive: true });
  for (const path of ['main.ts', 'cli/serve.ts', 'build/bundle.ts']) write(`src/${path}`);
  for (const path of ['main.js', 'chunks/serve-1.js']) write(`dist/${path}`);
  for (const name of ['package', 'package-lock', 'tsconfig', 'tsconfig.build']) write(`${name}.json`);
  record(process.version);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('a build stands as long as nothing changes', () => {
  expect(isBuilt(project, dist)).toBe(true);
});

test.each<readonly [string, () => void]>([
  ['a source has another text', () => write('src/cli/serve.ts', 'longer than before')],
  // As after a checkout of an older commit, or of a copy that keeps times.
  ['a source is older than it was', () => utimesSync(join(project, 'src/main.ts'), 1, 1)],
  ['a source is new', () => write('src/cli/new.ts')],
  ['a source is gone', () => rmSync(join(project, 'src/cli/serve.ts'))],
  ['other packages are wanted', () => write('package-lock.json', '{ "changed": true }')],
  ['the build itself has changed', () => write('src/build/bundle.ts', 'another bundle')],
  ['a file of the build is gone', () => rmSync(join(dist, 'chunks/serve-1.js'))],
  // The compiled code that it keeps is for nobody else.
  ['another Node made it', () => record('v20.0.0')],
  ['the record is not readable', () => write('dist/build.json', '{')],
  ['there was no build', () => rmSync(dist, { recursive: true })],
])('it does not stand when %s', (_, change) => {
  change();
  expect(isBuilt(project, dist)).toBe(false);
});
