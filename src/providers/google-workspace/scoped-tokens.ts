import type { TokenSource, TokenWait } from '../../upstream/token-source.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';

interface ScopedTokens {
  /** The directory's key: names it in errors. */
  readonly directory: string;
  /** What the operator gave the delegation to, as the Admin console shows it. */
  readonly serviceAccount: string;
  readonly adminEmail: string;
  /** Makes the source of the tokens of one set of scopes. */
  readonly make: (scope: string) => TokenSource;
}

/** A token for each set of scopes that is asked for, each cached and renewed on its own. */
export function createScopedTokens(settings: ScopedTokens): TokenSource {
  const sources = new Map<string, TokenSource>();
  const of = ({ scope = '' }: TokenWait): TokenSource => {
    const known = sources.get(scope);
    if (known !== undefined) return known;
    const made = settings.make(scope);
    sources.set(scope, made);
    return made;
  };
  const told = (error: unknown, { scope = '' }: TokenWait): unknown => retold(error, scope, settings);
  return {
    held: (scope = '') => sources.get(scope)?.held?.(scope),
    async get(wait) {
      try {
        return await of(wait).get(wait);
      } catch (error) {
        throw told(error, wait);
      }
    },
    async renew(refused, wait) {
      try {
        return await of(wait).renew(refused, wait);
      } catch (error) {
        throw told(error, wait);
      }
    },
    async close() {
      await Promise.all([...sources.values()].map(async (source) => await source.close?.()));
    },
  };
}

/**
 * Google says `unauthorized_client` for scopes that the customer has not delegated: a right that is missing, not a credential
 * that is wrong. `invalid_grant` is said of an unknown or suspended administrator, a deleted key and a wrong clock alike.
 */
function retold(error: unknown, scope: string, settings: ScopedTokens): unknown {
  if (!(error instanceof UpstreamError)) return error;
  const { providerCode, route } = error.facts;
  const { directory, serviceAccount, adminEmail } = settings;
  if (providerCode === 'unauthorized_client' || providerCode === 'access_denied') {
    return new UpstreamError({
      ...error.facts,
      code: 'FORBIDDEN',
      message:
        `${directory}: ${route}: expected a token, received ${providerCode}: delegate ${scope.split(' ').join(', ')} ` +
        `to the client id of ${serviceAccount} (Admin console, Security, API controls, Domain-wide delegation)`,
    });
  }
  if (providerCode === 'invalid_grant') {
    return new UpstreamError({
      ...error.facts,
      message:
        `${directory}: ${route}: expected a token, received invalid_grant: check that ${adminEmail} is an administrator who is ` +
        `not suspended, that the key of ${serviceAccount} was not deleted, and that the clock of this machine is right`,
    });
  }
  return error;
}
