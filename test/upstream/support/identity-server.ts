import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';

export interface IdentityServer {
  readonly tokenUrl: string;
  /** Public keys by which its tokens are verified. */
  readonly keys: { readonly keys: JWK[] };
  /** Private halves (PEM) of the keys that the clients `rsa` and `ec` are known by. */
  readonly clientKeys: { readonly rsa: string; readonly ec: string };
  /** Tokens that it issued so far. */
  readonly issued: () => number;
  /** How long tokens live from now on, in seconds. */
  readonly setLife: (seconds: number) => void;
  close(): Promise<void>;
}

export const AUDIENCE = 'urn:api';
export const SCOPE = 'users.read';
export const SECRET = 's e:c%ret+of/the client';

/** The package oidc-provider, which others wrote, on a port of its own: clients `basic`, `post`, `rsa` and `ec`. */
export async function startIdentityServer(): Promise<IdentityServer> {
  // Loading it says on the console that it would rather run on another version of Node: whoever starts it may keep that quiet.
  const { default: Provider } = await import('oidc-provider');
  const signing = await generateKeyPair('RS256', { extractable: true });
  const rsa = await generateKeyPair('RS256', { extractable: true });
  const ec = await generateKeyPair('ES256', { extractable: true });
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let life = 120;
  let issued = 0;
  const machine = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(signing.privateKey)), kid: 'server', use: 'sig', alg: 'RS256' }] },
    scopes: [SCOPE],
    ttl: { ClientCredentials: () => life },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: life,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    clients: [
      {
        ...machine,
        client_id: 'basic',
        client_secret: SECRET,
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        ...machine,
        client_id: 'post',
        client_secret: SECRET,
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        ...machine,
        client_id: 'rsa',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'RS256',
        jwks: { keys: [{ ...(await exportJWK(rsa.publicKey)), kid: 'rsa-1', alg: 'RS256' }] },
      },
      {
        ...machine,
        client_id: 'ec',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [{ ...(await exportJWK(ec.publicKey)), kid: 'ec-1', alg: 'ES256' }] },
      },
    ],
  });
  provider.on('grant.success', () => (issued += 1));
  const handle = provider.callback();
  server.on('request', (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  return {
    tokenUrl: `${issuer}/token`,
    keys: { keys: [{ ...(await exportJWK(signing.publicKey)), kid: 'server', alg: 'RS256' }] },
    clientKeys: { rsa: await exportPKCS8(rsa.privateKey), ec: await exportPKCS8(ec.privateKey) },
    issued: () => issued,
    setLife: (seconds) => {
      life = seconds;
    },
    close: () => closed(server),
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
