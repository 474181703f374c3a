import type { CallContext, RateLimitState, UpstreamAnswer, UpstreamCall } from './call.ts';

/** A directory's way to its provider: every call of every lane goes through it. `createUpstream` makes one. */
export interface Upstream {
  /** The key of the directory, as its errors name it. */
  readonly directory: string;
  /**
   * Carries out one call: waits its turn, adds the token, retries what is safe to retry.
   * @throws {UpstreamError} for everything that is not a 2xx answer with a readable body.
   */
  call(call: UpstreamCall, context: CallContext): Promise<UpstreamAnswer>;
  readonly rateLimit: RateLimitState;
  /** Ends the connections; calls under way fail with `CANCELLED`. */
  close(): Promise<void>;
}
