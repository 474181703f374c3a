import type { Secret } from '../../model/secret.ts';
import type { ClientAuthentication } from '../../upstream/client-authentication.ts';
import { createClientCredentials } from '../../upstream/client-credentials.ts';
import { createUpstream } from '../../upstream/create-upstream.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { clockOf, type ConnectionOptions, type PaceSettings, paceOf } from '../connection.ts';
import { parseKeycloakError } from './api-error.ts';
import type { KeycloakSettings } from './settings.ts';

/** What connecting takes, besides what reading does. */
export interface KeycloakConnection extends KeycloakSettings, PaceSettings {
  /** The client's "Client authentication": Keycloak takes a client secret either way. */
  readonly tokenAuthMethod: 'basic' | 'post' | 'private_key_jwt';
  /** For `basic` and `post`. */
  readonly clientSecret?: Secret;
  /** For `private_key_jwt` ("Signed Jwt"): a PEM, and the `kid` that the client's key set has for it. */
  readonly privateKey?: Secret;
  readonly privateKeyId?: string;
  /**
   * Whom assertions are for; left out: the issuer, `<baseUrl>/realms/<realm>`, which every version takes. A server that knows itself by
   * another host name wants that one.
   */
  readonly tokenAudience?: string;
}

/** Keycloak publishes no limit; every call keeps one of its few connections to the database busy. */
const USUAL_CONCURRENCY = 16;

/** The way to one realm. @throws {TypeError} when an address or the credential is unusable. */
export function createKeycloakUpstream(
  settings: KeycloakConnection,
  options: ConnectionOptions = {},
): Upstream {
  const { key: directory, clientId } = settings;
  return createUpstream({
    directory,
    baseUrl: `${settings.baseUrl}/admin`,
    tokens: createClientCredentials({
      directory,
      tokenUrl: `${issuerOf(settings)}/protocol/openid-connect/token`,
      clientId,
      ...authenticationOf(settings),
      ...clockOf(options),
    }),
    limits: { concurrency: USUAL_CONCURRENCY, ...paceOf(settings) },
    parseError: parseKeycloakError,
    ...options,
  });
}

function authenticationOf(settings: KeycloakConnection): ClientAuthentication {
  const { tokenAuthMethod: method, clientSecret, privateKey, privateKeyId } = settings;
  if (method === 'private_key_jwt') {
    if (privateKey === undefined) throw missing(settings, 'a private key');
    const audience = settings.tokenAudience ?? issuerOf(settings);
    return { method, privateKey, audience, ...(privateKeyId === undefined ? {} : { keyId: privateKeyId }) };
  }
  if (clientSecret === undefined) throw missing(settings, 'a client secret');
  return { method, clientSecret };
}

function issuerOf({ baseUrl, realm }: KeycloakConnection): string {
  return `${baseUrl}/realms/${encodeURIComponent(realm)}`;
}

function missing({ key, tokenAuthMethod }: KeycloakConnection, what: string): TypeError {
  return new TypeError(
    `${key}: expected ${what} for the authentication method ${tokenAuthMethod}, received none.`,
  );
}
