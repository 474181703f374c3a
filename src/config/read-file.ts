import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

export interface FileContent {
  readonly text: string;
  /** Permission bits as of `stat`; undefined where the system has none. */
  readonly mode?: number;
}

/** Reads a small text file. @throws an Error with a `code` such as `ENOENT`. */
export type ReadFile = (path: string) => FileContent;

/** No configuration or key file is larger; a device or an endless pipe would be. */
export const MAX_FILE_BYTES = 1_000_000;

/** The file system of this process. */
export const readFileFromDisk: ReadFile = (path) => {
  const descriptor = openSync(path, 'r');
  try {
    const { mode, size } = fstatSync(descriptor);
    if (size > MAX_FILE_BYTES) throw Object.assign(new Error('The file is too large.'), { code: 'EFBIG' });
    const text = readFileSync(descriptor, 'utf8');
    return process.platform === 'win32' ? { text } : { text, mode };
  } finally {
    closeSync(descriptor);
  }
};

/** Why a file cannot be read, without its path: the path of a secret file may be a secret pasted by mistake. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'the name of a file that does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'the name of a file that this process may not read';
  if (code === 'EISDIR') return 'the name of a directory';
  if (code === 'EFBIG') return 'the name of a file larger than 1 MB';
  return 'the name of a file that cannot be read';
}
