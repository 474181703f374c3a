import { importPKCS8, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import type { Secret } from '../model/secret.ts';

/** How an OAuth client proves who it is at the token endpoint (RFC 6749 section 2.3.1, RFC 7523 section 2.2). */
export type ClientAuthentication =
  | { readonly method: 'basic' | 'post'; readonly clientSecret: Secret }
  | {
      readonly method: 'private_key_jwt';
      /** PEM, PKCS #8. */
      readonly privateKey: Secret;
      /** Default RS256. */
      readonly algorithm?: string;
      /** The key's id in the JWKS that the provider knows. */
      readonly keyId?: string;
    };

export interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Builds the token request. @throws {TypeError} when the private key cannot be read. */
export async function tokenRequest(
  client: { readonly clientId: string; readonly tokenUrl: string } & ClientAuthentication,
  now: number,
): Promise<TokenRequest> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  switch (client.method) {
    case 'basic':
      headers['authorization'] = `Basic ${Buffer.from(
        `${formEncoded(client.clientId)}:${formEncoded(client.clientSecret.reveal())}`,
      ).toString('base64')}`;
      break;
    case 'post':
      form.set('client_id', client.clientId);
      form.set('client_secret', client.clientSecret.reveal());
      break;
    case 'private_key_jwt':
      form.set('client_id', client.clientId);
      form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      form.set('client_assertion', await assertion(client, now));
  }
  return { headers, body: form.toString() };
}

/** RFC 6749 appendix B: id and secret are form-encoded before they are joined, so that a colon in them does no harm. */
function formEncoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}

async function assertion(
  client: { readonly clientId: string; readonly tokenUrl: string } & ClientAuthentication & {
      method: 'private_key_jwt';
    },
  now: number,
): Promise<string> {
  const { clientId, tokenUrl, algorithm = 'RS256', keyId } = client;
  let key: Awaited<ReturnType<typeof importPKCS8>>;
  try {
    key = await importPKCS8(client.privateKey.reveal(), algorithm);
  } catch {
    // The library's own error might quote the key.
    throw new TypeError(
      `expected a private key for ${algorithm} in PEM (PKCS #8, "BEGIN PRIVATE KEY"), received another text`,
    );
  }
  const seconds = Math.floor(now / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 120)
    .sign(key);
}
