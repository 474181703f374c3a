import type { Secret } from '../model/secret.ts';

/** For whom a token is asked: nobody waits longer than that. */
export interface TokenWait {
  readonly signal: AbortSignal | undefined;
  /** Monotonic milliseconds; `Infinity` for none. */
  readonly deadline: number;
  /** What the call said that its token has to allow; left out: there is but one token. */
  readonly scope?: string | undefined;
}

/** Where a directory's access token comes from. */
export interface TokenSource {
  /** The token to use now where it is at hand: nobody has to wait for it. Left out: `get` always has to be asked. */
  held?(scope: string | undefined): string | undefined;
  /** The token to use now. @throws {UpstreamError} when none is to be had. */
  get(wait: TokenWait): Promise<string>;
  /**
   * The provider answered 401 to this token. A newer one (asked for once, however many were refused), or `undefined` when there
   * is none to be had that would not be refused too.
   * @throws {UpstreamError} when the newer one is refused to us.
   */
  renew(refused: string, wait: TokenWait): Promise<string | undefined>;
  close?(): Promise<void>;
}

/** A token that somebody else made and renews, such as an API key. */
export function fixedToken(secret: Secret): TokenSource {
  return {
    held: () => secret.reveal(),
    get: async () => secret.reveal(),
    renew: async () => undefined,
  };
}
