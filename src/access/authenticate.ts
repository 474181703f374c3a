import type { AccessSettings } from './access-settings.ts';
import { isMistyped, looksLikeKey, parseKey, sameHash } from './api-key.ts';
import { AuthenticationError } from './authentication-error.ts';
import type { Caller } from './caller.ts';
import { grantsOf } from './grants.ts';
import { onceFor } from '../model/once-for.ts';
import { createTokenVerifier } from './json-web-token.ts';
import { KeyFileError, type StoredKey, watchKeys } from './key-file.ts';
import type { KeySetOptions } from './key-set.ts';

/** Tokens of real issuers are a few hundred to some thousand characters. */
const MAX_CREDENTIAL_LENGTH = 8 * 1024;

/** Who sends these headers. @throws {AuthenticationError} when that is not known. */
export type Authenticator = (headers: Pick<Headers, 'get'>) => Promise<Caller>;

/** Every caller is somebody: one with a token of a trusted issuer, or with an API key. */
export function createAuthenticator(settings: AccessSettings, options: KeySetOptions = {}): Authenticator {
  const now = options.now ?? Date.now;
  const verifyToken = createTokenVerifier(settings.issuers, options);
  const keys = watchKeys(settings.keysFile);
  const hint = settings.issuers.length > 0 ? 'an access token or an API key' : 'an API key';
  return async (headers) => {
    const credential = credentialOf(headers.get('authorization'), hint);
    return looksLikeKey(credential) ? keyHolder(credential, keys, now()) : verifyToken(credential);
  };
}

function credentialOf(header: string | null, hint: string): string {
  if (header === null || header === '') {
    throw new AuthenticationError(`Expected ${hint} in \`Authorization: Bearer ...\`; received none.`, {
      presented: false,
    });
  }
  if (header.length > MAX_CREDENTIAL_LENGTH + 'Bearer '.length) {
    throw new AuthenticationError(
      `Expected a credential of at most ${MAX_CREDENTIAL_LENGTH} characters; received a longer one.`,
    );
  }
  const credential = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header)?.[1];
  if (credential !== undefined) return credential;
  throw new AuthenticationError(
    `Expected one \`Authorization: Bearer ...\` with ${hint}; received another scheme, or more than one credential.`,
  );
}

/** An unknown and a wrong key are refused in the same words: whether an id exists is nobody's business. */
function keyHolder(credential: string, keys: () => ReadonlyMap<string, StoredKey>, now: number): Caller {
  const parsed = parseKey(credential);
  const key = parsed === null ? undefined : currentKeys(keys).get(parsed.id);
  if (parsed === null || key === undefined || !sameHash(key.hash, parsed.hash)) {
    if (isMistyped(credential)) {
      throw new AuthenticationError(
        'Expected an API key as it was shown when it was created; this one was cut off or mistyped.',
      );
    }
    throw new AuthenticationError('Expected an API key that this gateway knows; received another one.');
  }
  if (key.revokedAt !== null) throw new AuthenticationError('This API key was revoked; create a new one.');
  if (key.expiresAt.getTime() <= now)
    throw new AuthenticationError('This API key has expired; create a new one.');
  return callerOf(key);
}

function currentKeys(keys: () => ReadonlyMap<string, StoredKey>): ReadonlyMap<string, StoredKey> {
  try {
    return keys();
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    throw new AuthenticationError('API keys cannot be checked now; the operator finds why in the log.', {
      code: 'AUTH_UNAVAILABLE',
      cause: error,
    });
  }
}

/** The caller of each key as it was read: the grants of a role are many, and the same for every request. */
const callerOf = onceFor(callerWith);

/** Two keys of one name are the same caller, so that one can follow the other. */
function callerWith({ id, name, role, permissions, directories, populations, expiresAt }: StoredKey): Caller {
  const given = {
    ...(role !== undefined && { role }),
    permissions,
    ...(directories !== undefined && { directories }),
    ...(populations !== undefined && { populations }),
    until: expiresAt,
  };
  return {
    name: `key:${name}`,
    roles: role === undefined ? [] : [role],
    grants: grantsOf([given]),
    credential: { kind: 'KEY', id },
  };
}
