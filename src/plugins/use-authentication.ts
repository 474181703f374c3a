import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Authenticator } from '../access/authenticate.ts';
import { AuthenticationError } from '../access/authentication-error.ts';
import type { Caller } from '../access/caller.ts';

/** What the context holds once it is known who asks. */
export interface CallerContext {
  readonly caller: Caller;
}

/**
 * Finds out who asks before the body is read. A request without a good credential is answered 401 (RFC 6750 section 3) and goes
 * no further. GraphiQL's page holds no data: a browser may load it, since it cannot send a credential before it is there.
 */
export function useAuthentication(
  authenticate: Authenticator,
  log: Pick<Logger, 'warn'>,
): Plugin<object, Partial<CallerContext>> {
  return {
    async onRequest(payload) {
      const { request, serverContext } = payload;
      if (isPageLoad(request)) return;
      try {
        Object.assign(serverContext, { caller: await authenticate(request.headers) });
      } catch (error) {
        if (!(error instanceof AuthenticationError)) throw error;
        if (error.code === 'AUTH_UNAVAILABLE')
          log.warn({ err: error.cause }, 'A credential could not be checked.');
        payload.endResponse(refusal(error));
      }
    },
  };
}

function isPageLoad({ method, headers }: Request): boolean {
  return method === 'GET' && (headers.get('accept') ?? '').includes('text/html');
}

function refusal({ message, code, status, presented }: AuthenticationError): Response {
  const challenge = `Bearer realm="rollcall"${presented ? ', error="invalid_token"' : ''}`;
  return Response.json(
    { errors: [{ message, extensions: { code } }] },
    { status, headers: status === 401 ? { 'www-authenticate': challenge } : { 'retry-after': '30' } },
  );
}
