import type { Secret } from '../../model/secret.ts';
import { createClientCredentials } from '../../upstream/client-credentials.ts';
import { createUpstream } from '../../upstream/create-upstream.ts';
import { fixedToken, type TokenSource } from '../../upstream/token-source.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { clockOf, type ConnectionOptions, type PaceSettings, paceOf } from '../connection.ts';
import { parseOktaError } from './api-error.ts';
import { bucketLimits, inBuckets } from './buckets.ts';
import { readOktaQuota } from './rate-limit.ts';
import type { OktaSettings } from './settings.ts';
import { withOktaAdvice } from './tokens.ts';

/** What connecting takes, besides what reading does: an API token, or a service application with its key. */
export interface OktaConnection extends OktaSettings, PaceSettings {
  readonly apiToken?: Secret;
  /** RSA, as a PEM (PKCS #8). Okta takes no other proof of a client for its API scopes. */
  readonly privateKey?: Secret;
  /** The `kid` that the application's key set has for it. */
  readonly privateKeyId?: string;
  /** Separated by blanks. Okta refuses a token when one of them was not granted. Default: what reading takes, and writing where it is allowed. */
  readonly scopes?: string;
}

const READ_SCOPES = ['okta.users.read', 'okta.groups.read', 'okta.apps.read', 'okta.roles.read'];
const WRITE_SCOPES = ['okta.users.manage', 'okta.groups.manage', 'okta.roles.manage'];

/** What the System Log takes. */
const LOG_SCOPE = 'okta.logs.read';

/** What automations take. */
const POLICY_SCOPE = 'okta.policies.read';

/** The scopes that are asked for unless the settings name others. */
export function defaultScopes(writable: boolean, systemLog = false, automations = false): string {
  return [
    ...READ_SCOPES,
    ...(systemLog ? [LOG_SCOPE] : []),
    ...(automations ? [POLICY_SCOPE] : []),
    ...(writable ? WRITE_SCOPES : []),
  ].join(' ');
}

/** Okta lets an organisation have 75 calls under way, 35 on its free plan, and others use it too. */
const CONCURRENCY = 24;

/** The way to one Okta organisation. @throws {TypeError} when the address or the credential is unusable. */
export function createOktaUpstream(settings: OktaConnection, options: ConnectionOptions = {}): Upstream {
  const upstream = createUpstream({
    directory: settings.key,
    baseUrl: settings.orgUrl,
    tokens: tokensOf(settings, options),
    ...(settings.apiToken === undefined ? {} : { authorizationScheme: 'SSWS' }),
    limits: { concurrency: CONCURRENCY, ...paceOf(settings), buckets: bucketLimits },
    parseError: parseOktaError,
    readQuota: readOktaQuota,
    ...options,
  });
  return inBuckets(upstream);
}

function tokensOf(settings: OktaConnection, options: ConnectionOptions): TokenSource {
  const { key: directory, apiToken, clientId, privateKey, privateKeyId } = settings;
  if (apiToken !== undefined) return fixedToken(apiToken);
  if (clientId === undefined || privateKey === undefined) {
    throw new TypeError(
      `${directory}: expected an API token, or a client id with a private key; received neither whole.`,
    );
  }
  return withOktaAdvice(
    createClientCredentials({
      directory,
      // The organisation's own authorisation server: a custom one (`/oauth2/default`) gives no token for the API.
      tokenUrl: `${settings.orgUrl}/oauth2/v1/token`,
      clientId,
      scope: settings.scopes ?? defaultScopes(settings.writable, settings.systemLog, settings.automations),
      method: 'private_key_jwt',
      privateKey,
      ...(privateKeyId === undefined ? {} : { keyId: privateKeyId }),
      ...clockOf(options),
    }),
  );
}
