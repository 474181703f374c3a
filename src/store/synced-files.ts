import { fsyncSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** What Emscripten's file system lacks: without it an `fsync` of the database is answered and not done. */
interface StreamOperations {
  fsync?: (stream: { readonly nfd?: number }) => number;
}

/** Files in a folder of this machine; what the database asks to be on the disk is on the disk when it goes on. */
class SyncedFiles extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const preRun: NonNullable<typeof emscriptenOpts.preRun> = [
      ...(emscriptenOpts.preRun ?? []),
      (module) => {
        const operations = (module.NODEFS as unknown as { readonly stream_ops: StreamOperations }).stream_ops;
        operations.fsync = ({ nfd }) => {
          // A folder has no descriptor there.
          if (nfd !== undefined) fsyncSync(nfd);
          return 0;
        };
      },
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

/**
 * How an embedded database starts. PostgreSQL touches all of its own cache at start; its 128 MB are more than the whole gateway
 * needs, and pages come out of the machine's file cache as fast.
 */
export const startParameters: readonly string[] = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'];

/**
 * The options of an embedded database whose commits survive a loss of power. PGlite starts PostgreSQL with `-F` (no `fsync`
 * at all); and of the ways to sync the log only `fsync` reaches the file system: Emscripten answers `fdatasync` by itself.
 */
export function syncedOptions(folder: string): PGliteOptions {
  return {
    fs: new SyncedFiles(folder),
    startParams: [
      ...startParameters.filter((parameter) => parameter !== '-F'),
      '-c',
      'wal_sync_method=fsync',
    ],
  };
}

/** Has everything in a folder on the disk. */
export async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // A few at a time: the disk does one after the other anyway.
  const next = paths.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const path of next) {
        const file = await open(path, 'r');
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      }
    }),
  );
}
