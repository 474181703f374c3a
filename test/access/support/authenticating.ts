import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AccessSettings } from '../../../src/access/access-settings.ts';
import { createAuthenticator } from '../../../src/access/authenticate.ts';
import { AuthenticationError } from '../../../src/access/authentication-error.ts';
import type { Caller } from '../../../src/access/caller.ts';

/** A file of keys in a folder of its own; the file is not there yet. */
export function newKeysFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'keys.json');
}

/** Who sends a credential: the caller, or the refusal. */
export function askedBy(
  settings: Partial<AccessSettings>,
  now?: () => number,
): (credential: string | null) => Promise<Caller | AuthenticationError> {
  const authenticate = createAuthenticator(
    { issuers: [], keysFile: '/nowhere/keys.json', ...settings },
    now === undefined ? {} : { now },
  );
  return async (credential) => {
    const headers = new Headers(credential === null ? {} : { authorization: `Bearer ${credential}` });
    try {
      return await authenticate(headers);
    } catch (error) {
      if (error instanceof AuthenticationError) return error;
      throw error;
    }
  };
}
