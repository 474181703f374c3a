import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';

/** Beside the built code: the same place from `src/store` and from `dist/chunks`. Named after the database that can read it. */
const file = new URL(`../../dist/database-${version()}.tar.gz`, import.meta.url);

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Readonly<Record<string, string>> };
  return dependencies['@electric-sql/pglite'] ?? 'unknown';
}

/**
 * The files of an empty embedded database, as the build made them: to unpack them takes a third of the time in which PGlite
 * makes new ones. Null: there was no build.
 */
export async function embeddedTemplate(): Promise<Blob | null> {
  return existsSync(file) ? new Blob([await readFile(file)], { type: 'application/x-gzip' }) : null;
}

/** Part of the build; seconds, unless an earlier build has made it. */
export async function makeTemplate(): Promise<void> {
  if (existsSync(file)) return;
  const pglite = await PGlite.create();
  const dump = await pglite.dumpDataDir('gzip');
  await pglite.close();
  // A gateway that starts meanwhile sees all of it or none.
  const draft = new URL(`${file.href}.${process.pid}`);
  await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
  await rename(draft, file);
}
