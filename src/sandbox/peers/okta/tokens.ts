import { type KeyObject, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Random } from '../../generate/prng.ts';
import { type PeerAnswer, PeerError, type PeerRequest } from '../peer-server.ts';

/** A service application with a key, as an administrator set it up. */
export interface ServiceApplication {
  readonly clientId: string;
  readonly publicKey: KeyObject;
  /** Scopes that were granted. */
  granted: readonly string[];
  /** Whether it has to prove possession of a key with every call. */
  dpop: boolean;
}

interface Issued {
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
}

const LIFE_SECONDS = 3_600;
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The organisation's own authorisation server: client credentials by a signed assertion, and nothing else. */
export class TokenEndpoint {
  readonly application: ServiceApplication;
  readonly #now: () => Date;
  readonly #random: Random;
  readonly #issued = new Map<string, Issued>();
  readonly #seen = new Set<string>();

  constructor(application: ServiceApplication, now: () => Date, seed: number) {
    this.application = application;
    this.#now = now;
    this.#random = new Random(seed, 'okta tokens');
  }

  /** The scopes of a token that is good now. */
  scopesOf(token: string): ReadonlySet<string> | undefined {
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresAt > this.#now().getTime() ? issued.scopes : undefined;
  }

  /** Tokens that were given out are good no more. */
  revokeAll(): void {
    this.#issued.clear();
  }

  answer({ body, url }: Pick<PeerRequest, 'body' | 'url'>): PeerAnswer {
    const form = typeof body === 'object' && body !== null ? Object.entries(body) : [];
    const given = new Map(form.map(([name, value]) => [name, String(value)]));
    if (given.get('grant_type') !== 'client_credentials') throw oauth(400, 'unsupported_grant_type');
    this.#checkAssertion(given, `${url.origin}${url.pathname}`);
    if (this.application.dpop) throw oauth(400, 'use_dpop_nonce', { 'dpop-nonce': 'nonce-1' });
    const scopes = (given.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (scopes.length === 0 || !scopes.every((scope) => this.application.granted.includes(scope)))
      throw oauth(400, 'invalid_scope');
    const token = this.#random.hex(8);
    const expiresAt = this.#now().getTime() + LIFE_SECONDS * 1_000;
    this.#issued.set(token, { scopes: new Set(scopes), expiresAt });
    return {
      status: 200,
      body: { token_type: 'Bearer', expires_in: LIFE_SECONDS, access_token: token, scope: scopes.join(' ') },
    };
  }

  /** RFC 7523 section 3: whose it is, for whom, for how long, and that it is used once. */
  #checkAssertion(given: ReadonlyMap<string, string>, audience: string): void {
    const { clientId, publicKey } = this.application;
    const [head = '', payload = '', signature = ''] = (given.get('client_assertion') ?? '').split('.');
    const claims = decoded(payload);
    const seconds = this.#now().getTime() / 1_000;
    const { exp, jti } = claims;
    const good =
      given.get('client_assertion_type') === JWT_BEARER &&
      decoded(head)['alg'] === 'RS256' &&
      isDeepStrictEqual([claims['iss'], claims['sub'], claims['aud']], [clientId, clientId, audience]) &&
      typeof exp === 'number' &&
      exp > seconds &&
      exp <= seconds + 3_600 &&
      typeof jti === 'string' &&
      !this.#seen.has(jti) &&
      verify('RSA-SHA256', Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
    if (!good) throw oauth(401, 'invalid_client');
    this.#seen.add(jti);
  }
}

function decoded(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** OAuth's own form of an error, which is not that of the API. */
function oauth(status: number, error: string, headers: Readonly<Record<string, string>> = {}): PeerError {
  return new PeerError({ status, body: { error, error_description: 'The request was refused.' }, headers });
}
