import { randomUUID } from 'node:crypto';
import { access, constants, lstat, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandUsageError } from './usage-error.ts';

export interface TextTarget {
  /** Null: `data`. */
  readonly path: string | null;
  /** Whether a file that is there already is written over. */
  readonly force: boolean;
  readonly data: Writable;
  /** Ends the writing. */
  readonly signal: AbortSignal;
}

/**
 * Looks whether the file could be written, and makes nothing: a reading of whole directories is not to be for nothing.
 * @throws {CommandUsageError} when its folder is not there or the file is there already, or when either may not be written.
 */
export async function checkTarget({ path, force }: Pick<TextTarget, 'path' | 'force'>): Promise<void> {
  if (path === null) return;
  const folder = dirname(path);
  const found = await stat(folder).catch(notWritable(path));
  if (!found.isDirectory()) throw noFolder(path);
  // Of a link that leads nowhere too: its name is taken.
  const there = await lstat(path).catch(() => null);
  if (there?.isDirectory() === true)
    throw new CommandUsageError(`"${path}" is a folder. Name a file within it.`);
  if (there !== null && !force) throw isThere(path);
  await access(folder, constants.W_OK).catch(notWritable(path));
  if (there !== null) await access(path, constants.W_OK).catch(notWritable(path));
}

/**
 * Writes text to a file for the account alone that runs the command (it holds personal data), or to `data`.
 * A file is written beside its place and put there when it is whole: one that was cut off does not stand under its name.
 * @throws {CommandUsageError} when the file is there already, or cannot be written.
 */
export async function writeText(
  text: AsyncIterable<string>,
  { path, force, data, signal }: TextTarget,
): Promise<void> {
  const chunks = Readable.from(text, { highWaterMark: 1 });
  if (path === null) {
    await pipeline(chunks, data, { end: data !== process.stdout, signal }).catch(ifReaderStays);
    return;
  }
  // Claims the name, so that nobody else's file is written over.
  const claim = await open(path, force ? 'a' : 'wx', 0o600).catch(notWritable(path));
  // Of a name that nobody can have made a link of: the file that is written is a new one.
  const part = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(part, 'wx', 0o600).catch(notWritable(part));
    await pipeline(chunks, file.createWriteStream(), { signal });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    // The empty file is the claim of this very command.
    if (!force) await rm(path, { force: true });
    throw error;
  } finally {
    await claim.close();
  }
}

function notWritable(path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'EEXIST') throw isThere(path, error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw noFolder(path, error);
    throw new CommandUsageError(`"${path}" cannot be written: ${code}.`, { cause: error });
  };
}

function isThere(path: string, cause?: unknown): CommandUsageError {
  const message = `"${path}" is there already. Name another file, or add --force to write over it.`;
  return new CommandUsageError(message, { cause });
}

function noFolder(path: string, cause?: unknown): CommandUsageError {
  const message = `"${path}" cannot be written: there is no such folder. Make it, or name another one.`;
  return new CommandUsageError(message, { cause });
}

/** Whoever read it may have seen enough (`| head`). */
function ifReaderStays(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
  throw error;
}
