import { createHmac, randomBytes, randomUUID } from 'node:crypto';

interface Issued {
  readonly clientId: string;
  /** Set in the token of a person, which opens userinfo and not the management API. */
  readonly userId?: string;
  readonly expiresAt: number;
}

/** Access tokens: they look like PingOne's JWTs and are known by heart, not by signature. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  readonly #key = randomBytes(32);
  readonly #clock: () => number;
  /** Before this moment none of them expires. */
  #firstExpiry = Number.POSITIVE_INFINITY;
  /** How many were issued. */
  issuedCount = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issue(client: {
    readonly clientId: string;
    readonly environmentId: string;
    readonly organizationId: string;
    readonly issuer: string;
    readonly lifetimeSeconds: number;
    /** Whom an application got the token for; absent for the application's own. */
    readonly userId?: string;
  }): string {
    const now = this.#clock();
    this.#forgetExpired(now);
    const issuedAt = Math.floor(now / 1000);
    const expiresAt = now + client.lifetimeSeconds * 1000;
    const head = part({ alg: 'RS256', kid: 'sandbox', typ: 'JWT' });
    const claims = part({
      client_id: client.clientId,
      iss: client.issuer,
      iat: issuedAt,
      exp: issuedAt + client.lifetimeSeconds,
      aud: ['https://api.pingone.example'],
      jti: randomUUID(),
      env: client.environmentId,
      org: client.organizationId,
      ...(client.userId === undefined ? {} : { sub: client.userId, scope: 'openid profile email' }),
    });
    const signature = createHmac('sha256', this.#key).update(`${head}.${claims}`).digest('base64url');
    const token = `${head}.${claims}.${signature}`;
    const { clientId, userId } = client;
    this.#issued.set(token, { clientId, expiresAt, ...(userId === undefined ? {} : { userId }) });
    this.#firstExpiry = Math.min(this.#firstExpiry, expiresAt);
    this.issuedCount += 1;
    return token;
  }

  /** The client of a token of its own that is known and not expired. */
  clientOf(token: string): string | undefined {
    const issued = this.holderOf(token);
    return issued?.userId === undefined ? issued?.clientId : undefined;
  }

  /** Whose token it is, if it is known and not expired. */
  holderOf(token: string): { readonly clientId: string; readonly userId?: string } | undefined {
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresAt > this.#clock() ? issued : undefined;
  }

  /** Makes every token invalid at once, as an administrator who rotates the secret does. */
  revokeAll(): void {
    this.#issued.clear();
  }

  #forgetExpired(now: number): void {
    if (now < this.#firstExpiry) return;
    this.#firstExpiry = Number.POSITIVE_INFINITY;
    for (const [token, issued] of this.#issued) {
      if (issued.expiresAt <= now) this.#issued.delete(token);
      else this.#firstExpiry = Math.min(this.#firstExpiry, issued.expiresAt);
    }
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
