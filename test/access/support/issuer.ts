import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { onTestFinished } from 'vitest';
import type { IssuerSettings } from '../../../src/access/access-settings.ts';

export const AUDIENCE = 'https://rollcall.test';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: Readonly<Record<string, unknown>>;
}

export interface TestIssuer {
  readonly settings: IssuerSettings;
  readonly url: string;
  readonly key: SigningKey;
  /** How often its keys were asked for. */
  readonly reads: () => number;
  /** Replaces what its address answers. */
  readonly answer: (write: (response: ServerResponse) => void) => void;
  readonly publish: (keys: readonly SigningKey[]) => void;
  readonly sign: (claims?: JWTPayload, options?: SignOptions) => Promise<string>;
}

export interface SignOptions {
  readonly key?: SigningKey;
  readonly header?: Readonly<Record<string, unknown>>;
}

export async function signingKey(kid: string, algorithm = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } };
}

/** Making a key takes a while; all issuers of a test file have this one, unless it says otherwise. */
let shared: Promise<SigningKey> | null = null;

/** Seconds since 1970, as claims have them. */
export function inSeconds(fromNow: number): number {
  return Math.floor(Date.now() / 1_000) + fromNow;
}

/** An issuer of tokens with its keys on loopback. */
export async function startIssuer(
  settings: Partial<IssuerSettings> = {},
  own?: SigningKey,
): Promise<TestIssuer> {
  shared ??= signingKey('first');
  const key = own ?? (await shared);
  let reads = 0;
  const publishing =
    (keys: readonly SigningKey[]) =>
    (response: ServerResponse): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
    };
  let write = publishing([key]);
  const server = createServer((_request, response) => {
    reads += 1;
    write(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {
      issuer: url,
      jwksUri: new URL(`${url}/jwks`),
      audience: [AUDIENCE],
      algorithms: ['RS256'],
      rolesClaim: 'roles',
      roles: null,
      account: null,
      ...settings,
    },
    url,
    key,
    reads: () => reads,
    answer: (next) => {
      write = next;
    },
    publish: (keys) => {
      write = publishing(keys);
    },
    sign: async (claims = {}, options = {}) => {
      const used = options.key ?? key;
      return new SignJWT({ iss: url, aud: AUDIENCE, sub: 'ann', exp: inSeconds(300), ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: used.kid, ...options.header })
        .sign(used.privateKey);
    },
  };
}
