import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** The checksum of the text, then that of the code which was made of it. */
const sumsLength = 8;

/** A CommonJS file whose code can be kept. */
interface CompiledFile {
  readonly exports: unknown;
  /** Keeps the code of all functions that have run so far, for the next start. @returns where. */
  readonly keep: () => string;
}

/**
 * What a CommonJS file of a build exports, with the code that was kept of it: compiling the text anew would be a third of a start. Where
 * there is no such code, or it is of another `node` or other flags, or damaged, Node loads the text as it does any other.
 */
export function loadCompiled(file: string): unknown {
  // Stack traces that name the sources are made by Node's own loader alone.
  if (!process.sourceMapsEnabled) {
    const text = readFileSync(file);
    const code = keptCode(file, text);
    if (code !== null) return run(file, scriptOf(file, text, code));
  }
  return createRequire(file)(file) as unknown;
}

/** Runs a CommonJS file so that its code can be kept afterwards. */
export function compile(file: string): CompiledFile {
  const text = readFileSync(file);
  const script = scriptOf(file, text);
  return {
    exports: run(file, script),
    keep: () => {
      const code = script.createCachedData();
      const sums = Buffer.alloc(sumsLength);
      sums.writeUInt32LE(crc32(text));
      sums.writeUInt32LE(crc32(code), 4);
      const place = placeOf(file);
      // A gateway that starts meanwhile sees all of it or none.
      const draft = `${place}.${process.pid}`;
      writeFileSync(draft, Buffer.concat([code, sums]));
      renameSync(draft, place);
      return place;
    },
  };
}

/**
 * Where code is kept for this very `node` with these flags. V8 takes no code of another version or of other flags; whether the program
 * that made it was another of the same version, nobody would notice.
 */
function placeOf(file: string): string {
  const { version, platform, arch, execPath } = process;
  const maker = [version, platform, arch, statSync(execPath).size, cachedDataVersionTag()];
  return `${file}.${maker.join('-')}.code`;
}

/** Null where there is none, or where the text or the code are not what they were: V8 itself looks at their lengths alone, and crashes. */
function keptCode(file: string, text: Buffer): Buffer | null {
  let kept: Buffer;
  try {
    kept = readFileSync(placeOf(file));
  } catch {
    return null;
  }
  if (kept.length <= sumsLength) return null;
  const code = kept.subarray(0, -sumsLength);
  const sums = kept.subarray(-sumsLength);
  return sums.readUInt32LE() === crc32(text) && sums.readUInt32LE(4) === crc32(code) ? code : null;
}

/** The function that Node's own loader would make of the file, without `import()`. The text holds nothing but ASCII, as the build writes it. */
function scriptOf(file: string, text: Buffer, code?: Buffer): Script {
  const source = `(function (exports, require, module, __filename, __dirname) {${text.toString('latin1')}\n})`;
  return new Script(source, { filename: file, ...(code && { cachedData: code }) });
}

function run(file: string, script: Script): unknown {
  const module: { readonly exports: unknown } = { exports: {} };
  const body = script.runInThisContext() as (...parameters: readonly unknown[]) => void;
  body(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}
