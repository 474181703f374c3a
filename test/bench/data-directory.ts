import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let template: Promise<string> | null = null;

/**
 * A folder for a gateway's files in which its database is made already, and nothing else is known: making one takes seconds, once in
 * the life of a gateway, and what an earlier run kept of its directory would answer in place of it.
 * @param make starts a gateway over an empty folder, and ends it.
 */
export async function dataDirectory(make: (folder: string) => Promise<void>): Promise<string> {
  template ??= madeBy(make);
  const folder = newFolder();
  cpSync(await template, folder, { recursive: true });
  return folder;
}

async function madeBy(make: (folder: string) => Promise<void>): Promise<string> {
  const folder = newFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await make(folder);
  return folder;
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
}
