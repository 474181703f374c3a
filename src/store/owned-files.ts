import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';

/** Files and folders for the account only that the gateway runs under. */

/**
 * Makes the folder if it is not there, and shuts others out of it.
 * @throws when it cannot be had, is a symbolic link, or belongs to somebody else.
 */
export async function ownFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const folder = await openUnfollowed(path, constants.O_DIRECTORY);
  try {
    const { uid, mode } = await folder.stat();
    if (isOthers(uid)) throw new Error(`${path} belongs to another account (${uid})`);
    if ((mode & 0o077) !== 0) await folder.chmod(0o700);
  } finally {
    await folder.close();
  }
}

/** Why a folder is not to be read from; null: it may be, or is not there. */
export async function whyNotOwnFolder(path: string): Promise<string | null> {
  try {
    const found = await lstat(path);
    if (!found.isDirectory()) return 'something that is not a folder';
    if (isOthers(found.uid)) return `one of another account (${found.uid})`;
    return canOthersWrite(found.mode) ? 'one that others can write to' : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Opens what is at this very place for reading; a symbolic link is not followed, and a pipe not waited for. */
export async function openUnfollowed(path: string, more = 0): Promise<FileHandle> {
  return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | more);
}

/** Whether it belongs to another account than this process runs under. */
export function isOthers(uid: number): boolean {
  const own = process.geteuid?.();
  return own !== undefined && uid !== own;
}

/** Whether accounts of the group, or all, may write to what has these rights. */
export function canOthersWrite(mode: number): boolean {
  return (mode & 0o022) !== 0;
}

/** Has the names in a folder on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function codeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
