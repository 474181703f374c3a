import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Authenticator } from '../access/authenticate.ts';
import { AuthenticationError } from '../access/authentication-error.ts';
import type { Caller } from '../access/caller.ts';
import { refusalHeaders } from '../access/refusal-headers.ts';

/** What the context holds once it is known who asks. */
export interface CallerContext {
  readonly caller: Caller;
}

/** How a request without a good credential is answered. */
export interface CredentialRefusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

export type CallerOf = (headers: Pick<Headers, 'get'>) => Promise<CallerContext | CredentialRefusal>;

/** Who sends these headers, or how they are to be refused. */
export function callersOf(authenticate: Authenticator, log: Pick<Logger, 'warn'>): CallerOf {
  return async (headers) => {
    try {
      return { caller: await authenticate(headers) };
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      if (error.code === 'AUTH_UNAVAILABLE')
        log.warn({ err: error.cause }, 'A credential could not be checked.');
      return refusal(error);
    }
  };
}

/**
 * Finds out who asks before the body is read. A request without a good credential goes no further. GraphiQL's page holds no data: a
 * browser may load it, since it cannot send a credential before it is there.
 */
export function useAuthentication(callerOf: CallerOf): Plugin<object, Partial<CallerContext>> {
  return {
    async onRequest(payload) {
      const { request, serverContext } = payload;
      if (isPageLoad(request)) return;
      const found = await callerOf(request.headers);
      if ('caller' in found) Object.assign(serverContext, found);
      else payload.endResponse(Response.json(found.body, found));
    },
  };
}

function isPageLoad({ method, headers }: Request): boolean {
  return method === 'GET' && (headers.get('accept') ?? '').includes('text/html');
}

function refusal(error: AuthenticationError): CredentialRefusal {
  const { message, code, status } = error;
  return { status, headers: refusalHeaders(error), body: { errors: [{ message, extensions: { code } }] } };
}
