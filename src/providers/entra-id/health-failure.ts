import { UpstreamError } from '../../upstream/upstream-error.ts';
import {
  type Explanation,
  explainFailedRead,
  type Hints,
  isOfTokenEndpoint,
  sentence,
} from '../health-failure.ts';

const HINT = 'Try again; if it stays so, check the network between here and Microsoft Graph.';

const HINTS: Hints = {
  UNAUTHORIZED: 'The token was refused: check that tenantId, graphUrl and loginUrl are of the same cloud.',
  RATE_LIMITED: 'Other clients share the quota of the tenant: try again later, or set a lower request rate.',
  BAD_RESPONSE: 'Check that graphUrl is Microsoft Graph itself and that no proxy changes its answers.',
  PAGINATION_LOOP: 'Check that graphUrl is Microsoft Graph itself and that no proxy changes its answers.',
};

/** Why a read failed, and what to do: `permission` is the application permission that allows it. */
export function explainRead(error: unknown, what: string, permission: string): Explanation {
  if (!(error instanceof UpstreamError)) return explainFailedRead(error, what, HINTS, HINT);
  if (error.facts.providerCode === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant')
    return {
      message: `${what} cannot be read: the tenant has no licence for it (Entra ID P1 or P2).`,
      hint: 'Nothing is wrong with the credential. What depends on it is shown as unknown.',
    };
  if (error.code === 'FORBIDDEN')
    return {
      message: `${what} may not be read: Microsoft Graph refuses it to the app (403).`,
      hint: `In the Entra admin center, open the app registration, "API permissions", add the application permission ${permission} of Microsoft Graph, and grant admin consent.`,
    };
  return explainFailedRead(error, what, HINTS, HINT);
}

/** Why there is no token that Graph takes. */
export function explainToken(error: UpstreamError): Explanation {
  const { providerCode, status } = error.facts;
  if (!isOfTokenEndpoint(error))
    return {
      message: 'A token was issued, but Microsoft Graph refuses it (401).',
      hint: 'loginUrl and graphUrl must be of the same cloud, and the machine’s clock must be right.',
    };
  if (providerCode === 'invalid_client')
    return {
      message: 'Microsoft does not know this credential of the app, or it is over (invalid_client).',
      hint: 'Copy the value of the client secret, not its id; or upload the certificate whose digest is set here. Secrets end after two years at most.',
    };
  if (providerCode === 'unauthorized_client' || status === 400 || status === 404)
    return {
      message: `The tenant or the app is not known there (${providerCode ?? status ?? 'no answer'}).`,
      hint: 'Check tenantId (Overview of the tenant) and clientId (Application ID of the app registration).',
    };
  return {
    message: sentence(`No token was issued: ${error.message}`),
    hint: 'Check loginUrl, tenantId and the network; national clouds have hosts of their own.',
  };
}
