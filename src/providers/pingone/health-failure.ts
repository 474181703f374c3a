import { UpstreamError } from '../../upstream/upstream-error.ts';
import {
  type Explanation,
  explainFailedRead,
  type Hints,
  isOfTokenEndpoint,
  sentence,
} from '../health-failure.ts';

/** Why a read failed, and what to do: `roles` names the admin roles that would allow it. */
export function explainRead(
  error: unknown,
  what: string,
  roles: string,
  scope = 'for this environment',
): Explanation {
  if (error instanceof UpstreamError && error.code === 'FORBIDDEN') {
    return {
      message: `${what} may not be read: PingOne refuses it to the worker application (403).`,
      hint:
        `In the PingOne console, open the worker application, "Roles", and grant ${roles} ${scope}. ` +
        'OAuth scopes do not help: rights of a worker application come from admin roles only.',
    };
  }
  return explainFailedRead(error, what, HINTS, HINT);
}

const HINT = 'Try again; if it stays so, check the network between here and PingOne.';

const HINTS: Hints = {
  UNAUTHORIZED:
    'The token was refused: check that region, environment and worker application belong together.',
  RATE_LIMITED: 'Other clients share the rate of the licence: try again later, or set a lower request rate.',
  NOT_FOUND:
    'The service may not be part of this environment, or it is not visible to the worker application.',
  BAD_RESPONSE: 'Check that the API address is PingOne itself and that no proxy changes its answers.',
  PAGINATION_LOOP: 'Check that the API address is PingOne itself and that no proxy changes its answers.',
};

/** Why there is no token that PingOne takes. */
export function explainToken(error: UpstreamError): Explanation {
  const { status, providerCode } = error.facts;
  if (!isOfTokenEndpoint(error)) {
    return {
      message: 'A token was issued, but the API refuses it (401).',
      hint:
        'The token and the API are of different regions or different organisations: check the region, and the token address ' +
        'when the worker application lives in another environment.',
    };
  }
  if (providerCode === 'invalid_client') {
    return {
      message: 'PingOne does not know this client, or its credential is wrong (invalid_client).',
      hint:
        'Check client id and secret, that the worker application is enabled, that its "Token Endpoint Authentication Method" is ' +
        'the one configured here (basic, post or private_key_jwt), and that the token is asked of the environment that owns the application: ' +
        'PINGONE_ENVIRONMENT_ID, or PINGONE_AUTH_ENVIRONMENT_ID where the application lives in another one than the people.',
    };
  }
  if (status === 404 || status === 400 || status === 403) {
    return {
      message: `There is no such token endpoint, or it refuses the request (${status}${providerCode === undefined ? '' : ` ${providerCode}`}).`,
      hint: 'The environment id in the token address is wrong, or the environment is in another region: check both.',
    };
  }
  if (error.code === 'UNREACHABLE' || error.code === 'TIMED_OUT')
    return explainUnreachable(error, 'The token endpoint');
  return {
    message: sentence(`No token: ${error.message}`),
    hint: 'Check token address, client id and authentication method.',
  };
}

/** Names the usual reason for which nothing answers. */
export function explainUnreachable(error: UpstreamError, what: string): Explanation {
  const reason = systemCode(error);
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return {
      message: `${what} cannot be reached: its host name is not known (${reason}).`,
      hint: 'Check the spelling of the region or address, and that this machine can resolve names.',
    };
  }
  return {
    message: sentence(`${what} cannot be reached${reason === null ? '' : ` (${reason})`}: ${error.message}`),
    hint: 'Check the address, the network, and whether a proxy or firewall stands in between.',
  };
}

/** The operating system's word, wherever in the chain of causes it is. */
function systemCode(error: Error): string | null {
  let cause: unknown = error.cause;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    cause = cause.cause;
  }
  return null;
}
