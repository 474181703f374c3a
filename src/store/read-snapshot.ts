import { createHash } from 'node:crypto';
import { type FileHandle, lstat, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { SweepReader } from '../directory/snapshot/snapshot-codec.ts';
import type { SnapshotKey } from '../directory/snapshot/snapshot-store.ts';
import { DamagedSnapshot } from '../directory/snapshot/snapshot-value-reader.ts';
import type { Sweep } from '../directory/sweep/sweep.ts';
import { Turns } from '../upstream/turns.ts';
import { canOthersWrite, codeOf, isOthers, openUnfollowed, whyNotOwnFolder } from './owned-files.ts';
import { checkTrailer, LeftSnapshot, readHeader } from './snapshot-header.ts';
import type { SnapshotPlace } from './snapshot-place.ts';

/** In bytes; a line is as long as the longest row at most, or a few kilobytes. */
const longestLine = 64_000_000;
/** In bytes, expanded: a file of a few kilobytes can be made to expand to whatever memory there is. */
const mostBytes = 2_000_000_000;
const chunkSize = 65_536;
const lineEnd = 0x0a;

/**
 * The sweep in a file; null: there is no file.
 * @throws {DamagedSnapshot} when it is not whole, or of another tenant: it was removed.
 * @throws {LeftSnapshot} when it is not to be used for another reason: it is still there.
 */
export async function readSnapshot(
  place: SnapshotPlace,
  key: SnapshotKey,
  version: string,
): Promise<Sweep | null> {
  const file = await openOwn(place);
  if (file === null) return null;
  try {
    return await readOpened(file, key, version);
  } catch (error) {
    if (error instanceof DamagedSnapshot) await removeThis(place.path, file);
    throw error;
  } finally {
    await file.close();
  }
}

async function openOwn({ folder, path }: SnapshotPlace): Promise<FileHandle | null> {
  const whyNot = await whyNotOwnFolder(folder);
  if (whyNot !== null) throw new LeftSnapshot(`a folder of this account at ${folder}`, whyNot);
  const file = await openUnfollowed(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'ELOOP') throw new LeftSnapshot('a file', 'a symbolic link');
    throw error;
  });
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new LeftSnapshot('a file', 'something else');
    if (isOthers(found.uid)) {
      throw new LeftSnapshot('a file of this account', `one of another (${found.uid})`);
    }
    if (canOthersWrite(found.mode)) {
      throw new LeftSnapshot('a file that only this account can write to', 'one that others can');
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readOpened(file: FileHandle, key: SnapshotKey, version: string): Promise<Sweep> {
  const content = new SnapshotContent(key, version);
  // A pipeline may tell that it was aborted, and not by what.
  let first: unknown = null;
  try {
    await pipeline(
      Readable.from(chunksOf(file)),
      createGunzip({ chunkSize }),
      async (chunks: AsyncIterable<Buffer>) => {
        await content.read(chunks).catch((error: unknown) => {
          first = error;
          throw error;
        });
      },
    );
    return content.end();
  } catch (error) {
    throw damageOf(first ?? error);
  }
}

/** The words of zlib say what was wrong with the data, and never what the data is. */
function damageOf(error: unknown): unknown {
  return codeOf(error)?.startsWith('Z_') === true && error instanceof Error
    ? new DamagedSnapshot('whole compressed data', error.message)
    : error;
}

async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer, void> {
  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, from)) {
      parts.push(chunk.subarray(from, end + 1));
      yield parts.length === 1 ? chunk.subarray(from, end + 1) : Buffer.concat(parts);
      parts = [];
      length = 0;
      from = end + 1;
    }
    if (from === chunk.length) continue;
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLine) throw new DamagedSnapshot('lines of a few kilobytes', `one of ${length} bytes`);
  }
  if (length > 0) throw new DamagedSnapshot('a last line with its end', 'one without');
}

/** What is between the header and the trailer, as a sweep, once both have been found to be right. */
class SnapshotContent {
  readonly #key: SnapshotKey;
  readonly #version: string;
  readonly #hash = createHash('sha256');
  readonly #sweep = new SweepReader();
  #lines = 0;
  #counts: unknown = null;
  #mostLines = 1;
  #bytes = 0;
  #takenAt = '';
  #last: string | null = null;

  constructor(key: SnapshotKey, version: string) {
    this.#key = key;
    this.#version = version;
  }

  async read(chunks: AsyncIterable<Buffer>): Promise<void> {
    const turns = new Turns();
    for await (const line of linesOf(chunks)) {
      this.#accept(line);
      await turns.pause();
    }
  }

  #accept(bytes: Buffer): void {
    if (this.#last !== null) throw new DamagedSnapshot('the checksum in the last line', 'lines after it');
    const line = bytes.toString('utf8');
    if (this.#lines === 0) {
      const { counts, takenAt } = readHeader(line, this.#key, this.#version);
      this.#counts = counts;
      this.#takenAt = takenAt;
      // The header, what is of the sweep as a whole, and of each part at least a row in a line.
      this.#mostLines = Object.values(counts).reduce((sum, count) => sum + count, 2);
    } else if (line.startsWith('{')) {
      this.#last = line;
      return;
    } else {
      this.#acceptPart(line);
    }
    this.#hash.update(bytes);
    this.#lines += 1;
    this.#bytes += bytes.length;
    if (this.#lines > this.#mostLines)
      throw new DamagedSnapshot(`at most ${this.#mostLines} lines, by its header`, 'more');
    if (this.#bytes > mostBytes) throw new DamagedSnapshot(`at most ${mostBytes} bytes`, 'more');
  }

  end(): Sweep {
    if (this.#last === null) throw new DamagedSnapshot('a last line with a checksum', 'none');
    checkTrailer(this.#last, { lines: this.#lines, sha256: this.#hash.digest('hex') });
    const sweep = this.#sweep.end(this.#counts);
    const takenAt = sweep.takenAt.toISOString();
    if (takenAt !== this.#takenAt) throw new DamagedSnapshot(`one of ${this.#takenAt}`, `one of ${takenAt}`);
    return sweep;
  }

  #acceptPart(line: string): void {
    try {
      this.#sweep.accept(line);
    } catch (error) {
      if (error instanceof DamagedSnapshot) throw error;
      // Whatever damage makes of values; the words of the error may quote what is about people.
      throw new DamagedSnapshot('values', error instanceof Error ? `a ${error.name}` : 'something else');
    }
  }
}

/** Removes the file that was read, not one that was put in its place meanwhile. */
async function removeThis(path: string, file: FileHandle): Promise<void> {
  const [opened, found] = await Promise.all([file.stat(), lstat(path).catch(() => null)]);
  if (found !== null && found.ino === opened.ino && found.dev === opened.dev) await rm(path, { force: true });
}
