import type { Secret } from '../../model/secret.ts';
import type { ClientAuthentication } from '../../upstream/client-authentication.ts';
import { createClientCredentials } from '../../upstream/client-credentials.ts';
import { createUpstream } from '../../upstream/create-upstream.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { clockOf, type ConnectionOptions, type PaceSettings, paceOf } from '../connection.ts';
import { parseGraphError } from './api-error.ts';
import { readGraphQuota } from './quota.ts';
import type { EntraIdSettings } from './settings.ts';

/** What connecting takes, besides what reading does. */
export interface EntraIdConnection extends EntraIdSettings, PaceSettings {
  /** Where tokens are asked for, without the tenant: `https://login.microsoftonline.com`. */
  readonly loginUrl: string;
  /** Either this, or a private key with the digest of its certificate. */
  readonly clientSecret?: Secret;
  /** A PEM (PKCS #8). */
  readonly privateKey?: Secret;
  /** Base64url SHA-256 digest of the certificate that the app registration holds (`x5t#S256`). */
  readonly certificateDigest?: string;
  /** How assertions are signed. Default PS256, as Microsoft's page has it. */
  readonly algorithm?: 'PS256' | 'RS256';
}

/**
 * Reports are counted apart: 5 requests in 10 seconds for an app and tenant (Microsoft Graph, "Throttling limits"). They hold besides
 * the limit of the directory as a whole, which Graph counts in resource units and tells in its headers.
 */
const BUCKETS = { reports: { requestsPerSecond: 0.5, burst: 5 } };

/** The way to one tenant. @throws {TypeError} when an address or the credential is unusable. */
export function createEntraIdUpstream(
  settings: EntraIdConnection,
  options: ConnectionOptions = {},
): Upstream {
  const { key: directory, tenantId, clientId, graphUrl } = settings;
  return createUpstream({
    directory,
    baseUrl: graphUrl,
    tokens: createClientCredentials({
      directory,
      tokenUrl: tokenUrlOf(settings.loginUrl, tenantId),
      clientId,
      // Every right that an administrator consented to, of the Graph of this very cloud.
      scope: `${new URL(graphUrl).origin}/.default`,
      ...authenticationOf(settings),
      ...clockOf(options),
    }),
    limits: { ...paceOf(settings), buckets: BUCKETS },
    transactionHeader: 'client-request-id',
    parseError: parseGraphError,
    readQuota: readGraphQuota,
    ...options,
  });
}

function tokenUrlOf(loginUrl: string, tenantId: string): string {
  return `${loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
}

function authenticationOf(settings: EntraIdConnection): ClientAuthentication {
  const { clientSecret, privateKey, certificateDigest, algorithm = 'PS256' } = settings;
  if (privateKey !== undefined) {
    if (certificateDigest === undefined)
      throw new TypeError(
        `${settings.key}: expected the digest of the certificate beside its private key, received none.`,
      );
    return { method: 'private_key_jwt', privateKey, certificateDigest, algorithm };
  }
  if (clientSecret === undefined)
    throw new TypeError(`${settings.key}: expected a client secret or a private key, received neither.`);
  return { method: 'post', clientSecret };
}
