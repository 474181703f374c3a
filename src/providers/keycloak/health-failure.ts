import { UpstreamError } from '../../upstream/upstream-error.ts';
import {
  type Explanation,
  explainFailedRead,
  type Hints,
  isOfTokenEndpoint,
  sentence,
} from '../health-failure.ts';

/** Why a read failed, and what to do: `roles` names those of the client realm-management that would allow it. */
export function explainRead(error: unknown, what: string, roles: string): Explanation {
  if (error instanceof UpstreamError && error.code === 'FORBIDDEN') {
    return {
      message: `${what} may not be read: Keycloak refuses it to the service account, or hides them from it.`,
      hint: `In the admin console, open the client, "Service accounts roles", "Assign role", and add ${roles} of realm-management (in the realm master: of master-realm).`,
    };
  }
  return explainFailedRead(error, what, HINTS, HINT);
}

const HINT = 'Try again; if it stays so, check the network between here and Keycloak.';

const HINTS: Hints = {
  UNAUTHORIZED: 'The token was refused: check that address, realm and client belong together.',
  NOT_FOUND: 'Check baseUrl (older servers have /auth at its end) and the name of the realm.',
  BAD_RESPONSE: 'Check that baseUrl is Keycloak itself and that no proxy changes its answers.',
  PAGINATION_LOOP: 'Check that baseUrl is Keycloak itself and that no proxy changes its answers.',
};

/** Why there is no token that Keycloak takes. */
export function explainToken(error: UpstreamError): Explanation {
  const { status, providerCode } = error.facts;
  if (!isOfTokenEndpoint(error)) {
    return {
      message: 'A token was issued, but the admin API refuses it (401).',
      hint: 'Tokens are good for the address that they were asked at: use the host name that the server knows itself by.',
    };
  }
  if (providerCode === 'invalid_client' || providerCode === 'unauthorized_client') {
    return {
      message: `Keycloak does not know this client, its credential is wrong, or it may not work by itself (${providerCode}).`,
      hint: 'Check clientId and secret (or key), that the client is enabled, and that "Client authentication" and "Service accounts roles" are on.',
    };
  }
  if (status === 404) {
    return {
      message: 'There is no such token endpoint (404).',
      hint: 'Check baseUrl (older servers have /auth at its end) and the name of the realm.',
    };
  }
  return {
    message: sentence(`No token: ${error.message}`),
    hint: 'Check baseUrl, realm, clientId and credential.',
  };
}
