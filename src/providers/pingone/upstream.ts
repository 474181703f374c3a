import type { Secret } from '../../model/secret.ts';
import type { ClientAuthentication } from '../../upstream/client-authentication.ts';
import { createClientCredentials } from '../../upstream/client-credentials.ts';
import { createUpstream } from '../../upstream/create-upstream.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { clockOf, type ConnectionOptions, type PaceSettings, paceOf } from '../connection.ts';
import { parsePingOneError } from './api-error.ts';
import type { PingOneSettings } from './settings.ts';

/** What connecting takes, besides what reading does. */
export interface PingOneConnection extends PingOneSettings, PaceSettings {
  /** The token endpoint of the environment that owns the worker application, in full. */
  readonly tokenUrl: string;
  /** The application's `tokenEndpointAuthMethod`. */
  readonly tokenAuthMethod: 'basic' | 'post' | 'private_key_jwt';
  /** For `basic` and `post`. */
  readonly clientSecret?: Secret;
  /** For `private_key_jwt`: a PEM, and the `kid` that the application's key set has for it. */
  readonly privateKey?: Secret;
  readonly privateKeyId?: string;
}

/**
 * PingOne publishes these two of its rate groups (PingOne Platform API, "Rate limits"): audit 10 requests a second, analytics
 * 600 a minute. They hold besides the limit of the directory as a whole.
 */
const BUCKETS = { audit: { requestsPerSecond: 10 }, analytics: { requestsPerSecond: 10 } };

/** The way to one PingOne environment. @throws {TypeError} when an address or the credential is unusable. */
export function createPingOneUpstream(
  settings: PingOneConnection,
  options: ConnectionOptions = {},
): Upstream {
  const { key: directory, tokenUrl, clientId } = settings;
  return createUpstream({
    directory,
    baseUrl: settings.apiUrl,
    tokens: createClientCredentials({
      directory,
      tokenUrl,
      clientId,
      ...authenticationOf(settings),
      ...clockOf(options),
    }),
    limits: { ...paceOf(settings), buckets: BUCKETS },
    transactionHeader: 'X-Ping-External-Transaction-ID',
    parseError: parsePingOneError,
    ...options,
  });
}

function authenticationOf(settings: PingOneConnection): ClientAuthentication {
  const { tokenAuthMethod: method, clientSecret, privateKey, privateKeyId } = settings;
  if (method === 'private_key_jwt') {
    if (privateKey === undefined) throw missing(settings, 'a private key');
    return { method, privateKey, ...(privateKeyId === undefined ? {} : { keyId: privateKeyId }) };
  }
  if (clientSecret === undefined) throw missing(settings, 'a client secret');
  return { method, clientSecret };
}

function missing({ key, tokenAuthMethod }: PingOneConnection, what: string): TypeError {
  return new TypeError(
    `${key}: expected ${what} for the authentication method ${tokenAuthMethod}, received none.`,
  );
}
