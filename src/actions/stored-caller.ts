import type { Caller, Credential, Grant } from '../access/caller.ts';
import type { JsonObject } from '../model/action.ts';

type StoredCredential =
  | Extract<Credential, { kind: 'KEY' }>
  | { readonly kind: 'TOKEN'; readonly expiresAt: string };

type StoredCaller = Omit<Caller, 'grants' | 'credential'> & {
  readonly grants: readonly (Omit<Grant, 'until'> & { readonly until?: string })[];
  readonly credential?: StoredCredential;
};

/** A caller as a database keeps it, for work that goes on when the request is over. */
export function storedCaller({ credential, ...caller }: Caller): JsonObject {
  const stored: StoredCaller = {
    ...caller,
    grants: caller.grants.map(({ until, ...grant }) =>
      until === undefined ? grant : { ...grant, until: until.toISOString() },
    ),
    ...(credential !== undefined && { credential: storedCredential(credential) }),
  };
  return { caller: stored };
}

/**
 * The caller that was kept: nobody gains a right by it, and what its grants' time has run out for is refused. Whether its
 * credential is still good is asked of `ActionServices.stillGood`.
 */
export function callerFrom(stored: JsonObject): Caller {
  const { credential, ...caller } = stored['caller'] as StoredCaller;
  return {
    ...caller,
    grants: caller.grants.map(({ until, ...grant }) =>
      until === undefined ? grant : { ...grant, until: new Date(until) },
    ),
    ...(credential !== undefined && { credential: credentialFrom(credential) }),
  };
}

function storedCredential(credential: Credential): StoredCredential {
  if (credential.kind === 'KEY') return credential;
  return { kind: 'TOKEN', expiresAt: credential.expiresAt.toISOString() };
}

function credentialFrom(stored: StoredCredential): Credential {
  return stored.kind === 'KEY' ? stored : { kind: 'TOKEN', expiresAt: new Date(stored.expiresAt) };
}
