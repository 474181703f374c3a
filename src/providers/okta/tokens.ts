import type { TokenSource } from '../../upstream/token-source.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';

/** What the token endpoint says to an application that has to prove possession of a key with every call (RFC 9449). */
const DPOP_REFUSALS: ReadonlySet<string> = new Set(['use_dpop_nonce', 'invalid_dpop_proof']);

/** The same tokens, with words for the refusals that only Okta has. */
export function withOktaAdvice(tokens: TokenSource): TokenSource {
  return {
    held: (scope) => tokens.held?.(scope),
    get: (wait) => tokens.get(wait).catch(explain),
    renew: (refused, wait) => tokens.renew(refused, wait).catch(explain),
    close: async () => {
      await tokens.close?.();
    },
  };
}

function explain(error: unknown): never {
  if (!(error instanceof UpstreamError) || !DPOP_REFUSALS.has(error.facts.providerCode ?? '')) throw error;
  throw new UpstreamError({
    ...error.facts,
    message:
      `${error.facts.directory}: ${error.facts.route}: expected a token, received ${error.facts.providerCode}: the application demands ` +
      'DPoP, which is not supported. Clear "Require Demonstrating Proof of Possession (DPoP) header in token requests" in the ' +
      "general settings of the application in Okta's Admin Console.",
  });
}
