import type { JWK } from 'jose';
import type { Tenant } from '../tenant.ts';
import type { SandboxSettings } from '../settings.ts';
import type { Tokens } from './tokens.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TokenRequest {
  readonly environmentId: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** The token endpoint as the client addressed it: the audience of an assertion. */
  readonly address: string;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface TokenEndpoint {
  readonly tenant: Tenant;
  readonly settings: SandboxSettings;
  readonly tokens: Tokens;
  readonly clock: () => number;
  /** Set: the worker application authenticates with PRIVATE_KEY_JWT and this public key, and in no other way. */
  readonly assertionKey?: JWK;
}

/** The client credentials grant. Errors have the shape of RFC 6749, not of the API's envelope. */
export async function answerTokenRequest(
  endpoint: TokenEndpoint,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const { tenant, settings, tokens } = endpoint;
  if (request.contentType !== 'application/x-www-form-urlencoded') {
    return failure(400, 'invalid_request', 'Expected the content type application/x-www-form-urlencoded.');
  }
  const form = new URLSearchParams(request.body);
  if (form.get('grant_type') !== 'client_credentials') {
    return failure(400, 'unsupported_grant_type', 'Expected the grant type client_credentials.');
  }
  const known =
    request.environmentId === tenant.adminEnvironmentId &&
    (await authenticated(endpoint, request, form).catch(() => false));
  if (!known)
    return failure(
      401,
      'invalid_client',
      'Request denied: Unsupported authentication method or invalid client.',
    );
  const token = tokens.issue({
    clientId: tenant.worker.clientId,
    environmentId: tenant.adminEnvironmentId,
    organizationId: tenant.organizationId,
    issuer: request.address.replace(/\/token$/, ''),
    lifetimeSeconds: settings.tokenLifetimeSeconds,
  });
  return {
    status: 200,
    body: { access_token: token, token_type: 'Bearer', expires_in: settings.tokenLifetimeSeconds },
  };
}

async function authenticated(
  endpoint: TokenEndpoint,
  request: TokenRequest,
  form: URLSearchParams,
): Promise<boolean> {
  const { worker } = endpoint.tenant;
  if (endpoint.assertionKey !== undefined)
    return holdsKey(endpoint, endpoint.assertionKey, request.address, form);
  if (worker.authMethod === 'CLIENT_SECRET_POST') {
    return (
      request.authorization === undefined &&
      form.get('client_id') === worker.clientId &&
      form.get('client_secret') === worker.clientSecret
    );
  }
  const encoded = /^Basic (.+)$/i.exec(request.authorization ?? '')?.[1];
  if (encoded === undefined || form.has('client_secret')) return false;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return unescaped(id) === worker.clientId && unescaped(secret.join(':')) === worker.clientSecret;
}

async function holdsKey(
  endpoint: TokenEndpoint,
  key: JWK,
  audience: string,
  form: URLSearchParams,
): Promise<boolean> {
  if (form.get('client_assertion_type') !== ASSERTION_TYPE) return false;
  const { clientId } = endpoint.tenant.worker;
  // Loaded when it is needed first: nearly no sandbox asks for assertions, and all would start later.
  const { importJWK, jwtVerify } = await import('jose');
  await jwtVerify(form.get('client_assertion') ?? '', await importJWK(key, key.alg ?? 'RS256'), {
    subject: clientId,
    issuer: clientId,
    audience,
    currentDate: new Date(endpoint.clock()),
  });
  return true;
}

/** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
function unescaped(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function failure(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}
