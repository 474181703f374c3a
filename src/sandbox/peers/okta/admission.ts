import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { oktaError } from './errors.ts';
import type { QuotaCounter } from './quota.ts';
import type { TokenEndpoint } from './tokens.ts';

/** What the administrator, or the application, that asks may do. */
export type AskerRole = 'SUPER_ADMIN' | 'READ_ONLY_ADMIN' | 'NONE';

export interface Admission {
  readonly apiToken: string;
  readonly tokens: TokenEndpoint;
  readonly quota: QuotaCounter;
  readonly settings: { role: AskerRole };
  /** By the route. */
  readonly scopes: ReadonlyMap<string, string>;
}

/** Token, scope, role and quota, in this order. An answer refuses. */
export function admit(admission: Admission, request: PeerRequest): PeerAnswer | undefined {
  const { apiToken, tokens, quota, settings, scopes } = admission;
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ', 2);
  const needed = scopes.get(request.route);
  if (scheme === 'SSWS') {
    if (token !== apiToken) return oktaError(401, 'E0000011');
  } else {
    const granted = scheme === 'Bearer' ? tokens.scopesOf(token) : undefined;
    if (granted === undefined) return oktaError(401, 'E0000011');
    // The scope that manages something also reads it.
    if (needed !== undefined && !granted.has(needed) && !granted.has(needed.replace(/\.read$/, '.manage')))
      return oktaError(403, 'E0000006', 'The access token does not have the scope');
  }
  const refused = quota.take(request.route);
  if (refused !== undefined) return refused;
  return mayDo(settings.role, request.route, needed) ? undefined : oktaError(403, 'E0000006');
}

/** Who may only look may not see who holds which role either. */
function mayDo(role: AskerRole, route: string, scope: string | undefined): boolean {
  if (role === 'SUPER_ADMIN') return true;
  return role === 'READ_ONLY_ADMIN' && route.startsWith('GET ') && scope !== 'okta.roles.read';
}
