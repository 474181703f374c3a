import { statSync } from 'node:fs';
import { type Authenticator, createAuthenticator } from './authenticate.ts';
import { AuthenticationError } from './authentication-error.ts';
import { localCaller } from './caller.ts';
import type { KeySetOptions } from './key-set.ts';

/**
 * Nothing is configured about callers, and only this machine reaches the gateway: everybody is `local`. Who shows a credential all the
 * same expects it to be looked at: it is refused, since nothing here could tell a good one.
 */
export const everybodyIsLocal: Authenticator = async (headers) => {
  if (!presents(headers)) return localCaller;
  throw new AuthenticationError(
    'Expected no `Authorization`, since no callers are configured; received one that nothing can be checked against.',
  );
};

/**
 * The same until the first API key is created: from then on the gateway knows its callers, without a new start. It stays so until the
 * next start, whatever becomes of the file. A credential that is shown must be good from the beginning.
 */
export function openUntilKeys(keysFile: string, options: KeySetOptions = {}): Authenticator {
  const known = createAuthenticator({ issuers: [], keysFile }, options);
  let isClosed = false;
  return async (headers) => {
    isClosed ||= isThere(keysFile);
    return isClosed || presents(headers) ? await known(headers) : localCaller;
  };
}

function presents(headers: Pick<Headers, 'get'>): boolean {
  return (headers.get('authorization') ?? '') !== '';
}

/** One that cannot be looked at is there as well. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
