import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the snapshot of a directory is. */
export interface SnapshotPlace {
  readonly folder: string;
  readonly path: string;
}

const longestName = 120;

/** The place for a directory's key, whatever characters that has: no key leads out of the folder, and no two to one file. */
export function snapshotPlace(dataDirectory: string, key: string): SnapshotPlace {
  const folder = join(dataDirectory, 'snapshots');
  return { folder, path: join(folder, `${nameOf(key)}.jsonl.gz`) };
}

/** Capital letters are written out too: some file systems take them for small ones. */
function nameOf(key: string): string {
  const bytes = Buffer.from(key, 'utf8');
  const name = Array.from(bytes, (byte) => {
    const character = String.fromCodePoint(byte);
    return /[a-z0-9_-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  if (name !== '' && name.length <= longestName) return name;
  // No other name begins with a percent sign and a letter beyond f.
  return `%sha256-${createHash('sha256').update(bytes).digest('hex')}`;
}
