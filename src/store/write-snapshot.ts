import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { sweepLines } from '../directory/snapshot/snapshot-codec.ts';
import type { SnapshotKey } from '../directory/snapshot/snapshot-store.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import { Turns } from '../upstream/turns.ts';
import { ownFolder, syncFolder } from './owned-files.ts';
import { headerLine, trailerLine } from './snapshot-header.ts';
import type { SnapshotPlace } from './snapshot-place.ts';

/** Drafts that nobody has written to for so long were left by a process that ended; milliseconds. */
const abandonedMs = 600_000;

/**
 * Writes a sweep beside its place and puts it there when it is on the disk. Answers the size of the file in bytes.
 * @throws whatever the file system says; then what was there before is still there.
 */
export async function writeSnapshot(
  { folder, path }: SnapshotPlace,
  key: SnapshotKey,
  version: string,
  sweep: Sweep,
): Promise<number> {
  await ownFolder(folder);
  await removeAbandoned(folder, `${basename(path)}.`);
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    const size = await writeDraft(draft, headerLine(key, version, sweep), sweep);
    await rename(draft, path);
    await syncFolder(folder);
    return size;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeDraft(draft: string, header: string, sweep: Sweep): Promise<number> {
  const file = await open(draft, 'wx', 0o600);
  try {
    await pipeline(
      Readable.from(snapshotLines(header, sweep)),
      // Better compression takes three times as long for a tenth of the size.
      createGzip({ level: constants.Z_BEST_SPEED }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) await file.appendFile(chunk);
      },
    );
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

async function* snapshotLines(header: string, sweep: Sweep): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256');
  const turns = new Turns();
  let lines = 0;
  const hashed = (line: string): Buffer => {
    const bytes = Buffer.from(`${line}\n`, 'utf8');
    hash.update(bytes);
    lines += 1;
    return bytes;
  };
  yield hashed(header);
  for (const line of sweepLines(sweep)) {
    yield hashed(line);
    await turns.pause();
  }
  yield Buffer.from(`${trailerLine({ lines, sha256: hash.digest('hex') })}\n`, 'utf8');
}

async function removeAbandoned(folder: string, prefix: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.draft')) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { force: true });
  }
}
