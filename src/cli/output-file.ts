import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
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
    throw new CommandUsageError(
      code === 'EEXIST'
        ? `"${path}" is there already. Name another file, or add --force to write over it.`
        : `"${path}" cannot be written: ${code}.`,
      { cause: error },
    );
  };
}

/** Whoever read it may have seen enough (`| head`). */
function ifReaderStays(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
  throw error;
}
