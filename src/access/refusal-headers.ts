import type { AuthenticationError } from './authentication-error.ts';

/** Seconds after which what a credential is checked against may be readable again. */
const againAfter = '30';

/** What stands in the head of the answer to a request without a good credential (RFC 6750 section 3, RFC 9110 section 10.2.3). */
export function refusalHeaders({
  status,
  presented,
}: Pick<AuthenticationError, 'presented' | 'status'>): Readonly<Record<string, string>> {
  if (status !== 401) return { 'retry-after': againAfter };
  return { 'www-authenticate': `Bearer realm="rollcall"${presented ? ', error="invalid_token"' : ''}` };
}
