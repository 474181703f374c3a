import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { compile, loadCompiled } from '../../src/build/compiled-code.ts';

// How a whole program is started with its code, or without it where that does not fit, is in test/build/compile-ahead.test.ts.
const folder = mkdtempSync(join(tmpdir(), 'rollcall-compiled-'));
const file = join(folder, 'program.cjs');
writeFileSync(file, `'use strict'; exports.place = __filename; exports.join = require('node:path').join;`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function works(exported: unknown): void {
  expect(exported).toEqual({ place: file, join });
}

test('a file exports the same by itself, while its code is kept, and with that code', () => {
  vi.spyOn(process, 'sourceMapsEnabled', 'get').mockReturnValue(false);
  works(loadCompiled(file));
  const compiled = compile(file);
  works(compiled.exports);
  expect(existsSync(compiled.keep())).toBe(true);
  works(loadCompiled(file));
});
