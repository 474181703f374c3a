import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build leaves about itself in its folder. */
export interface BuildRecord {
  /** Of the sources that it was made from. */
  readonly sources: string;
  /** What it wrote, relative to its folder. */
  readonly files: readonly string[];
  /** The Node that made it: no other can use the code that it keeps. */
  readonly node: string;
}

const others = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Changes with every source of this project, with the build itself, and with the packages that it wants. */
export function fingerprint(project: string): string {
  const sources = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', path));
  const hash = createHash('sha256');
  for (const path of [...sources.toSorted(), ...others]) {
    const { size, mtimeMs } = statSync(join(project, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

export function writeRecord(dist: string, record: BuildRecord): void {
  writeFileSync(join(dist, 'build.json'), JSON.stringify(record));
}

/** Null: there was no build, or one of before there were records. */
export function readRecord(dist: string): BuildRecord | null {
  try {
    return JSON.parse(readFileSync(join(dist, 'build.json'), 'utf8')) as BuildRecord;
  } catch {
    return null;
  }
}

/** Whether all of a build is there, made by this Node, and no source has changed since. */
export function isBuilt(project: string, dist: string): boolean {
  const last = readRecord(dist);
  if (last?.sources !== fingerprint(project) || last.node !== process.version) return false;
  return last.files.every((name) => existsSync(join(dist, name)));
}
