import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError, type UpstreamErrorCode } from '../../upstream/upstream-error.ts';
import type { LdapCall } from './wire/ldap-runner.ts';

/** An error that this adapter finds itself, told like those of the server. */
export function requestError(
  directory: string,
  code: UpstreamErrorCode,
  { method, route }: LdapCall,
  { transactionId }: Pick<CallContext, 'transactionId'>,
  said: string,
): UpstreamError {
  return new UpstreamError({
    code,
    message: `${directory}: ${method} ${route}: ${said}`,
    directory,
    route: `${method} ${route}`,
    transactionId,
  });
}
