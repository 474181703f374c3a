import { constants, createPublicKey, randomBytes, verify } from 'node:crypto';
import { isRecord } from './is-record.ts';
import type { PeerAnswer, PeerRequest } from '../peer-server.ts';

export interface PeerCertificate {
  /** PEM of the public key. */
  readonly publicKey: string;
  /** Base64url SHA-256 digest of the certificate. */
  readonly digest: string;
}

interface Issuer {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Set: the app may sign in with an assertion by this certificate too. */
  readonly certificate: PeerCertificate | null;
  readonly now: () => number;
}

const LIFE_SECONDS = 3_599;
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The token endpoint of one tenant, and the tokens that it gave out. */
export class Tokens {
  readonly #issuer: Issuer;
  readonly #issued = new Map<string, number>();
  readonly #seen = new Set<string>();

  constructor(issuer: Issuer) {
    this.#issuer = issuer;
  }

  isGood(authorization: string | undefined): boolean {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
    return (this.#issued.get(token) ?? 0) > this.#issuer.now();
  }

  /** Every token ends at once. */
  revokeAll(): void {
    this.#issued.clear();
  }

  answer({ params, body, url }: PeerRequest): PeerAnswer {
    const form = isRecord(body) ? body : {};
    if (params['tenantId'] !== this.#issuer.tenantId)
      return refusal(400, 'invalid_request', 'AADSTS90002: Tenant not found.');
    if (form['grant_type'] !== 'client_credentials')
      return refusal(400, 'unsupported_grant_type', 'AADSTS70003: The grant type is not supported.');
    if (form['client_id'] !== this.#issuer.clientId)
      return refusal(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.');
    if (form['scope'] !== `${url.origin}/.default`)
      return refusal(400, 'invalid_scope', 'AADSTS70011: The provided value for scope is not valid.');
    const known =
      form['client_assertion'] === undefined
        ? form['client_secret'] === this.#issuer.clientSecret
        : form['client_assertion_type'] === ASSERTION && this.#isSigned(form['client_assertion'], url.href);
    if (!known) return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
    const token = randomBytes(24).toString('base64url');
    this.#issued.set(token, this.#issuer.now() + LIFE_SECONDS * 1_000);
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: LIFE_SECONDS,
        ext_expires_in: LIFE_SECONDS,
        access_token: token,
      },
    };
  }

  /** Header, claims, age and signature of an assertion; each is taken once. */
  #isSigned(assertion: unknown, audience: string): boolean {
    const { certificate, clientId, now } = this.#issuer;
    if (certificate === null || typeof assertion !== 'string') return false;
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const header = decoded(head);
    const said = decoded(claims);
    const seconds = now() / 1_000;
    const [nbf, exp] = [said['nbf'], said['exp']];
    if (header['x5t#S256'] !== certificate.digest || said['aud'] !== audience) return false;
    if (said['iss'] !== clientId || said['sub'] !== clientId || typeof said['jti'] !== 'string') return false;
    if (typeof nbf !== 'number' || typeof exp !== 'number' || nbf > seconds + 5 || exp < seconds)
      return false;
    if (exp - nbf > 600 || this.#seen.has(said['jti'])) return false;
    this.#seen.add(said['jti']);
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const how = header['alg'] === 'PS256' ? pss : header['alg'] === 'RS256' ? {} : null;
    if (how === null) return false;
    const key = { key: createPublicKey(certificate.publicKey), ...how };
    return verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
  }
}

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function refusal(status: number, error: string, description: string): PeerAnswer {
  return { status, body: { error, error_description: description, error_codes: [] } };
}
