import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import type { GoogleCredentials, GoogleState } from './state.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const HOUR_S = 3_600;

interface Issued {
  readonly scopes: ReadonlySet<string>;
  readonly until: number;
}

/** The token endpoint: checks what a service account signed, and whether the customer delegated what it asks for. */
export class GoogleTokens {
  /** Scopes that the customer delegated; take one out to see a part switched off. */
  readonly delegated: Set<string>;
  /** Seconds that a token lives. */
  lifeSeconds = HOUR_S;
  /** Sets of scopes for which a token was given, in order. */
  readonly given: string[] = [];
  readonly #issued = new Map<string, Issued>();
  readonly #credentials: GoogleCredentials;
  readonly #state: GoogleState;
  readonly #now: () => number;

  constructor(
    credentials: GoogleCredentials,
    state: GoogleState,
    now: () => number,
    delegated: Iterable<string>,
  ) {
    this.#credentials = credentials;
    this.#state = state;
    this.#now = now;
    this.delegated = new Set(delegated);
  }

  /** The scopes of a token that is good now. */
  scopesOf(authorization: string | undefined): ReadonlySet<string> | null {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    const issued = token === undefined ? undefined : this.#issued.get(token);
    return issued === undefined || issued.until <= this.#now() ? null : issued.scopes;
  }

  /** From now on no token is good that was given before. */
  forgetAll(): void {
    this.#issued.clear();
  }

  answer(request: PeerRequest): PeerAnswer {
    const form = new URLSearchParams(request.text);
    if (form.get('grant_type') !== GRANT) return refusal(400, 'unsupported_grant_type');
    const claims = this.#verified(form.get('assertion') ?? '');
    if (claims === null) return refusal(400, 'invalid_grant', 'Invalid JWT Signature.');
    const now = this.#now() / 1_000;
    const { iss, sub, aud, iat, exp, scope } = claims;
    if (
      typeof exp !== 'number' ||
      typeof iat !== 'number' ||
      exp <= now ||
      iat > now + 60 ||
      exp - iat > HOUR_S
    )
      return refusal(400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived token.');
    if (iss !== this.#credentials.serviceAccountEmail || aud !== `${request.url.origin}/token`)
      return refusal(400, 'invalid_grant', 'Invalid JWT: wrong issuer or audience.');
    if (!this.#isAdministrator(sub)) return refusal(400, 'invalid_grant', 'Invalid email or User ID');
    const scopes = typeof scope === 'string' ? scope.split(' ') : [];
    if (scopes.length === 0) return refusal(400, 'invalid_scope');
    if (scopes.some((one) => !this.delegated.has(one)))
      return refusal(
        401,
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      );
    const token = `ya29.${randomBytes(32).toString('base64url')}`;
    this.#issued.set(token, { scopes: new Set(scopes), until: this.#now() + this.lifeSeconds * 1_000 });
    this.given.push(scopes.join(' '));
    return {
      status: 200,
      body: { access_token: token, expires_in: this.lifeSeconds, token_type: 'Bearer' },
    };
  }

  #verified(assertion: string): Readonly<Record<string, unknown>> | null {
    const [head = '', body = '', signature = ''] = assertion.split('.');
    const { publicKey, privateKeyId } = this.#credentials;
    const header = parse(head);
    if (header?.['alg'] !== 'RS256') return null;
    if (header['kid'] !== undefined && header['kid'] !== privateKeyId) return null;
    const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
    const signed = Buffer.from(`${head}.${body}`);
    return verify('sha256', signed, key, Buffer.from(signature, 'base64url')) ? parse(body) : null;
  }

  #isAdministrator(subject: unknown): boolean {
    return [...this.#state.users.values()].some(
      (user) =>
        user.primaryEmail === subject &&
        !user.suspended &&
        user.deletionTime === undefined &&
        (user.isAdmin || user.isDelegatedAdmin),
    );
  }
}

function parse(part: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function refusal(status: number, error: string, description = ''): PeerAnswer {
  return { status, body: { error, error_description: description } };
}
