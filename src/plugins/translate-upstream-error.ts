import { UpstreamError } from '../upstream/upstream-error.ts';
import type { PublicError } from './public-error.ts';

/**
 * A provider's failure in words for callers: `UPSTREAM_` and its code, with what its support will ask for.
 * Undefined for anything else.
 */
export function translateUpstreamError(cause: unknown): PublicError | undefined {
  if (!(cause instanceof UpstreamError)) return undefined;
  const { directory, route, providerCode, providerErrorId, transactionId, retryAfterMs } = cause.facts;
  const known = { providerCode, providerErrorId, transactionId, retryAfterMs };
  return {
    code: `UPSTREAM_${cause.code}`,
    message: cause.message,
    extensions: {
      directory,
      route,
      retryable: cause.retryable,
      ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    },
  };
}
