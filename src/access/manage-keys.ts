import type { Secret } from '../model/secret.ts';
import type { RoleGrant } from './access-settings.ts';
import { newKey } from './api-key.ts';
import { readKeys, type StoredKey, writeKeys } from './key-file.ts';

const DAY_MS = 86_400_000;

export const defaultKeyDays = 90;
export const mostKeyDays = 365;

/** So many of one name can be good at a time: one in use, and the one that follows it. */
const MOST_LIVE_KEYS = 2;

/** What was asked of the keys cannot be done; the message says why. */
export class KeyRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyRequestError';
  }
}

export interface NewKeyRequest extends Omit<RoleGrant, 'until'> {
  /** Who will use it: callers are known by it. */
  readonly name: string;
  readonly days: number;
}

/** Makes a key. The key itself is in the answer and nowhere else. @throws {KeyRequestError} or {KeyFileError} */
export function createKey(
  path: string,
  { name, days, role, permissions, directories, populations }: NewKeyRequest,
  now = new Date(),
): { readonly stored: StoredKey; readonly key: Secret } {
  const keys = readKeys(path);
  const live = keys.filter((each) => each.name === name && stateOf(each, now) === 'active');
  if (live.length >= MOST_LIVE_KEYS) {
    throw new KeyRequestError(
      `"${name}" has ${live.length} keys already (${live.map(({ id }) => id).join(', ')}): one in use, and one to follow it. Revoke one of them first.`,
    );
  }
  const { id, key, hash } = newKey();
  const stored: StoredKey = {
    id,
    name,
    hash,
    ...(role !== undefined && { role }),
    permissions: [...permissions],
    ...(directories !== undefined && { directories: [...directories] }),
    ...(populations !== undefined && { populations: [...populations] }),
    createdAt: now,
    expiresAt: new Date(now.getTime() + days * DAY_MS),
    revokedAt: null,
  };
  writeKeys(path, [...keys, stored]);
  return { stored, key };
}

/** Ends a key at once, in every gateway that reads the file. @throws {KeyRequestError} when there is none with this id. */
export function revokeKey(path: string, id: string, now = new Date()): StoredKey {
  const keys = readKeys(path);
  const found = keys.find((key) => key.id === id);
  if (found === undefined) {
    throw new KeyRequestError('There is no key with this id. `rollcall keys list` shows them.');
  }
  if (found.revokedAt !== null) return found;
  const revoked = { ...found, revokedAt: now };
  writeKeys(
    path,
    keys.map((key) => (key.id === id ? revoked : key)),
  );
  return revoked;
}

/** What became of a key. */
export function stateOf({ revokedAt, expiresAt }: StoredKey, now: Date): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= now ? 'expired' : 'active';
}
