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
      /** Whom the assertion is for; left out: the token address. Some want their issuer (RFC 7523bis, in draft). */
      readonly audience?: string;
      /** Base64url SHA-256 digest of the certificate that the provider knows (`x5t#S256`), in place of a key id. */
      readonly certificateDigest?: string;
    }
  | {
      /** An assertion in place of a grant (RFC 7523 section 2.1): a service account that acts as somebody. */
      readonly method: 'jwt_bearer';
      readonly privateKey: Secret;
      readonly algorithm?: string;
      readonly keyId?: string;
      /** As whom it acts. */
      readonly subject: string;
    };

export interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Client = {
  readonly clientId: string;
  readonly tokenUrl: string;
  /** Separated by blanks; left out: whatever the provider gives by itself. */
  readonly scope?: string;
} & ClientAuthentication;

type Signing = Extract<Client, { readonly privateKey: Secret }>;

/** Builds the token request. @throws {TypeError} when the private key cannot be read. */
export async function tokenRequest(client: Client, now: number): Promise<TokenRequest> {
  const form = new URLSearchParams();
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (client.method === 'jwt_bearer') {
    form.set('grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    form.set('assertion', await assertion(client, now));
    return { headers, body: form.toString() };
  }
  form.set('grant_type', 'client_credentials');
  if (client.scope !== undefined) form.set('scope', client.scope);
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

async function assertion(client: Signing, now: number): Promise<string> {
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
  const actsAs = client.method === 'jwt_bearer' ? client.subject : clientId;
  const digest = client.method === 'private_key_jwt' ? client.certificateDigest : undefined;
  // A grant by assertion has its scopes in the assertion itself.
  const scope = client.method === 'jwt_bearer' ? client.scope : undefined;
  const jwt = new SignJWT({
    ...(scope === undefined ? {} : { scope }),
    // Microsoft's page wants the claim; elsewhere a clock that is a second ahead would make it a refusal.
    ...(digest === undefined ? {} : { nbf: seconds }),
  });
  return jwt
    .setProtectedHeader({
      alg: algorithm,
      typ: 'JWT',
      ...(keyId === undefined ? {} : { kid: keyId }),
      ...(digest === undefined ? {} : { 'x5t#S256': digest }),
    })
    .setIssuer(clientId)
    .setSubject(actsAs)
    .setAudience(client.method === 'private_key_jwt' ? (client.audience ?? tokenUrl) : tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + (digest === undefined ? 120 : 300))
    .sign(key);
}
