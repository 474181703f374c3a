import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeText } from '../../src/cli/output-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-output-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* text(fails = false): AsyncGenerator<string> {
  yield 'personal data';
  if (fails) throw new Error('cut off');
}

const target = (path: string, force = false) => ({
  path,
  force,
  data: new Writable(),
  signal: new AbortController().signal,
});

test('a link that lies where a part of the file could be is not followed', async () => {
  const [path, other] = [join(folder, 'out.csv'), join(folder, 'other')];
  await writeFile(other, 'of somebody else');
  await symlink(other, `${path}.part`);
  await writeText(text(), target(path));
  expect(await readFile(path, 'utf8')).toBe('personal data');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(other, 'utf8')).toBe('of somebody else');
  expect((await readdir(folder)).toSorted()).toEqual(['other', 'out.csv', 'out.csv.part']);
});

test('what is cut off leaves neither a part nor the claim of its name', async () => {
  await expect(writeText(text(true), target(join(folder, 'out.csv')))).rejects.toThrow('cut off');
  expect(await readdir(folder)).toEqual([]);
});
