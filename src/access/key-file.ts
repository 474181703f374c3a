import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { permissions, rolePermissions } from '../model/permission.ts';

const Day = z.iso.datetime().transform((text) => new Date(text));

const StoredKey = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string().min(1).max(64),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.enum(keysOf(rolePermissions)).optional(),
  permissions: z.array(z.enum(keysOf(permissions))),
  directories: z.array(z.string()).min(1).optional(),
  populations: z.array(z.string()).min(1).optional(),
  createdAt: Day,
  expiresAt: Day,
  revokedAt: Day.nullable(),
});

const KeyFile = z.strictObject({ version: z.literal(1), keys: z.array(StoredKey) });

/** What is kept of an API key: everything but the key. */
export type StoredKey = z.output<typeof StoredKey>;

/** The file of keys is there, but is not what it should be. The message names the file, and nothing in it. */
export class KeyFileError extends Error {
  constructor(path: string, cause: unknown) {
    super(
      `The file of API keys ${path} cannot be used: expected what \`rollcall keys\` writes, with mode 0600. Put it right, or move it away and create keys anew.`,
      { cause },
    );
    this.name = 'KeyFileError';
  }
}

/** All keys, also expired and revoked ones; none when there is no file yet. @throws {KeyFileError} */
export function readKeys(path: string): readonly StoredKey[] {
  try {
    return KeyFile.parse(JSON.parse(readFileSync(path, 'utf8'))).keys;
  } catch (error) {
    if (isMissing(error)) return [];
    throw new KeyFileError(path, error);
  }
}

/** Replaces the file as a whole: a reader sees the old one or the new one. */
export function writeKeys(path: string, keys: readonly StoredKey[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.${randomUUID()}`;
  try {
    writeFileSync(next, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, { mode: 0o600, flush: true });
    chmodSync(next, 0o600);
    renameSync(next, path);
  } finally {
    rmSync(next, { force: true });
  }
}

/** The keys as the file has them now; it is read again when it has changed. @throws {KeyFileError} */
export function watchKeys(path: string): () => ReadonlyMap<string, StoredKey> {
  let known: { readonly stamp: string; readonly keys: ReadonlyMap<string, StoredKey> } | null = null;
  return () => {
    const stamp = stampOf(path);
    if (known?.stamp !== stamp) {
      known = { stamp, keys: new Map(readKeys(path).map((key) => [key.id, key])) };
    }
    return known.keys;
  };
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? 'none' : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function keysOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(record) as Name[];
}
