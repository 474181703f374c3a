import { Secret } from '../../model/secret.ts';
import { createUpstream } from '../../upstream/create-upstream.ts';
import { fixedToken } from '../../upstream/token-source.ts';
import type { Upstream } from '../../upstream/upstream.ts';
import { type ConnectionOptions, type PaceSettings, paceOf } from '../connection.ts';
import { parseScimError } from './api-error.ts';
import type { ScimSettings } from './settings.ts';

/** What connecting takes, besides what reading does: a token, or a user name and its password. */
export interface ScimConnection extends ScimSettings, PaceSettings {
  readonly token?: Secret;
  readonly username?: string;
  readonly password?: Secret;
}

/** SCIM services are mostly parts of one application, and few say how much they take. */
const CONCURRENCY = 8;

/** The way to one SCIM service. @throws {TypeError} when the address or the credential is unusable. */
export function createScimUpstream(settings: ScimConnection, options: ConnectionOptions = {}): Upstream {
  const { key: directory, url } = settings;
  const { scheme, credential } = credentialOf(settings);
  return createUpstream({
    directory,
    baseUrl: url,
    tokens: fixedToken(credential),
    authorizationScheme: scheme,
    // RFC 7644 section 3.1: services answer in one of the two.
    accept: 'application/scim+json, application/json',
    limits: { concurrency: CONCURRENCY, ...paceOf(settings) },
    parseError: parseScimError,
    ...options,
  });
}

function credentialOf(settings: ScimConnection): { readonly scheme: string; readonly credential: Secret } {
  const { key, token, username, password } = settings;
  if (token !== undefined) return { scheme: 'Bearer', credential: token };
  if (username === undefined || password === undefined)
    throw new TypeError(`${key}: expected a token, or a username with its password, received neither.`);
  const pair = Buffer.from(`${username}:${password.reveal()}`).toString('base64');
  return { scheme: 'Basic', credential: new Secret(pair) };
}
