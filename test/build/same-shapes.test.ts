import { execFileSync } from 'node:child_process';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { runInNewContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type Script, withSameShapes } from '../../src/build/same-shapes.ts';

function made(code: string): Script {
  const { code: written, map } = transformSync(code, { sourcemap: 'external', minifyWhitespace: true });
  return withSameShapes({ code: written, map });
}

describe('a script with objects of one kind made alike', () => {
  it.each([
    '({ ...{ a: 1, b: 2 }, b: 3 })',
    '({ ...{ a: 1 }, ...{ b: { ...{ c: 2 }, d: 3 } }, e: [{ ...[4] }] })',
    '((given) => { const { a, ...rest } = given; return { ...rest, a }; })({ a: 1, b: 2 })',
    '(({ ...all }) => ({ ...all }))({ a: 1 })',
    '((a, b) => { ({ a, ...b } = { a: 5, c: 6 }); return { ...b, a }; })()',
    "'{...given}' + `{${JSON.stringify({ ...{ a: 1 }, b: 2 })}}` + /{...a/.source",
    '({ ...JSON.parse(\'{"__proto__": 1}\'), own: 2 })',
    '({ ...null, ...undefined, ...false, a: 1 })',
  ])('says the same: %s', (code) => {
    const wanted: unknown = runInNewContext(code);
    expect(JSON.stringify(runInNewContext(made(code).code))).toBe(JSON.stringify(wanted));
  });

  it('has one shape for what one literal makes, also when members are added later', () => {
    const { code } = made(`
      const make = (n) => ({ ...{ a: n, b: 'b' }, c: n, d: 'd' });
      const added = (n) => Object.assign({ ...{ a: n } }, { b: n });
      for (const each of [make, added]) {
        for (let n = 0; n < 1000; n += 1) each(n);
        console.log(sameShape(each(1), each(2)));
      }
    `);
    const natives = `const sameShape = (a, b) => %HaveSameMap(a, b);${code}`;
    const told = execFileSync(process.execPath, ['--allow-natives-syntax', '-e', natives], {
      encoding: 'utf8',
    });
    expect(told).toBe('true\ntrue\n');
  });

  it('is mapped to its source as before', () => {
    const source = 'const one = { ...given, b: 1 };\nconst two = [{ ...one, c: here }, there];\n';
    const { code, map } = made(source);
    const read = new SourceMap(JSON.parse(map) as SourceMapPayload);
    for (const name of ['given', 'here', 'there']) {
      const column = code.indexOf(name);
      const found = read.findEntry(0, column);
      const line = source.split('\n')['originalLine' in found ? found.originalLine : -1] ?? '';
      expect('originalColumn' in found && line.slice(found.originalColumn).startsWith(name)).toBe(true);
    }
  });
});
