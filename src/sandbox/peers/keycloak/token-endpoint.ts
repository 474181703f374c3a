import { PeerError, type PeerRequest, type PeerRoute } from '../peer-server.ts';

const LIFE_SECONDS = 300;

/** Issues tokens to one client, by its secret in the header or the form, and knows them again. */
export class TokenEndpoint {
  readonly #clientId: string;
  readonly #clientSecret: string;
  readonly #clock: () => number;
  readonly #tokens = new Map<string, number>();
  #issued = 0;

  constructor(clientId: string, clientSecret: string, clock: () => number) {
    this.#clientId = clientId;
    this.#clientSecret = clientSecret;
    this.#clock = clock;
  }

  /** Makes every token that was issued so far worthless. */
  revokeAll(): void {
    this.#tokens.clear();
  }

  accepts(authorization: string | undefined): boolean {
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
    return (this.#tokens.get(token) ?? 0) > this.#clock();
  }

  /** @param realm the one that there is. */
  route(template: string, realm: string): PeerRoute {
    return {
      method: 'POST',
      template,
      open: true,
      handle: (request) => {
        if (request.params['realm'] === realm) return this.#issue(request);
        throw new PeerError({ status: 404, body: { error: 'Realm does not exist' } });
      },
    };
  }

  #issue(request: PeerRequest): { status: number; body: object; headers: Record<string, string> } {
    const form = new URLSearchParams(request.text);
    if (form.get('grant_type') !== 'client_credentials')
      throw refused(400, 'unsupported_grant_type', 'Unsupported grant_type');
    const [id, secret] = basic(request.headers.authorization) ?? [
      form.get('client_id') ?? '',
      form.get('client_secret') ?? '',
    ];
    if (id !== this.#clientId || secret !== this.#clientSecret)
      throw refused(401, 'invalid_client', 'Invalid client or Invalid client credentials');
    this.#issued += 1;
    const token = `keycloak-peer-token-${this.#issued}`;
    this.#tokens.set(token, this.#clock() + LIFE_SECONDS * 1_000);
    const body = {
      access_token: token,
      expires_in: LIFE_SECONDS,
      token_type: 'Bearer',
      scope: 'profile email',
    };
    return { status: 200, body, headers: { 'Content-Type': 'application/json' } };
  }
}

function refused(status: number, error: string, said: string): PeerError {
  return new PeerError({ status, body: { error, error_description: said } });
}

function basic(authorization: string | undefined): readonly [string, string] | undefined {
  const encoded = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64')
    .toString('utf8')
    .split(':')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  return [id, secret];
}
