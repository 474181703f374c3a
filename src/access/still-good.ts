import type { AccessSettings } from './access-settings.ts';
import type { Caller } from './caller.ts';
import { CLOCK_TOLERANCE_S } from './json-web-token.ts';
import { watchKeys } from './key-file.ts';
import { stateOf } from './manage-keys.ts';

/** Tokens are short-lived, and what their bearers asked for may take hours: so long after a token's end it goes on. */
export const tokenGraceMs = 86_400_000;

/**
 * Whether work that a caller asked for earlier may go on: whether the API key is still in the file, and neither revoked nor at
 * its end; whether the token ended less than a day ago. A caller without a credential needed none.
 * @throws {KeyFileError} when it cannot be known.
 */
export function createStillGood(
  { keysFile }: Pick<AccessSettings, 'keysFile'>,
  now: () => Date = () => new Date(),
): (caller: Caller) => boolean {
  const keys = watchKeys(keysFile);
  return ({ credential }) => {
    if (credential === undefined) return true;
    if (credential.kind === 'TOKEN') return now().getTime() - credential.expiresAt.getTime() < tokenGraceMs;
    const key = keys().get(credential.id);
    return key !== undefined && stateOf(key, now()) === 'active';
  };
}

/**
 * Whether what a caller opened may stay open, such as a subscription or an export: as for other work, but to the end of a token and
 * no longer. @throws {KeyFileError} when it cannot be known.
 */
export function mayStayOpen(
  caller: Caller,
  stillGood: (caller: Caller) => boolean,
  now = new Date(),
): boolean {
  const { credential } = caller;
  if (
    credential?.kind === 'TOKEN' &&
    now.getTime() >= credential.expiresAt.getTime() + CLOCK_TOLERANCE_S * 1_000
  )
    return false;
  return stillGood(caller);
}
