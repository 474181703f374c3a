/**
 * The build, after the types were checked: the bundle, the files of an empty database, and the compiled code of what each start runs. With `--is-built` nothing is made, and the
 * exit code is 1 where `dist` is not of the sources as they are now.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, isBuilt, readRecord, writeRecord } from './build-record.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(project, 'dist');

async function makeBuild(): Promise<void> {
  // Taken first: what changes meanwhile is not in this build.
  const sources = fingerprint(project);
  const last = readRecord(dist);
  const { bundle } = await import('./bundle.ts');
  const { program, files } = await bundle(dist);
  const { makeTemplate } = await import('../store/embedded-template.ts');
  await makeTemplate();
  // A gateway that runs may still load what the build before this one made.
  removeAllBut(new Set([...files, ...(last?.files ?? [])]));
  const { compileAhead } = await import('./compile-ahead.ts');
  const code = await compileAhead(dist, program).catch((error: unknown) => {
    // Where nothing may listen, say: every start compiles, and all else is the same.
    process.stderr.write(`No compiled code is kept, so every start takes longer: ${String(error)}\n`);
    return [];
  });
  writeRecord(dist, { sources, files: [...files, ...code], node: process.version });
}

/** The files of an empty database stay too: they are named after the version that can read them. */
function removeAllBut(kept: ReadonlySet<string>): void {
  for (const name of readdirSync(dist)) {
    if (kept.has(name) || name === 'chunks' || /^database-.*\.tar\.gz$/.test(name)) continue;
    rmSync(join(dist, name), { recursive: true });
  }
  for (const name of readdirSync(join(dist, 'chunks'))) {
    if (!kept.has(join('chunks', name))) rmSync(join(dist, 'chunks', name));
  }
}

if (process.argv.includes('--is-built')) process.exitCode = isBuilt(project, dist) ? 0 : 1;
else await makeBuild();
