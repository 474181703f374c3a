import { isLoopback } from './is-loopback.ts';
import { readJson } from './read-json.ts';
import type { HttpAnswer } from './transport.ts';

/** Seconds that a token is taken to live when its answer does not say so usably. */
const safeLifeSeconds = 60;
const longestLifeSeconds = 86_400;

export interface TokenGrant {
  readonly token: string;
  readonly lifeMs: number;
}

/**
 * Reads a token endpoint's 200 (RFC 6749 section 5.1). `expires_in` must be a positive number; anything else counts as a minute,
 * and more than a day as a day. Answers a text of what was received instead, when it is no bearer token.
 */
export function readTokenGrant(answer: HttpAnswer): TokenGrant | string {
  const read = readJson(answer);
  if (!read.ok) return read.received;
  const { value } = read;
  if (typeof value !== 'object' || value === null) return 'JSON that is no object';
  const token: unknown = Reflect.get(value, 'access_token');
  const type: unknown = Reflect.get(value, 'token_type');
  const life: unknown = Reflect.get(value, 'expires_in');
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
    return 'no access_token that a header can carry';
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') return 'a token_type that is not Bearer';
  const seconds = typeof life === 'number' && life > 0 ? Math.min(life, longestLifeSeconds) : safeLifeSeconds;
  return { token, lifeMs: seconds * 1_000 };
}

/** The `error` of a refusal (RFC 6749 section 5.2). Its description is left out: it may repeat what we sent. */
export function readTokenRefusal(answer: HttpAnswer): string | undefined {
  const read = readJson(answer);
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return undefined;
  const error: unknown = Reflect.get(read.value, 'error');
  return typeof error === 'string' && /^[\w.-]{1,64}$/.test(error) ? error : undefined;
}

const advice: Readonly<Record<string, string>> = {
  invalid_client:
    'check the client id, the secret, the authentication method set on the application, and that the token address belongs to the environment which owns the application',
  unauthorized_client: 'allow the client_credentials grant on the application',
  invalid_scope: 'check the scopes of the application',
  unsupported_grant_type: 'allow the client_credentials grant on the application',
  invalid_grant: 'check that the application is enabled',
};

export function adviceFor(error: string | undefined): string {
  return advice[error ?? ''] ?? 'check the token address, the client id and the authentication method';
}

/**
 * Reads a token address.
 * @throws {TypeError} when it is no http(s) address, carries credentials, or would send the secret in the clear (plain http is for loopback).
 */
export function parseTokenUrl(tokenUrl: string): URL {
  const url = URL.canParse(tokenUrl) ? new URL(tokenUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new TypeError(
      'expected a token address such as https://auth.pingone.eu/{environmentId}/as/token, received another text',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new TypeError(
      `expected https for the token address, received http for ${url.hostname}: the secret would travel in the clear`,
    );
  }
  return url;
}
