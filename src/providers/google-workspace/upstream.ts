import type { Secret } from '../../model/secret.ts';
import { createClientCredentials } from '../../upstream/client-credentials.ts';
import { createUpstream } from '../../upstream/create-upstream.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { clockOf, type ConnectionOptions, type PaceSettings, paceOf } from '../connection.ts';
import { parseGoogleError } from './api-error.ts';
import { createScopedTokens } from './scoped-tokens.ts';
import type { GoogleWorkspaceSettings } from './settings.ts';

/** What connecting takes, besides what reading does. */
export interface GoogleWorkspaceConnection extends GoogleWorkspaceSettings, PaceSettings {
  /** Where tokens are asked for, in full; it is also the audience of what is signed. */
  readonly tokenUrl: string;
  readonly serviceAccountEmail: string;
  /** PEM, PKCS #8. */
  readonly privateKey: Secret;
  /** The key's id in the service account; left out: Google tries all its keys. */
  readonly privateKeyId?: string;
}

/** Directory API, "Limits and quotas": 2,400 queries a minute for each user and project. */
const REQUESTS_PER_SECOND = 40;
/** Too many at once are refused too (`quotaExceeded`); how many that is, is not published. */
const CONCURRENCY = 20;

/** The way to one Google Workspace customer. @throws {TypeError} when an address is unusable. */
export function createGoogleWorkspaceUpstream(
  settings: GoogleWorkspaceConnection,
  options: ConnectionOptions = {},
): Upstream {
  const { key: directory, tokenUrl, serviceAccountEmail, privateKey, privateKeyId, adminEmail } = settings;
  const tokensOf = (scope: string): ReturnType<typeof createClientCredentials> =>
    createClientCredentials({
      directory,
      tokenUrl,
      clientId: serviceAccountEmail,
      method: 'jwt_bearer',
      privateKey,
      ...(privateKeyId === undefined ? {} : { keyId: privateKeyId }),
      subject: adminEmail,
      scope,
      ...clockOf(options),
    });
  return createUpstream({
    directory,
    baseUrl: settings.apiUrl,
    tokens: createScopedTokens({
      directory,
      serviceAccount: serviceAccountEmail,
      adminEmail,
      make: tokensOf,
    }),
    limits: { requestsPerSecond: REQUESTS_PER_SECOND, concurrency: CONCURRENCY, ...paceOf(settings) },
    parseError: parseGoogleError,
    ...options,
  });
}
